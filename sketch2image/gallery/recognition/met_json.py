"""The JSON files of The Met dataset, checked entry by entry."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError

Row = tuple[str, int]
"""Path and class id of one entry; -1 for an entry without a class."""

_GET = "Get the ground truth of The Met dataset again."
_QUERY_KEYS = ("MET_id", "photographer", "category")


def database_rows(folder: Path, name: str, other: str) -> list[Row]:
    """Entries of a database: objects of `id` and `path`.

    Args:
        folder: where the file lies.
        name: of the file, without `.gz`.
        other: the database that is there when the wrong one was asked for.

    Raises:
        UserError: missing, no JSON, empty, or no database.
    """
    file = _find(folder, name, _hint_for(folder, other))
    return _rows(file, _database_row)


def query_rows(folder: Path, name: str) -> list[Row]:
    """Entries of queries: objects of `path` and, unless they are distractors, `MET_id`.

    Raises:
        UserError: missing, no JSON, empty, no queries, or distractors only.
    """
    file = _find(folder, name, "Name the folder of the ground truth with --info-dir.")
    rows = _rows(file, _query_row)
    if all(label < 0 for _, label in rows):
        raise UserError(ErrorKind.input, f"no query of {file} has a `MET_id`", _GET)
    return rows


def _find(folder: Path, name: str, hint: str) -> Path:
    if not folder.is_dir():
        message = f"no folder of ground truth at {folder}"
        raise UserError(ErrorKind.missing_file, message, "Name it with --info-dir.")
    for file in (folder / name, folder / f"{name}.gz"):
        if file.is_file():
            return file
    raise UserError(ErrorKind.missing_file, f"{folder} holds neither {name} nor {name}.gz", hint)


def _hint_for(folder: Path, other: str) -> str:
    if not any((folder / name).is_file() for name in (other, f"{other}.gz")):
        return "Name the folder of the ground truth with --info-dir."
    option = "Give --mini" if other.startswith("mini") else "Leave out --mini"
    return f"{option}: {other} is there."


def _rows(file: Path, row: Callable[[Path, int, dict[str, Any]], Row]) -> list[Row]:
    entries = _parse(file)
    if not isinstance(entries, list):
        raise _wrong(file, "is no list of pictures")
    if not entries:
        raise _wrong(file, "is an empty list")
    return [row(file, place, _object(file, place, one)) for place, one in enumerate(entries, 1)]


def _parse(file: Path) -> object:
    try:
        data = file.read_bytes()
        text = gzip.decompress(data) if file.suffix == ".gz" else data
        return json.loads(text)
    except (OSError, EOFError, zlib.error) as error:
        raise UserError(ErrorKind.unreadable, f"{file} cannot be read", _GET) from error
    except (ValueError, RecursionError) as error:
        raise UserError(ErrorKind.unreadable, f"{file} is not JSON", _GET) from error


def _object(file: Path, place: int, entry: object) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise _wrong(file, f"has no object at entry {place}")
    if not isinstance(entry.get("path"), str) or not entry["path"]:
        raise _wrong(file, f"has no `path` at entry {place}")
    return entry


def _database_row(file: Path, place: int, entry: dict[str, Any]) -> Row:
    if any(key in entry for key in _QUERY_KEYS):
        raise _wrong(file, "holds queries, not a database")
    return entry["path"], _class_id(file, place, entry, "id")


def _query_row(file: Path, place: int, entry: dict[str, Any]) -> Row:
    if "MET_id" in entry:
        return entry["path"], _class_id(file, place, entry, "MET_id")
    if "id" in entry:
        raise _wrong(file, "holds a database, not queries")
    return entry["path"], -1


def _class_id(file: Path, place: int, entry: dict[str, Any], key: str) -> int:
    if key not in entry:
        raise _wrong(file, f"has no `{key}` at entry {place}")
    value = entry[key]
    if type(value) is not int or not 0 <= value < 2**63:
        raise _wrong(file, f"has {value!r} for `{key}` at entry {place}, not a number from 0 on")
    return value


def _wrong(file: Path, what: str) -> UserError:
    return UserError(ErrorKind.input, f"{file} {what}", _GET)
