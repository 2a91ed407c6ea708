"""The workbooks of Painting-Retrieval: logits as the text of an array, twenty times as large.

Its gallery is a sheet `Lista-completa` of `image_id`, `artist_slug` and `style`; a later workbook
adds a cell with the text of a NumPy array of 18 numbers, the logits times 20.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.picture_names import Pictures, plain
from sketch2image.core.workbooks import KNOWN_SHEETS, read_workbook, write_workbook
from sketch2image.gallery.style.bodies import Rows
from sketch2image.gallery.style.pandora import PANDORA
from sketch2image.models.digests import sha256_of
from sketch2image.systems.artworks.metadata import FILES, one_line
from sketch2image.systems.style.describing import Described
from sketch2image.systems.style.metadata import known_of
from sketch2image.systems.style.store import Entry, StyleIndex

FEATURES = ("features", "feature", "logits", "vector", "embedding")
"""Columns that hold an array as text, the one to try first at the front."""

_SCALE = 20.0
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_AROUND = re.compile(r"[\[\](),;\s]+|array|dtype=float\d+")
"""What stands around the numbers of an array's text."""

_FLOAT32 = 9
"""Digits that give a float32 back."""


class Refused(NamedTuple):
    """A row that was not taken: its number in the sheet, the head line being 1, and why."""

    row: int
    reason: str


@dataclass(frozen=True)
class Imported:
    """What came out of a workbook.

    Attributes:
        index: of the rows that were taken; it has logits only, and no classifier.
        refused: rows that were not.
    """

    index: StyleIndex
    refused: tuple[Refused, ...]


def read_features(file: Path, folder: str, table: str = "") -> Imported:
    """An index of the logits in a workbook.

    A row is bound to the picture that it names. It is refused where it names none or one that
    another row has, where its array is damaged or has another length than most, and where its title
    is not that of the picture in the table.

    Args:
        file: the workbook.
        folder: of the pictures.
        table: of what is known of them; empty for the workbook itself.

    Raises:
        UserError: it is no workbook, lacks a column, or has no row that can be taken.
    """
    rows = [{_spelled(name): value for name, value in row.items()} for row in read_workbook(file)]
    column = _column(file, rows)
    known = known_of(folder, table or str(file)).entries
    count = _usual_count(one_line(row.get(column)) for row in rows)
    taking = _Taking(Path(folder), known, column, count)
    for number, row in enumerate(rows, 2):
        taking.take(number, row)
    if not taking.entries:
        message = f"no row of {file} can be taken"
        first = taking.refused[0] if taking.refused else Refused(2, "there is none")
        raise UserError(ErrorKind.input, message, f"Row {first.row}: {first.reason}.")
    logits = np.stack(taking.logits)
    described = Described(np.empty((len(logits), 0), np.float32), logits)
    classes = PANDORA if count == len(PANDORA) else tuple(map(str, range(count)))
    entries = _told(taking.entries, logits, classes)
    return Imported(StyleIndex(folder, "", "", classes, entries, described), tuple(taking.refused))


def write_features(file: Path, index: StyleIndex) -> None:
    """Write the logits of an index as such a workbook.

    Raises:
        UserError: the place cannot be written.
    """
    rows = zip(index.entries, index.described.logits, strict=True)
    write_workbook(file, KNOWN_SHEETS[0], [_row(entry, logits) for entry, logits in rows])


def array_in(text: str, count: int) -> Rows:
    """(count,) numbers of the text of an array, with or without brackets, commas and line breaks.

    Raises:
        ValueError: it is no such text, with the reason.
    """
    words = _words(text)
    strange = next((word for word in words if not _NUMBER.fullmatch(word)), None)
    if strange is not None:
        raise ValueError(f"{strange!r} in its array is no number")
    if len(words) != count:
        raise ValueError(f"its array has {len(words)} numbers, not {count}")
    return np.array(words, np.float32)


def _words(text: str) -> list[str]:
    return _AROUND.sub(" ", text).split()


def _usual_count(texts: Iterable[str]) -> int:
    """The length that most arrays have."""
    lengths = Counter(filter(None, (len(_words(text)) for text in texts)))
    return lengths.most_common(1)[0][0] if lengths else len(PANDORA)


class _Taking:
    def __init__(self, folder: Path, known: Mapping[str, Entry], column: str, count: int) -> None:
        self._folder, self._known, self._column, self._count = folder, known, column, count
        self._names = Pictures(known)
        self._taken: set[str] = set()
        self.entries: list[Entry] = []
        self.logits: list[Rows] = []
        self.refused: list[Refused] = []

    def take(self, number: int, row: Mapping[str, Any]) -> None:
        try:
            logits = array_in(one_line(row.get(self._column)), self._count) / _SCALE
            entry = self._entry(row)
        except ValueError as error:
            self.refused.append(Refused(number, str(error)))
            return
        self.logits.append(logits)
        self.entries.append(replace(entry, content=sha256_of(self._folder / entry.path)))
        self._taken.add(entry.path)

    def _entry(self, row: Mapping[str, Any]) -> Entry:
        names = [one_line(row[column]) for column in FILES if row.get(column) not in (None, "")]
        path = next(filter(None, map(self._names.find, names)), None)
        if path is None:
            raise ValueError(f"it names no picture of the folder ({', '.join(names) or 'nothing'})")
        if path in self._taken:
            raise ValueError(f"another row has the picture {path}")
        entry = self._known[path]
        title = one_line(row.get("title"))
        if title and entry.title and plain(title) != plain(entry.title):
            raise ValueError(f"its title is {title!r}, and that of {path} is {entry.title!r}")
        return entry


def _spelled(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().casefold())


def _column(file: Path, rows: Sequence[Mapping[str, Any]]) -> str:
    columns = dict.fromkeys(name for row in rows for name in row)
    found = next((name for name in FEATURES if name in columns), None)
    if found is None:
        message = f"{file} lacks a column {' or '.join(FEATURES[:3])}"
        raise UserError(ErrorKind.input, message, f"It has {', '.join(columns) or 'none'}.")
    return found


def _told(entries: Iterable[Entry], logits: Rows, classes: Sequence[str]) -> tuple[Entry, ...]:
    numbers = logits.argmax(axis=1).tolist()
    pairs = zip(entries, numbers, strict=True)
    return tuple(replace(entry, said=classes[number]) for entry, number in pairs)


def _row(entry: Entry, logits: Rows) -> dict[str, str]:
    text = np.array2string(logits * np.float32(_SCALE), precision=_FLOAT32, threshold=10**6)
    return {
        "image_id": entry.path,
        "artist_slug": entry.artist,
        "style": entry.style,
        "title": entry.title,
        "year": entry.year,
        "country": entry.country,
        "features": text,
    }
