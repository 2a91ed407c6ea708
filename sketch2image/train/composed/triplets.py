"""Photos with their edges and captions, as fashion-sbir lays them out.

    ROOT/<name>/<name>_image/img_<i>.jpg
    ROOT/<name>/<name>_edge_new/edge_<i>.jpg     black lines on white
    ROOT/<name>/<name>_text/text_<i>.json        {"text": "..."}

ROOT may hold several sets. A photo without edges or caption is only found, never asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import is_picture_name

IMAGES, EDGES, TEXTS = "_image", "_edge_new", "_text"
_HINT = "`fashion build PHOTOS --out DIR` makes such a folder."


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
    for part in _sets(root):
        for number, photo in _numbered(part / f"{part.name}{IMAGES}", "img_"):
            triplet = _triplet(part, number, photo)
            if triplet is None:
                others.append(photo)
            else:
                asked.append(triplet)
    if not asked:
        raise UserError(ErrorKind.input, f"no triplets in {root}", _HINT)
    return Triplets(tuple(asked), tuple(others))


def photo_folders(root: Path) -> tuple[str, ...]:
    """Folders of the photos of all sets below, or none where it holds no set."""
    return tuple(str(part / f"{part.name}{IMAGES}") for part in _sets(root))


def _sets(root: Path) -> list[Path]:
    places = [root.resolve(), *sorted(root.iterdir())]
    return [place for place in places if (place / f"{place.name}{IMAGES}").is_dir()]


def _numbered(folder: Path, start: str) -> Iterator[tuple[str, Path]]:
    files = [f for f in folder.iterdir() if f.stem.startswith(start) and is_picture_name(f.name)]
    numbers = {file: file.stem.removeprefix(start) for file in files}
    for file in sorted(files, key=lambda file: (len(numbers[file]), numbers[file], file.name)):
        yield numbers[file], file


def _triplet(part: Path, number: str, photo: Path) -> Triplet | None:
    edges = part / f"{part.name}{EDGES}"
    sketch = next((f for end in _ENDINGS if (f := edges / f"edge_{number}{end}").is_file()), None)
    caption = part / f"{part.name}{TEXTS}" / f"text_{number}.json"
    text = _read(caption) if caption.is_file() else ""
    if sketch is None or not text:
        return None
    return Triplet(f"{part.name}/{number}", photo, sketch, text)


_ENDINGS = (".jpg", ".png")


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
