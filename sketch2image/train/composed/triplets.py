"""Photos with their edges and captions, read from the folders of `data.triplets`.

A photo without edges or caption is only found, never asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.train.data.triplets import TripletFolder, sets_in

_HINT = "`fashion build PHOTOS --out DIR` makes such a folder."
_START = "img_"


@dataclass(frozen=True)
class Triplet:
    """One photo, and what asks for it.

    Attributes:
        name: `<set>/<number>`.
        photo: file.
        sketch: file of its edges.
        text: its caption.
    """

    name: str
    photo: Path
    sketch: Path
    text: str


@dataclass(frozen=True)
class Triplets:
    """What a folder holds.

    Attributes:
        asked: photos with edges and caption.
        others: photos without; they are found among the rest.
    """

    asked: tuple[Triplet, ...]
    others: tuple[Path, ...]


def read_triplets(root: Path) -> Triplets:
    """All sets of a folder, or the one that it is itself, in a stable order.

    Raises:
        UserError: there is no such folder, no triplet in it, or a caption cannot be read.
    """
    if not root.is_dir():
        raise UserError(ErrorKind.missing_file, f"no such folder: {root}", _HINT)
    asked: list[Triplet] = []
    others: list[Path] = []
    for files in sets_in(root):
        for number in _numbers(files):
            triplet = _triplet(files, number)
            if triplet is None:
                others.append(files.image(number))
            else:
                asked.append(triplet)
    if not asked:
        raise UserError(ErrorKind.input, f"no triplets in {root}", _HINT)
    return Triplets(tuple(asked), tuple(others))


def photo_folders(root: Path) -> tuple[str, ...]:
    """Folders of the photos of all sets below, or none where it holds no set."""
    return tuple(str(files.images) for files in sets_in(root))


def _numbers(files: TripletFolder) -> Iterator[str]:
    """`2` comes before `10`."""
    stems = [file.stem for file in files.images.glob(f"{_START}*{files.image('').suffix}")]
    numbers = [stem.removeprefix(_START) for stem in stems]
    yield from sorted(numbers, key=lambda number: (len(number), number))


def _triplet(files: TripletFolder, number: str) -> Triplet | None:
    caption = files.text(number)
    text = _read(caption) if caption.is_file() else ""
    if not (text and files.edge(number).is_file()):
        return None
    name = f"{files.name}/{number}"
    return Triplet(name, files.image(number), files.edge(number), text)


def _read(file: Path) -> str:
    hint = 'It has to be {"text": "..."}.'
    try:
        found = json.loads(file.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UserError(ErrorKind.unreadable, f"{file} cannot be read", hint) from error
    text = found.get("text") if isinstance(found, dict) else None
    if not isinstance(text, str):
        raise UserError(ErrorKind.unreadable, f"{file} holds no caption", hint)
    return text.strip()
