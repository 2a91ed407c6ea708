"""Tables of pictures and sentences: CSV, JSON lines, or one JSON document."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.train.data.wording import sentence_of

SUFFIXES = (".csv", ".jsonl", ".json")
FILE_COLUMNS = ("file", "file_name", "image")
TEXT_COLUMNS = ("text", "sentence", "caption", "captions", "prompt")
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
    read = {".csv": _csv, ".jsonl": _json_lines, ".json": _json}.get(file.suffix.lower())
    if read is None:
        hint = f"Name a file in {', '.join(SUFFIXES)}."
        raise UserError(ErrorKind.input, f"{file} is no table of sentences", hint)
    try:
        objects = list(read(file.read_text("utf-8-sig")))
    except (OSError, ValueError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _unreadable(file, reason.lower()) from error
    return tuple(_row(file, number, found) for number, found in enumerate(objects, 1))


def _csv(text: str) -> Iterable[Mapping[str, Any]]:
    return csv.DictReader(io.StringIO(text, newline=""))


def _json_lines(text: str) -> Iterable[Any]:
    return (json.loads(line) for line in text.split("\n") if line.strip())


def _json(text: str) -> Iterable[Any]:
    document = json.loads(text)
    if isinstance(document, dict):
        return [{"file": name, "text": said} for name, said in document.items()]
    return document


def _row(file: Path, number: int, found: object) -> Row:
    if not isinstance(found, Mapping):
        raise _unreadable(file, f"entry {number} is no object")
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


def _unreadable(file: Path, reason: str) -> UserError:
    hint = "Write it as CSV, JSON lines or JSON, in UTF-8."
    return UserError(ErrorKind.unreadable, f"{file} cannot be read: {reason}", hint)
