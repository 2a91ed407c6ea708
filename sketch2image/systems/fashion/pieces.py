"""Pictures of garments with what is said of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.train.data import hub_sets
from sketch2image.train.data.pairs import photo_files
from sketch2image.train.data.tables import SUFFIXES, Row, read_table


class Piece(NamedTuple):
    """One picture.

    Attributes:
        file: where it lies.
        caption: what is said of it; empty where only its kind is known.
        label: its kind, as the data set spells it; empty where none is known.
    """

    file: Path
    caption: str
    label: str = ""


def pieces(folder: Path, table: Path | None = None) -> tuple[Piece, ...]:
    """Every picture of a folder, with its caption or kind.

    Args:
        folder: pictures with one table of captions or kinds (`tables.read_table`), or in folders
            named by their kind; or a set that the `datasets` library reads.
        table: another table; its names count from `folder`.

    Raises:
        UserError: there are no pictures; a picture of the table is missing, or one of the folder
            has neither caption nor kind; the table cannot be read.
    """
    if table is None and folder.is_dir() and hub_sets.is_data_set(folder):
        return tuple(Piece(file, text) for file, text in hub_sets.from_folder(folder))
    files = photo_files(folder)
    table = table or _own_table(folder)
    if table is None:
        return _by_folder(files, folder.resolve())
    return _by_table(files, folder.resolve(), table)


def _own_table(folder: Path) -> Path | None:
    tables = sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES)
    if len(tables) > 1:
        named = ", ".join(file.name for file in tables[:3])
        message = f"{folder} holds {len(tables)} tables: {named}"
        raise UserError(ErrorKind.input, message, "Name one with --captions.")
    return tables[0] if tables else None


def _by_folder(files: tuple[Path, ...], base: Path) -> tuple[Piece, ...]:
    loose = [file for file in files if file.parent == base]
    if loose:
        hint = "Say it in --captions FILE, or put pictures into folders named by their kind."
        raise _lacking(loose, len(files), hint)
    return tuple(Piece(file, "", file.parent.name) for file in files)


def _by_table(files: tuple[Path, ...], base: Path, table: Path) -> tuple[Piece, ...]:
    rows = {row.name: row for row in reversed(read_table(table))}
    found = {file: _row_of(file, base, rows) for file in files}
    _check_present(rows.values(), set(filter(None, found.values())), table)
    silent = [file for file, row in found.items() if row is None]
    if silent:
        raise _lacking(silent, len(files), f"Add them to {table.name}, or move them elsewhere.")
    return tuple(
        Piece(file, "" if row.label else row.texts[0], row.label)
        for file, row in found.items()
        if row
    )


def _row_of(file: Path, base: Path, rows: dict[str, Row]) -> Row | None:
    return rows.get(file.relative_to(base).as_posix()) or rows.get(file.name)


def _check_present(rows: Iterable[Row], taken: set[Row], table: Path) -> None:
    absent = [row.name for row in rows if row not in taken]
    if absent:
        total = len(absent) + len(taken)
        message = f"{len(absent):,} of {total:,} pictures named in {table} are not there: "
        hint = "Names count from the folder of the pictures."
        raise UserError(ErrorKind.missing_file, message + ", ".join(absent[:3]), hint)


def _lacking(files: list[Path], total: int, hint: str) -> UserError:
    message = f"{len(files):,} of {total:,} pictures have no caption, the first {files[0].name}"
    return UserError(ErrorKind.input, message, hint)
