"""Tables of pictures and sentences: CSV, JSON lines, or one JSON document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.tables import FILE, TEXT, read_objects, unreadable
from sketch2image.train.data.wording import sentence_of

SUFFIXES = (".csv", ".jsonl", ".json")
FILE_COLUMNS = (FILE, "file_name", "image")
TEXT_COLUMNS = (TEXT, "sentence", "caption", "captions", "prompt")
LABEL_COLUMN = "label"
"""A class instead of a sentence: the caption sentence is made from it."""


class Row(NamedTuple):
    """A picture's name as the table spells it, and its sentences."""

    name: str
    texts: tuple[str, ...]


def read_table(file: Path) -> tuple[Row, ...]:
    """Pictures and sentences of a table.

    Args:
        file: `.csv` with a head line, `.jsonl` with one object a line, or `.json` with a list of
            such objects or one object of `name: sentence`. A picture stands in a column `file`,
            `file_name` or `image`; its sentence in `text`, `sentence`, `caption`, `captions` or
            `prompt`, or its class in `label`. A sentence may be a list of several.

    Raises:
        UserError: the file cannot be read, or lacks a column.
    """
    if file.suffix.lower() not in SUFFIXES:
        hint = f"Name a file in {', '.join(SUFFIXES)}."
        raise UserError(ErrorKind.input, f"{file} is no table of sentences", hint)
    objects = enumerate(read_objects(file), 1)
    return tuple(_row(file, number, found) for number, found in objects)


def _row(file: Path, number: int, found: object) -> Row:
    if not isinstance(found, Mapping):
        raise unreadable(file, f"entry {number} is no object")
    name = next((found[column] for column in FILE_COLUMNS if found.get(column)), None)
    if not isinstance(name, str):
        raise _lacking(file, number, FILE_COLUMNS)
    return Row(name, _texts(file, number, found))


def _texts(file: Path, number: int, found: Mapping[str, Any]) -> tuple[str, ...]:
    said = next((found[column] for column in TEXT_COLUMNS if found.get(column)), None)
    if said is None and found.get(LABEL_COLUMN):
        return (sentence_of(str(found[LABEL_COLUMN])),)
    texts = [said] if isinstance(said, str) else said
    if not isinstance(texts, list) or not all(isinstance(t, str) and t.strip() for t in texts):
        raise _lacking(file, number, (*TEXT_COLUMNS, LABEL_COLUMN))
    return tuple(text.strip() for text in texts)


def _lacking(file: Path, number: int, columns: Iterable[str]) -> UserError:
    hint = f"Give each one of {', '.join(columns)}."
    return UserError(ErrorKind.input, f"entry {number} of {file} lacks a column", hint)
