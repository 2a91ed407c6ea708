"""Tables a person keeps: CSV, JSON, or a workbook, read into objects."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from sketch2image.core import workbooks
from sketch2image.core.errors import ErrorKind, UserError

FILE, TEXT = "file", "text"
"""Columns that the entries of a JSON object get: its names, and its values that are no objects."""

_SEPARATORS = ",;\t"


def read_objects(file: Path) -> list[Any]:
    """The entries of a table.

    Args:
        file: `.csv`, `.tsv` or `.txt` with a head line, columns parted by commas, semicolons or
            tabs; `.jsonl` or `.ndjson` with one object a line; `.json` with a list of objects or
            one object of `name: entry`; `.xlsx` with a head line.

    Returns:
        Of CSV dictionaries of text, of workbooks dictionaries of values, of JSON whatever the
        entries are: the caller checks.

    Raises:
        UserError: the file is missing, of another kind, not UTF-8 or not well formed.
    """
    if file.suffix.lower() == workbooks.SUFFIX:
        return list(workbooks.read_workbook(file))
    read = _READERS.get(file.suffix.lower())
    if read is None:
        raise UserError(ErrorKind.input, f"{file} is no table", f"Name a file in {_KINDS}.")
    try:
        return list(read(file.read_text("utf-8-sig")))
    except FileNotFoundError as error:
        hint = "Check the spelling of the path."
        raise UserError(ErrorKind.missing_file, f"no such file: {file}", hint) from error
    except UnicodeDecodeError as error:
        raise unreadable(file, "it is not UTF-8 text") from error
    except (OSError, ValueError, RecursionError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise unreadable(file, reason.lower()) from error


def unreadable(file: Path, reason: str) -> UserError:
    """The error for a table that is not what it should be."""
    hint = "Write it as CSV, JSON lines or JSON, in UTF-8."
    return UserError(ErrorKind.unreadable, f"{file} cannot be read: {reason}", hint)


def _csv(text: str) -> Iterable[dict[str | Any, Any]]:
    """The separator is the one that parts the head line into most columns."""
    counts = {mark: len(_head(text, mark)) for mark in _SEPARATORS}
    separator = max(_SEPARATORS, key=counts.__getitem__)
    return csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)


def _head(text: str, separator: str) -> list[str]:
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])


def _json_lines(text: str) -> Iterable[Any]:
    return (json.loads(line) for line in text.split("\n") if line.strip())


def _json(text: str) -> Iterable[Any]:
    document = json.loads(text)
    if isinstance(document, Mapping):
        return [_named(name, entry) for name, entry in document.items()]
    if not isinstance(document, list):
        raise ValueError("it holds neither a list nor an object")
    return document


def _named(name: str, entry: object) -> dict[str, Any]:
    return {FILE: name, **(entry if isinstance(entry, Mapping) else {TEXT: entry})}


_READERS: dict[str, Callable[[str], Iterable[Any]]] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".txt": _csv,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".json": _json,
}

_KINDS = ", ".join((*_READERS, workbooks.SUFFIX))
