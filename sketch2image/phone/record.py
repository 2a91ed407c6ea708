"""What was taken from a phone, so that nothing is taken twice and nothing of yours is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sketch2image.core.closing import Closing
from sketch2image.core.files import unwritable
from sketch2image.phone.listing import Remote

_VERSION = 1
_PATIENCE = 5.0
"""Seconds to wait for a program that holds the record, such as a backup."""

_TABLE = """
CREATE TABLE IF NOT EXISTS taken (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, date INTEGER NOT NULL,
    local TEXT NOT NULL, local_size INTEGER NOT NULL, local_date INTEGER NOT NULL
) WITHOUT ROWID
"""


@dataclass(frozen=True)
class Taken:
    """A picture that was taken.

    Attributes:
        remote: how the phone listed it then.
        local: its path below the folder of the phone's pictures.
        size: bytes of the file written.
        date: nanoseconds since 1970 of the file written.
    """

    remote: Remote
    local: str
    size: int
    date: int


class Record(Closing):
    """The pictures taken from one phone: a database beside the folder they lie in.

    A damaged one is put aside; what lies in the folder is then known by its size and date.

    Args:
        folder: of the phone's pictures on this computer.

    Raises:
        UserError: the record cannot be opened.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder.with_name(f"{folder.name}.sqlite3")
        with self._writing():
            try:
                self._database = self._opened()
            except sqlite3.OperationalError:  # busy or a full disk is no damage
                raise
            except sqlite3.DatabaseError:
                self._file.replace(self._file.with_suffix(".damaged"))
                self._database = self._opened()

    def close(self) -> None:
        """Close the database; safe to call twice."""
        self._database.close()

    def all(self) -> dict[str, Taken]:
        """Everything that was taken, by its path on the phone.

        Raises:
            UserError: the record cannot be read.
        """
        with self._writing():
            rows = self._database.execute("SELECT * FROM taken").fetchall()
        return {row[0]: Taken(Remote(*row[:3]), *row[3:]) for row in rows}

    def write(self, remote: Remote, local: str) -> Taken:
        """Note a picture that lies at `local` now.

        Raises:
            UserError: the record cannot be written.
        """
        with self._writing():
            found = (self._folder / local).stat()
            taken = Taken(remote, local, found.st_size, found.st_mtime_ns)
            self._database.execute(
                "INSERT OR REPLACE INTO taken VALUES (?, ?, ?, ?, ?, ?)",
                (remote.path, remote.size, remote.date, local, taken.size, taken.date),
            )
        return taken

    def forget(self, paths: Sequence[str]) -> None:
        """Strike out pictures by their paths on the phone.

        Raises:
            UserError: the record cannot be written.
        """
        with self._writing():
            self._database.executemany(
                "DELETE FROM taken WHERE path = ?", [(path,) for path in paths]
            )

    def is_as_taken(self, taken: Taken) -> bool:
        """Whether the file on this computer is still the one that was written."""
        try:
            found = (self._folder / taken.local).stat()
        except OSError:
            return False
        return (found.st_size, found.st_mtime_ns) == (taken.size, taken.date)

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._file, _PATIENCE, isolation_level=None)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute(_TABLE)
            database.execute(f"PRAGMA user_version = {_VERSION}")
            (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                raise sqlite3.DatabaseError(found)
        except sqlite3.Error:
            database.close()
            raise
        return database

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise unwritable(self._file, OSError(str(error))) from error
        except OSError as error:
            raise unwritable(error.filename or self._file, error) from error
