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

_NAME, _DESCRIPTION = "name", "description"
"""What shops keep instead of a sentence."""


class Row(NamedTuple):
    """What a table says of a picture.

    Attributes:
        name: of the picture, as the table spells it.
        texts: its sentences.
        label: its class, where the sentence was made from it; else empty.
    """

    name: str
    texts: tuple[str, ...]
    label: str = ""


def read_table(file: Path) -> tuple[Row, ...]:
    """Pictures and sentences of a table.

    Args:
        file: `.csv` with a head line, `.jsonl` with one object a line, or `.json` with a list of
            such objects or one object of `name: sentence`. A picture stands in a column `file`,
            `file_name` or `image`; its sentence in `text`, `sentence`, `caption`, `captions` or
            `prompt`, or in `description`, with what it is called in `name`; or its class in
            `label`. A sentence may be a list of several.

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
    said = next((found[column] for column in TEXT_COLUMNS if found.get(column)), None)
    said = said or _described(found)
    label = "" if said else str(found.get(LABEL_COLUMN) or "")
    return Row(name, (sentence_of(label),) if label else _texts(file, number, said), label)


def _texts(file: Path, number: int, said: object) -> tuple[str, ...]:
    texts = [said] if isinstance(said, str) else said
    if not isinstance(texts, list) or not all(isinstance(t, str) and t.strip() for t in texts):
        raise _lacking(file, number, (*TEXT_COLUMNS, _DESCRIPTION, LABEL_COLUMN))
    return tuple(text.strip() for text in texts)


def _described(found: Mapping[str, Any]) -> object:
    """The description, after the name where it does not say it."""
    name, description = found.get(_NAME), found.get(_DESCRIPTION)
    if not (isinstance(name, str) and isinstance(description, str)):
        return description
    return description if name.casefold() in description.casefold() else f"{name}: {description}"


def _lacking(file: Path, number: int, columns: Iterable[str]) -> UserError:
    hint = f"Give each one of {', '.join(columns)}."
    return UserError(ErrorKind.input, f"entry {number} of {file} lacks a column", hint)
