"""Where works are kept: a file beside the catalog of their gallery."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sketch2image.core.closing import Closing
from sketch2image.gallery.schema import Migrations, connect, in_words, transaction
from sketch2image.systems.artworks.work import Work

FILE = "works.sqlite"

_TABLES: Migrations = (
    (
        """CREATE TABLE works (
            key TEXT PRIMARY KEY, content TEXT NOT NULL, told INTEGER NOT NULL,
            work TEXT NOT NULL) WITHOUT ROWID""",
        "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    ),
)

_BELOW = "key >= ? AND key < ?"


@dataclass(frozen=True)
class Held:
    """A work as it is kept.

    Attributes:
        key: resolved posix path of its picture.
        content: sha256 of the bytes of the picture.
        told: whether a row of a table told it, and not its folder and file name.
    """

    key: str
    content: str
    told: bool
    work: Work


@dataclass(frozen=True)
class Making:
    """How the vectors of a collection were made when it was last registered.

    Attributes:
        model: id or folder of the full encoder that was named; empty where none was.
        view: what a DINO saw of a picture, a name of `gallery.views`.
    """

    model: str = ""
    view: str = "dino"


class WorkStore(Closing):
    """An open file of works, used by one thread.

    Raises:
        UserError: from any method, when the file is damaged or the disk refuses.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database = connect(path, _TABLES)

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self._database.close()

    def held(self, below: str = "") -> dict[str, Held]:
        """Works by key; `below` limits them to one folder (a key) and its subfolders."""
        query = f"SELECT * FROM works WHERE {_BELOW} ORDER BY key"
        rows = self._run(query, _ends(below))
        return {
            key: Held(key, content, bool(told), _work(text)) for key, content, told, text in rows
        }

    def of(self, key: str) -> Work | None:
        """The work of one picture; None where it is of none."""
        rows = self._run("SELECT work FROM works WHERE key = ?", (key,))
        return _work(rows[0][0]) if rows else None

    def put(self, below: str, works: Iterable[Held], making: Making) -> None:
        """Keep these works of a folder in place of all that were kept of it."""
        rows = [(one.key, one.content, one.told, _text(one.work)) for one in works]
        with transaction(self._database, self._path):
            self._run(f"DELETE FROM works WHERE {_BELOW}", _ends(below))
            with in_words(self._path):
                self._database.executemany("INSERT INTO works VALUES (?, ?, ?, ?)", rows)
            for fact in asdict(making).items():
                self._run("INSERT OR REPLACE INTO facts VALUES (?, ?)", fact)

    @property
    def making(self) -> Making:
        """How vectors were made last."""
        return Making(**dict(self._run("SELECT name, value FROM facts")))

    def _run(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        with in_words(self._path):
            return self._database.execute(query, values).fetchall()


def _ends(folder: str) -> tuple[str, str]:
    """Between which keys all that lies below a folder is; below none, everything."""
    if not folder:
        return "", chr(sys.maxunicode)
    start = folder.rstrip("/")
    return f"{start}/", f"{start}{chr(ord('/') + 1)}"


def _text(work: Work) -> str:
    return json.dumps(asdict(work), ensure_ascii=False)


def _work(text: str) -> Work:
    return Work(**json.loads(text))
