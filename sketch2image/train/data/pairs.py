"""Which pairs to make of a collection of sketches, or of a folder of photos."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.types import Image
from sketch2image.gallery.scan import folder_key, scan
from sketch2image.train.data.collection import Collection, Item, read_picture
from sketch2image.train.data.drafts import Draft
from sketch2image.train.data.edges import Recipe, edge_drawing, seeded
from sketch2image.train.data.fit import control_of, cropped, strokes_on_black, target_of
from sketch2image.train.data.tables import read_table
from sketch2image.train.data.wording import sentence_of

_UNSAFE = re.compile(r"[^\w.()+-]+")


def sketch_drafts(part: Collection, side: int) -> tuple[Draft, ...]:
    """A pair of every sketch whose photo is known: the sketch as control, the photo as target.

    Args:
        part: sketches and photos; they meet by class and instance.
        side: width and height of the pictures in pixels.
    """
    photos = {(photo.label, photo.instance): photo for photo in part.photos}
    met = [(one, photos.get((one.label, one.instance))) for one in part.sketches]
    prompts = {label: sentence_of(label) for label in part.labels}
    drafts = [
        Draft(_name(sketch), prompts[sketch.label], partial(_sketch_pair, sketch, photo, side))
        for sketch, photo in met
        if photo is not None
    ]
    return _distinct(drafts)


def photo_files(folder: Path) -> tuple[Path, ...]:
    """The pictures in a folder and below it, in a stable order.

    Raises:
        UserError: there is no such folder, or no picture in it.
    """
    files = tuple(Path(key) for key in scan(folder_key(folder)).files)
    if not files:
        raise UserError(ErrorKind.missing_file, f"no pictures in {folder}", "Name another folder.")
    return files


def captions_for(files: tuple[Path, ...], folder: Path, table: Path | None) -> dict[Path, str]:
    """A sentence for every photo: the table's first one, or that of its class folder.

    Args:
        files: below `folder`.
        folder: of the photos.
        table: as `tables.read_table` reads it; names count from `folder`. None for class folders.

    Raises:
        UserError: a photo has neither.
    """
    said = {row.name: row.texts[0] for row in read_table(table)} if table else {}
    base = folder.resolve()
    found = {file: _caption(file.relative_to(base), said, table) for file in files}
    silent = [file for file, text in found.items() if not text]
    if silent:
        hint = "Say it in --captions FILE, or put photos into folders named by their class."
        message = f"{len(silent):,} of {len(files):,} photos have no caption, the first "
        raise UserError(ErrorKind.input, message + silent[0].name, hint)
    return found


def photo_drafts(
    captions: Mapping[Path, str], folder: Path, recipe: Recipe, seed: int, side: int
) -> tuple[Draft, ...]:
    """A pair of every photo: its edges as control, itself as target.

    Args:
        captions: sentences by photo.
        folder: the photos lie below it.
        recipe: how edges are found.
        seed: of thresholds that are drawn.
        side: width and height of the pictures in pixels.
    """
    base = folder.resolve()
    names = {file: _flat(file.relative_to(base).with_suffix("")) for file in captions}
    return _distinct(
        [
            Draft(name, text, partial(_edge_pair, file, recipe, text, seed, side))
            for file, text in captions.items()
            for name in [names[file]]
        ]
    )


def _caption(place: Path, said: Mapping[str, str], table: Path | None) -> str:
    if table:
        return said.get(place.as_posix()) or said.get(place.name, "")
    return sentence_of(place.parent.name) if place.parent.name else ""


def _sketch_pair(sketch: Item, photo: Item, side: int) -> tuple[Image, Image]:
    return control_of(read_picture(sketch), side), target_of(read_picture(photo), side)


def _edge_pair(
    file: Path, recipe: Recipe, caption: str, seed: int, side: int
) -> tuple[Image, Image]:
    photo = cropped(open_picture(file), side)
    drawn = edge_drawing(photo, recipe, caption, seeded(seed, file.name))
    return strokes_on_black(drawn, side), photo


def _name(sketch: Item) -> str:
    number = f"-{sketch.row}" if sketch.row >= 0 else ""
    return _flat(Path(sketch.label) / f"{sketch.file.stem}{number}")


def _flat(place: Path) -> str:
    return _UNSAFE.sub("_", "-".join(place.parts)) + ".png"


def _distinct(drafts: list[Draft]) -> tuple[Draft, ...]:
    """Names that would be one file on some disk get a number."""
    taken: dict[str, int] = {}
    named: list[Draft] = []
    for draft in drafts:
        count = taken[key] = taken.get(key := draft.name.casefold(), 0) + 1
        name = draft.name if count == 1 else f"{Path(draft.name).stem}+{count}.png"
        named.append(Draft(name, draft.prompt, draft.make))
    return tuple(named)
