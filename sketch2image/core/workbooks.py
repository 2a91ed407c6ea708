"""Workbooks of Excel: sheets with a head line in, and out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically

SUFFIX = ".xlsx"
KNOWN_SHEETS = ("Lista-completa",)
"""Of published workbooks: a book that has one is read there, any other at its first sheet."""

_DAMAGE = (zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError, EOFError, SyntaxError)
"""What openpyxl raises for files that are no workbooks; SyntaxError is that of broken XML."""


def read_workbook(file: Path) -> list[dict[str, Any]]:
    """The rows below the head line of a sheet, without empty ones and columns without a name.

    Raises:
        UserError: the file is missing or no workbook, or openpyxl is not installed.
    """
    load_workbook = _openpyxl().load_workbook
    try:
        book = load_workbook(io.BytesIO(file.read_bytes()), read_only=True, data_only=True)
        name = next((one for one in KNOWN_SHEETS if one in book.sheetnames), book.sheetnames[0])
        return _rows(list(book[name].iter_rows(values_only=True)))
    except FileNotFoundError as error:
        hint = "Check the spelling of the path."
        raise UserError(ErrorKind.missing_file, f"no such file: {file}", hint) from error
    except OSError as error:
        raise _unreadable(file, (error.strerror or str(error)).lower()) from error
    except _DAMAGE as error:
        raise _unreadable(file, "it is no workbook, or a damaged one") from error


def write_workbook(file: Path, sheet: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Write one sheet; the columns are those of the first row.

    Raises:
        UserError: the place cannot be written, or openpyxl is not installed.
    """
    book = _openpyxl().Workbook()
    page = book.active
    page.title = sheet
    for number, row in enumerate(rows):
        if not number:
            page.append(list(row))
        page.append(list(row.values()))
    buffer = io.BytesIO()
    book.save(buffer)
    write_atomically(file, buffer.getbuffer())


def _rows(lines: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    if not lines:
        return []
    head = [None if name is None else str(name) for name in lines[0]]
    filled = (line for line in lines[1:] if any(value is not None for value in line))
    return [
        {name: value for name, value in zip(head, line, strict=False) if name is not None}
        for line in filled
    ]


def _openpyxl() -> Any:  # noqa: ANN401 - it has no types
    try:
        import openpyxl
    except ImportError as error:
        message, hint = "workbooks need openpyxl, not installed here", "Run `pip install openpyxl`."
        raise UserError(ErrorKind.dependency, message, hint) from error
    return openpyxl


def _unreadable(file: Path, reason: str) -> UserError:
    hint = "Save it again as .xlsx, or as CSV in UTF-8."
    return UserError(ErrorKind.unreadable, f"{file} cannot be read: {reason}", hint)
