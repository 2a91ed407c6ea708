"""Workbooks in and out, and as tables."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.tables import read_objects
from sketch2image.core.workbooks import read_workbook, write_workbook

ROWS = [{"image_id": "a", "style": "Cubism"}, {"image_id": "b", "style": "모더니즘\nline two"}]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_workbook(tmp_path / "new" / "a.xlsx", "Lista-completa", ROWS)

    assert read_workbook(tmp_path / "new" / "a.xlsx") == ROWS
    assert read_objects(tmp_path / "new" / "a.xlsx") == ROWS


def test_the_known_sheet_is_read_wherever_it_stands(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["other"])
    sheet = book.create_sheet("Lista-completa")
    for row in (["image_id", None, "year"], ["x", "no head", 1901], [None, None, None], ["y"]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")

    assert read_workbook(tmp_path / "a.xlsx") == [
        {"image_id": "x", "year": 1901},
        {"image_id": "y", "year": None},
    ]


def test_an_empty_sheet_has_no_rows(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", "Sheet1", [])

    assert read_workbook(tmp_path / "a.xlsx") == []


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04 cut short", b"name,style\na,b\n"])
def test_what_is_no_workbook_is_one_line(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)

    with pytest.raises(UserError, match="it is no workbook, or a damaged one") as caught:
        read_workbook(tmp_path / "a.xlsx")
    assert caught.value.kind is ErrorKind.unreadable


def test_a_missing_workbook_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file"):
        read_workbook(tmp_path / "a.xlsx")
