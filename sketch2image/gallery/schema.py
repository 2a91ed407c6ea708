"""The catalog's tables, how they change between versions, and SQLite's faults in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError

_FIRST = (
    "CREATE TABLE meta (uid TEXT NOT NULL, revision INTEGER NOT NULL)",
    "INSERT INTO meta VALUES (lower(hex(randomblob(16))), 0)",
    """CREATE TABLE folders (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, given TEXT NOT NULL)""",
    """CREATE TABLE pictures (
        key TEXT PRIMARY KEY, folder INTEGER NOT NULL REFERENCES folders (id),
        size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, content TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX pictures_by_content ON pictures (content)",
    """CREATE TABLE failures (
        key TEXT PRIMARY KEY, folder INTEGER NOT NULL REFERENCES folders (id),
        size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE vectors (
        id INTEGER PRIMARY KEY AUTOINCREMENT, content TEXT NOT NULL, encoder TEXT NOT NULL,
        vector BLOB NOT NULL, UNIQUE (content, encoder))""",
)

Migrations = tuple[tuple[str, ...], ...]
"""Statements that lead from version n to n + 1, in order; version 0 is an empty file."""

MIGRATIONS: Migrations = (_FIRST,)

VERSION = len(MIGRATIONS)
_BUSY_SECONDS = 30.0

_DAMAGED = (
    ErrorKind.gallery,
    "the catalog is damaged",
    "Remove the gallery and add its folders again; the pictures themselves are not touched.",
)
_UNWRITABLE = (
    ErrorKind.output,
    "the catalog cannot be written",
    "Check the permissions of the folder.",
)
_FAULTS = {
    sqlite3.SQLITE_FULL: (ErrorKind.output, "the disk is full", "Make room and run it again."),
    sqlite3.SQLITE_IOERR: (
        ErrorKind.output,
        "the disk failed to read or write",
        "Make room, check the disk, and run it again.",
    ),
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: _UNWRITABLE,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_BUSY: (
        ErrorKind.gallery,
        "another process is writing to the catalog",
        "Wait until it has finished.",
    ),
}


@contextmanager
def in_words(catalog: Path) -> Iterator[None]:
    """Turn SQLite's faults that a person can put right into `UserError`; others pass unchanged."""
    try:
        yield
    except sqlite3.Error as error:
        fault = _FAULTS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if fault is None:
            raise
        kind, message, hint = fault
        raise UserError(kind, f"{message}: {catalog}", hint) from error


def connect(catalog: Path, migrations: Migrations = MIGRATIONS) -> sqlite3.Connection:
    """Open a catalog file, made or brought up to the newest version where needed.

    Args:
        catalog: the file.
        migrations: of its tables.

    Raises:
        UserError: the file is damaged, cannot be written, or was made by a newer version.
    """
    with in_words(catalog):
        database = sqlite3.connect(catalog, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            _prepare(database, catalog, migrations)
        except BaseException:
            database.close()
            raise
    return database


@contextmanager
def transaction(database: sqlite3.Connection, catalog: Path) -> Iterator[None]:
    """All changes of a `with` are kept, or none.

    Raises:
        UserError: another process writes for too long, or the disk refuses.
    """
    with in_words(catalog):
        database.execute("BEGIN IMMEDIATE")
    try:
        yield
        with in_words(catalog):
            database.execute("COMMIT")
    finally:
        if database.in_transaction:
            database.rollback()


def _prepare(database: sqlite3.Connection, catalog: Path, migrations: Migrations) -> None:
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("PRAGMA foreign_keys = ON")
    if _version(database) == len(migrations):
        return
    with transaction(database, catalog):
        _migrate(database, catalog, migrations)


def _migrate(database: sqlite3.Connection, catalog: Path, migrations: Migrations) -> None:
    found, newest = _version(database), len(migrations)
    if found > newest:
        raise UserError(
            ErrorKind.gallery,
            f"{catalog} was made by a newer version (schema {found}, this one knows {newest})",
            "Update this program.",
        )
    for statement in chain.from_iterable(migrations[found:]):
        database.execute(statement)
    database.execute(f"PRAGMA user_version = {newest}")


def _version(database: sqlite3.Connection) -> int:
    return database.execute("PRAGMA user_version").fetchone()[0]
