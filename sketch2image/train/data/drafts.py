"""Pairs that are still to be made, and how they become a folder of img2img-turbo."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

from sketch2image.core.ahead import ahead
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import unwritable, write_atomically
from sketch2image.core.pictures import save_png
from sketch2image.core.progress import Counter, Report, silent
from sketch2image.core.types import Image
from sketch2image.train.data.paired import PARTS, Part, prompts_file, side_of

NOTE = "made.json"
"""What a folder was made by; a folder with another note is not touched."""

_WORKERS = os.cpu_count() or 1
_COMPRESSION = 1
"""There are many, and they are read more often than kept."""

Recipe = Mapping[str, object]
"""Everything that decides what is made, as JSON holds it."""


@dataclass(frozen=True)
class Draft:
    """A pair to be made.

    Attributes:
        name: file name on both sides; a PNG.
        prompt: what the photo shows.
        make: gives control and target, (H, W, 3) uint8 RGB of one size.
    """

    name: str
    prompt: str
    make: Callable[[], tuple[Image, Image]]


def write_paired(
    folder: Path,
    drafts: Mapping[Part, Sequence[Draft]],
    recipe: Recipe,
    report: Report = silent,
) -> None:
    """Write pairs as `train_A, train_B, test_A, test_B` and prompts files.

    Every file is written whole or not at all, and the prompts last. A run that was stopped goes on
    with the pairs that are missing.

    Args:
        folder: made if missing.
        drafts: the pairs of each part; names must differ within a part.
        recipe: noted in the folder; see `claim`.
        report: progress; may raise `Cancelled`.

    Raises:
        UserError: the folder holds something else, or cannot be written.
    """
    claim(folder, {**recipe, "pairs": _digest(drafts)})
    todo: list[tuple[Part, Draft]] = [
        (part, draft) for part in PARTS for draft in drafts.get(part, ())
    ]
    for part, side in product(PARTS, "AB"):
        _make_folder(side_of(folder, part, side))
    counter = Counter(report, "pairs", len(todo))
    with closing(ahead(todo, partial(_write, folder), _WORKERS, 2 * _WORKERS)) as written:
        for name in written:
            counter.advance(name)
    for part in PARTS:
        prompts = {draft.name: draft.prompt for draft in drafts.get(part, ())}
        _write_json(prompts_file(folder, part), prompts)


def claim(folder: Path, recipe: Recipe) -> None:
    """Take a folder for a recipe: an empty one, or one that the same recipe was at before.

    Raises:
        UserError: it holds something else.
    """
    note = folder / NOTE
    if note.is_file():
        _compare(note, recipe)
    elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        hint = "Name an empty folder: nothing is overwritten."
        raise UserError(ErrorKind.output, f"{folder} holds something else", hint)
    else:
        _write_json(note, recipe)


def _digest(drafts: Mapping[Part, Sequence[Draft]]) -> str:
    """Of names and prompts: pairs of data that changed since would mix train and test."""
    pairs = [[part, one.name, one.prompt] for part in PARTS for one in drafts.get(part, ())]
    return hashlib.sha256(json.dumps(pairs).encode()).hexdigest()


def _compare(note: Path, recipe: Recipe) -> None:
    try:
        before = json.loads(note.read_text("utf-8"))
    except (OSError, ValueError) as error:
        hint = "Name an empty folder."
        raise UserError(ErrorKind.output, f"{note} cannot be read", hint) from error
    if before != dict(recipe):
        keys = sorted(key for key in {*before, *recipe} if before.get(key) != recipe.get(key))
        message = f"{note.parent} was made otherwise ({', '.join(keys)})"
        raise UserError(ErrorKind.output, message, "Name an empty folder, or ask for the same.")


def _write(folder: Path, pair: tuple[Part, Draft]) -> str:
    part, draft = pair
    files = [side_of(folder, part, side) / draft.name for side in "AB"]
    if not all(file.is_file() for file in files):
        for file, picture in zip(files, draft.make(), strict=True):
            save_png(file, picture, _COMPRESSION)
    return draft.name


def _make_folder(place: Path) -> None:
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(place, error) from error


def _write_json(file: Path, document: object) -> None:
    write_atomically(file, json.dumps(document, ensure_ascii=False, indent=1).encode())
