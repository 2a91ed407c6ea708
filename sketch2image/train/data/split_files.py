"""Published split files: class names, and the file lists of SAKE (Liu et al., ICCV 2019)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import is_picture_name
from sketch2image.train.data.collection import Collection, Item, plain

Key = tuple[str, str]
"""Class, reduced to letters and digits, and file name without ending."""

_LISTED = re.compile(r"(?P<path>\S.*\.\w+)\s+(?P<id>\d+)")
_TABLE_ROW = re.compile(r"(?P<name>\S.*?)(?:\s+(?P<id>\d+))?")
_TABLE = "cname_cid"
_TRAIN, _TEST = "train", "zero"


@dataclass(frozen=True)
class Lists:
    """Files of a published split; lists of a third kind (SAKE's `_test`) are not used."""

    train: frozenset[Key]
    test: frozenset[Key]

    @property
    def test_labels(self) -> frozenset[str]:
        """Classes of the test files, reduced to letters and digits."""
        return frozenset(label for label, _ in self.test)

    def part(self, collection: Collection, wanted: frozenset[Key]) -> Collection:
        """What of a collection is in a list; copies of other sizes go by the same name."""
        return Collection(
            tuple(item for item in collection.sketches if _key(item) in wanted),
            tuple(item for item in collection.photos if _key(item) in wanted),
        )

    def missing(self, collection: Collection) -> tuple[str, ...]:
        """What the lists name and the collection lacks, one sentence for each list."""
        here = {_key(item) for item in (*collection.sketches, *collection.photos)}
        parts = {"train": self.train - here, "test": self.test - here}
        return tuple(
            f"{len(absent):,} files of the {name} list are not here, the first "
            f"{'/'.join(min(absent))}"
            for name, absent in parts.items()
            if absent
        )


def class_names(file: Path) -> tuple[str, ...]:
    """Names in a file, one a line; a number after a name (SAKE's class ids) is passed over.

    Raises:
        UserError: the file cannot be read, or holds no name.
    """
    names = (name for line in _lines(file) if (name := _name(line)))
    found = tuple(dict.fromkeys(names))
    if not found:
        raise UserError(ErrorKind.input, f"{file} names no class", "Write one name a line.")
    return found


def file_lists(place: Path) -> Lists | None:
    """The lists of a folder, or of the folder a list lies in; None where these are no lists.

    A list's lines are `relative/path.jpg class_id`. The class is what the id says in the table
    `cname_cid*.txt` beside it, or else the folder of the file.

    Raises:
        UserError: a folder holds no test list, or a file cannot be read.
    """
    if place.is_file():
        return file_lists(place.parent) if _is_list(place) else None
    lists = [file for file in sorted(place.glob("*.txt")) if _is_list(file)]
    found = Lists(_files(lists, _TRAIN), _files(lists, _TEST))
    if not found.test:
        hint = "Name a folder with *zero*.txt lists, or a file of class names."
        raise UserError(ErrorKind.input, f"no split lists in {place}", hint)
    return found


def _is_list(file: Path) -> bool:
    first = next(iter(_lines(file)), "")
    listed = _LISTED.fullmatch(first)
    return listed is not None and is_picture_name(listed["path"])


def _files(lists: Iterable[Path], part: str) -> frozenset[Key]:
    return frozenset(
        key for file in lists if part in file.stem for key in _keys(file, _table(file, part))
    )


def _keys(file: Path, names: dict[str, str]) -> Iterable[Key]:
    for line in _lines(file):
        listed = _LISTED.fullmatch(line)
        if listed is None:
            hint = "Each line is a path and the number of its class."
            raise UserError(ErrorKind.unreadable, f"{file}: {line!r} is no entry", hint)
        path = PurePosixPath(listed["path"])
        yield plain(names.get(listed["id"], path.parent.name)), path.stem


def _table(file: Path, part: str) -> dict[str, str]:
    name = f"{_TABLE}_{part}.txt" if part == _TEST else f"{_TABLE}.txt"
    table = file.with_name(name)
    if not table.is_file():
        return {}
    rows = [_TABLE_ROW.fullmatch(line) for line in _lines(table)]
    return {row["id"]: row["name"] for row in rows if row and row["id"]}


def _name(line: str) -> str:
    row = _TABLE_ROW.fullmatch(line)
    return row["name"] if row else ""


def _key(item: Item) -> Key:
    return plain(item.label), item.file.stem


def _lines(file: Path) -> list[str]:
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        hint = "Name a text file in UTF-8."
        raise UserError(ErrorKind.unreadable, f"{file} cannot be read as text", hint) from error
    return [line for raw in text.splitlines() if (line := raw.strip())]
