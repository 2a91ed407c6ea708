"""Pictures with the sentence a captioner is to say."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.labels import LABELS
from sketch2image.core.vocabulary import DEFAULT
from sketch2image.train.data import hub_sets
from sketch2image.train.data.collection import Collection, Item
from sketch2image.train.data.layouts import collection, photo_of
from sketch2image.train.data.split_files import class_names
from sketch2image.train.data.tables import SUFFIXES, read_table
from sketch2image.train.data.wording import sentence_of


@dataclass(frozen=True)
class Example:
    """A picture and its sentence."""

    picture: Item
    text: str


def examples(source: str, classes: tuple[str, ...] = ()) -> tuple[Example, ...]:
    """Pictures and sentences of a source.

    Args:
        source: a folder of sketches in any layout, whose sentences are made from the class names; a
            `.csv`, `.jsonl` or `.json` table (`tables.read_table`), paths relative to it; a folder
            that the `datasets` library reads; or `hub:owner/name`, a data set of the hub.
        classes: of a sketch folder, the ones wanted: names, `default` for the 39 of the default
            vocabulary, or files of names; empty for all.

    Returns:
        One for each sentence, in a stable order.

    Raises:
        UserError: the source cannot be read, is empty, or lacks a class that was named.
    """
    found = tuple(_of(source, classes))
    if not found:
        raise UserError(ErrorKind.input, f"no pictures with sentences in {source}", "Name another.")
    return found


def chosen(sketches: Collection, classes: tuple[str, ...]) -> Collection:
    """The part of a collection with the classes wanted, as `examples` takes them; () for all.

    Raises:
        UserError: a class that was named has no sketch. One of `default` may be missing.
    """
    if not classes:
        return sketches
    named = [name for choice in classes if choice != DEFAULT for name in _names(choice)]
    missing = sketches.lacking(named)
    if missing:
        near = difflib.get_close_matches(missing[0], sketches.labels, 3)
        hint = f"Did you mean {' or '.join(near)}?" if near else "`data show` lists its classes."
        raise UserError(ErrorKind.input, f"there is no class {', '.join(missing)} here", hint)
    return sketches.only([*named, *(LABELS if DEFAULT in classes else ())])


def _of(source: str, classes: tuple[str, ...]) -> Iterable[Example]:
    if source.startswith(hub_sets.HUB):
        return _saved(hub_sets.from_hub(source.removeprefix(hub_sets.HUB)))
    place = Path(source)
    if place.suffix.lower() in SUFFIXES and not place.is_dir():
        return _listed(place)
    if hub_sets.is_data_set(place):
        return _saved(hub_sets.from_folder(place))
    found = chosen(collection(place), classes)
    sentences = {label: sentence_of(label) for label in found.labels}
    return (Example(sketch, sentences[sketch.label]) for sketch in found.sketches)


def _saved(pairs: Iterable[tuple[Path, str]]) -> Iterable[Example]:
    return (Example(Item(file, "", photo_of(file.stem)), text) for file, text in pairs)


def _listed(file: Path) -> list[Example]:
    rows = read_table(file)
    absent = [row.name for row in rows if not (file.parent / row.name).is_file()]
    if absent:
        message = f"{len(absent):,} of {len(rows):,} pictures named in {file} are not there: "
        hint = "Paths count from the folder of the file."
        raise UserError(ErrorKind.missing_file, message + ", ".join(absent[:3]), hint)
    return [
        Example(Item(file.parent / row.name, "", _instance(row.name)), text)
        for row in rows
        for text in row.texts
    ]


def _instance(name: str) -> str:
    """Sketches of one photo share it; other pictures are told apart by folder and name."""
    stem = Path(name).stem
    photo = photo_of(stem)
    return name if photo == stem else photo


def _names(choice: str) -> tuple[str, ...]:
    return class_names(Path(choice)) if Path(choice).is_file() else (choice,)
