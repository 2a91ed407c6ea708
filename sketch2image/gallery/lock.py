"""One process at a time adds to a gallery."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress, Report
from sketch2image.gallery.schema import in_words

PATIENCE = 20.0
"""Seconds to wait for another process before giving up."""

_PAUSE = 0.2


@contextmanager
def writer(store: Path, name: str, report: Report, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the gallery's writer lock; the system frees it even when the process is killed.

    The lock is SQLite's own exclusive lock on an empty file, which works on every platform.

    Raises:
        UserError: another process still holds it after `patience` seconds.
        Cancelled: raised by `report` while waiting.
    """
    file = store / "writer.lock"
    with in_words(file):
        database = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        _wait(database, file, name, report, patience)
        yield
    finally:
        database.close()


def _wait(
    database: sqlite3.Connection, file: Path, name: str, report: Report, patience: float
) -> None:
    end = time.monotonic() + patience
    while not _take(database, file):
        if time.monotonic() >= end:
            raise UserError(
                ErrorKind.gallery,
                f"another process is adding to gallery {name}",
                "Wait until it has finished, then run this again.",
            )
        report(Progress("wait", text=f"waiting for another process to finish with {name}"))
        time.sleep(_PAUSE)


def _take(database: sqlite3.Connection, file: Path) -> bool:
    try:
        with in_words(file):
            database.execute("BEGIN EXCLUSIVE")
    except UserError as error:
        if error.kind is ErrorKind.gallery:
            return False
        raise
    return True
