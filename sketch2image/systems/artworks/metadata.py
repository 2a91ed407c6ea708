"""What a table says of works: CSV, JSON or a workbook, with any usual names of columns."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.tables import TEXT, read_objects, unreadable
from sketch2image.systems.artworks.work import Work, is_flat

FILES = (
    *("file", "path", "image", "filename", "file_name", "image_path", "picture", "slug", "id"),
    *("image_id", "paths"),
)
"""Columns that name a picture, the one to try first at the front."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "name", "work", "artwork", "work_title", TEXT),
    "artist": ("artist", "author", "painter", "creator", "artist_name", "maker", "artist_slug"),
    "year": ("year", "date", "created", "dated"),
    "museum": ("museum", "location", "collection"),
    "medium": ("medium", "technique", "materials", "material"),
    "shape": ("flat", "shape"),
}
"""Columns by what they say, the one to take first at the front; all others become extras."""

_SAYING = ("title", "artist")


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Attributes:
        names: what it calls its picture, the surest first; never none.
        texts: by the keys of `COLUMNS`; only what it says.
        extra: its other columns, by their own names.
    """

    names: tuple[str, ...]
    texts: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)

    def work(self, path: str) -> Work:
        """The work of this row whose picture lies at `path`."""
        texts = dict(self.texts)
        flat = is_flat(texts.get("medium", ""), texts.pop("shape", ""))
        return Work(path, **texts, flat=flat, extra=self.extra)


def read_rows(file: Path) -> tuple[Row, ...]:
    """The rows of a table of works that name a picture.

    Args:
        file: as `core.tables.read_objects` takes it; a JSON object goes by file.

    Raises:
        UserError: it cannot be read, it is empty, or no column names a picture, or none a title or
            an artist.
    """
    entries = [_flattened(file, n, entry) for n, entry in enumerate(read_objects(file), 1)]
    columns = dict.fromkeys(column for entry in entries for column in entry)
    if not entries:
        raise UserError(ErrorKind.input, f"{file} holds no row", "Write one for each picture.")
    _check(file, columns, FILES)
    _check(file, columns, [one for key in _SAYING for one in COLUMNS[key]])
    rows = (_row(entry) for entry in entries)
    return tuple(row for row in rows if row.names)


def one_line(value: object) -> str:
    """A value of a table as text in one line; empty where there is none."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, list):
        return "; ".join(filter(None, map(one_line, value)))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def _flattened(file: Path, number: int, entry: object) -> dict[str, str]:
    """What it says, by columns as `COLUMNS` spells them."""
    if not isinstance(entry, Mapping):
        raise unreadable(file, f"entry {number} is no object")
    return {_spelled(name): one_line(value) for name, value in entry.items() if name is not None}


def _spelled(name: Any) -> str:  # noqa: ANN401 - a key of JSON
    return re.sub(r"[\s-]+", "_", str(name).strip().casefold())


def _check(file: Path, columns: Iterable[str], wanted: Sequence[str]) -> None:
    if not set(columns) & set(wanted):
        found = ", ".join(list(columns)[:8])
        hint = f"It has {found}. Name one of them {' or '.join(wanted[:3])}."
        raise UserError(ErrorKind.input, f"{file} lacks a column {' or '.join(wanted[:3])}", hint)


def _row(entry: Mapping[str, str]) -> Row:
    names = tuple(entry[column] for column in FILES if entry.get(column))
    chosen = {key: _first(entry, columns) for key, columns in COLUMNS.items()}
    taken = {*FILES, *chosen.values()}
    texts = {key: entry[column] for key, column in chosen.items() if column}
    extra = {name: text for name, text in entry.items() if text and name not in taken}
    return Row(names, texts, extra)


def _first(entry: Mapping[str, str], columns: Iterable[str]) -> str:
    return next((column for column in columns if entry.get(column)), "")
