"""Splits that are given in files: lists of pictures, as the four folds of Pandora 18k are.

A list is a text file of one path a line, maybe followed by the class or its number from 0; or a
table (CSV, JSON, .xlsx) with a column `paths` and maybe `labels`. `PLACE` is one list, whose
pictures are held out, or a folder of lists. Of a folder, lists with `test` in their names are held
out in turn, and those with `train` are learned from in the same order; where none has `test` in its
name, every list is a fold. `#NUMBER` says which is held out, counted from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.picture_names import Pictures as Names
from sketch2image.core.tables import read_objects
from sketch2image.train.style.pictures import Pictures

_TEXT = ".txt"
_SUFFIXES = (_TEXT, ".csv", ".tsv", ".json", ".jsonl", ".xlsx")
_PATHS = ("paths", "path", "file", "image", "filename")
_LABELS = ("labels", "label", "class")
_LINE = re.compile(r"(?P<path>.+?\.\w+)(?:[\s,;]+(?P<label>.*))?")

Parts = tuple[list[int], list[int], tuple[str, ...]]
"""Places to learn from, places held out, and warnings."""


class _Row(NamedTuple):
    path: str
    label: str


def given_parts(pictures: Pictures, text: str) -> Parts:
    """The parts of pictures as lists say.

    Args:
        pictures: of all classes.
        text: `PLACE` or `PLACE#NUMBER`.

    Raises:
        UserError: there are no such lists, they name none of the pictures, or a label in them is
            not the class of its picture.
    """
    place, number = _place(text)
    held, train = _chosen(place, number)
    finder = _Finder(pictures)
    asked = finder.places([held])
    taught = finder.places(train) if train else sorted(set(range(len(pictures))) - set(asked))
    return taught, asked, finder.warnings


def list_count(text: str) -> int:
    """How many lists a folder holds out in turn.

    Raises:
        UserError: there is no such folder, or it has fewer than two.
    """
    place = Path(text)
    count = len(_held_out(_lists(place))) if place.is_dir() else 0
    if count < 2:
        raise UserError(ErrorKind.input, f"{text} is no folder of lists", "Name one with two.")
    return count


def _place(text: str) -> tuple[Path, int]:
    start, mark, end = text.rpartition("#")
    if mark and end.isdigit():
        return Path(start), int(end)
    return Path(text), 1


def _chosen(place: Path, number: int) -> tuple[Path, list[Path]]:
    """The list that is held out, and those to learn from; none for all others."""
    if place.is_file():
        return place, []
    if not place.is_dir():
        hint = "Name a list of pictures, or a folder of lists."
        raise UserError(ErrorKind.missing_file, f"no such file or folder: {place}", hint)
    lists = _lists(place)
    tests = _held_out(lists)
    _check_number(place, number, tests)
    held = tests[number - 1]
    if len(tests) == len(lists):
        return held, [one for one in lists if one != held]
    return held, _train_of(place, lists, len(tests), number)


def _lists(place: Path) -> list[Path]:
    return sorted(one for one in place.iterdir() if one.suffix.lower() in _SUFFIXES)


def _held_out(lists: list[Path]) -> list[Path]:
    """Those with `test` in their names, or all where none has."""
    return [one for one in lists if "test" in one.stem.lower()] or lists


def _train_of(place: Path, lists: list[Path], tests: int, number: int) -> list[Path]:
    trains = [one for one in lists if "train" in one.stem.lower()]
    if trains and len(trains) != tests:
        message = f"{place} has {tests} test lists and {len(trains)} train lists"
        raise UserError(ErrorKind.input, message, "Each test list needs its own, or none has one.")
    return trains[number - 1 : number]


def _check_number(place: Path, number: int, lists: list[Path]) -> None:
    if not 1 <= number <= len(lists):
        message = f"{place} has {len(lists)} lists to hold out, not {number}"
        raise UserError(ErrorKind.input, message, f"Lists end in {', '.join(_SUFFIXES)}.")


class _Finder:
    """Pictures by what lists call them."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._names = Names(pictures.paths)
        self._numbers = {path: number for number, path in enumerate(pictures.paths)}
        self.warnings: tuple[str, ...] = ()

    def places(self, lists: Iterable[Path]) -> list[int]:
        return sorted({place for file in lists for place in self._of(file)})

    def _of(self, file: Path) -> list[int]:
        rows = list(_rows(file))
        found = [(row, path) for row in rows if (path := self._names.find(row.path))]
        if not found:
            hint = "Paths in it must end like those of the pictures."
            raise UserError(ErrorKind.input, f"{file} names none of the pictures", hint)
        if absent := len(rows) - len(found):
            lost = f"{absent:,} of the {len(rows):,} pictures of {file} are not here"
            self.warnings = (*self.warnings, lost)
        return [self._checked(file, row, self._numbers[path]) for row, path in found]

    def _checked(self, file: Path, row: _Row, place: int) -> int:
        number = int(self._pictures.labels[place])
        known = ("", str(number), self._pictures.classes[number])
        if row.label not in known:
            message = f"{file} says that {row.path} is of class {row.label}, not {number}"
            hint = f"Its folder is {known[2]}, number {number} from 0."
            raise UserError(ErrorKind.input, message, hint)
        return place


def _rows(file: Path) -> Iterable[_Row]:
    if file.suffix.lower() == _TEXT:
        return map(_of_line, filter(None, map(str.strip, _lines(file))))
    return [_of_entry(file, number, entry) for number, entry in enumerate(read_objects(file), 1)]


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        hint = "Name a text file in UTF-8."
        raise UserError(ErrorKind.unreadable, f"{file} cannot be read as text", hint) from error


def _of_line(line: str) -> _Row:
    parts = _LINE.fullmatch(line)
    return _Row(parts["path"], (parts["label"] or "").strip()) if parts else _Row(line, "")


def _of_entry(file: Path, number: int, entry: object) -> _Row:
    if not isinstance(entry, Mapping) or not (path := _first(entry, _PATHS)):
        message = f"entry {number} of {file} lacks a column {' or '.join(_PATHS[:3])}"
        raise UserError(ErrorKind.input, message, "Write `paths`, and maybe `labels`.")
    return _Row(path, _first(entry, _LABELS))


def _first(entry: Mapping[str, object], columns: Iterable[str]) -> str:
    values = (entry.get(column) for column in columns)
    return next((str(value).strip() for value in values if value not in (None, "")), "")
