"""Which pictures a gallery holds, and the vector of each content under each encoder.

A picture is known by its resolved path, a vector by the sha256 of the file's bytes and the
encoder's fingerprint: renamed and copied pictures need no new vector, and changing the encoder
loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Vectors
from sketch2image.gallery.protocol import Ids
from sketch2image.gallery.schema import connect, in_words, transaction

_VECTOR = np.dtype("<f4")
_CHUNK = 500
"""Ids in one statement; SQLite allows 999 variables even in old builds."""

_LIVE = "SELECT DISTINCT content FROM pictures"


class Folder(NamedTuple):
    """A folder of the gallery: its resolved posix path and the spelling it was given in."""

    id: int
    key: str
    given: str


class Place(NamedTuple):
    """A picture by its key and the id of its folder."""

    key: str
    folder: int


class Entry(NamedTuple):
    """A picture as it was when last read; `content` is the sha256 of its bytes."""

    key: str
    folder: int
    size: int
    mtime_ns: int
    content: str


class Failure(NamedTuple):
    """A file that could not be read, as it was then, and why."""

    key: str
    folder: int
    size: int
    mtime_ns: int
    reason: str


@dataclass(frozen=True)
class Counts:
    """How much a catalog holds; `vectors` by encoder fingerprint."""

    pictures: int
    contents: int
    failed: int
    vectors: Mapping[str, int]


class Catalog:
    """An open catalog file, used by one thread.

    Raises:
        UserError: from any method, when the file is damaged or the disk refuses.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database = connect(path)

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self._database.close()

    @property
    def uid(self) -> str:
        """Random name of this catalog, its own even if a gallery of the same name is made anew."""
        return self._rows("SELECT uid FROM meta")[0][0]

    @property
    def revision(self) -> int:
        """Grows with every change."""
        return self._rows("SELECT revision FROM meta")[0][0]

    @contextmanager
    def change(self) -> Iterator[None]:
        """One transaction: all of it is kept, or nothing; the revision grows if rows changed."""
        with transaction(self._database, self._path):
            before = self._database.total_changes
            yield
            if self._database.total_changes > before:
                self._run("UPDATE meta SET revision = revision + 1")

    def put_folder(self, key: str, given: str) -> Folder:
        """The folder of this resolved path, noted under the spelling given last."""
        self._run(
            "INSERT INTO folders (key, given) VALUES (?, ?) ON CONFLICT (key) "
            "DO UPDATE SET given = excluded.given WHERE given <> excluded.given",
            (key, given),
        )
        return next(folder for folder in self.folders() if folder.key == key)

    def folders(self) -> list[Folder]:
        """All folders, in the order they were first added."""
        return [
            Folder(*row) for row in self._rows("SELECT id, key, given FROM folders ORDER BY id")
        ]

    def entries(self, below: str = "") -> dict[str, Entry]:
        """Pictures by key; `below` limits them to one folder (a key) and its subfolders."""
        return {row[0]: Entry(*row) for row in self._below("pictures", below)}

    def failures(self, below: str = "") -> dict[str, Failure]:
        """Unreadable files by key; `below` as in `entries`."""
        return {row[0]: Failure(*row) for row in self._below("failures", below)}

    def put_entries(self, entries: Iterable[Entry]) -> None:
        """Note pictures that were read, new or again."""
        rows = list(entries)
        self._many("INSERT OR REPLACE INTO pictures VALUES (?, ?, ?, ?, ?)", rows)
        self._many("DELETE FROM failures WHERE key = ?", [(row.key,) for row in rows])

    def put_failures(self, failures: Iterable[Failure]) -> None:
        """Note files that could not be read; what they once held is forgotten."""
        rows = list(failures)
        self._many("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?)", rows)
        self._many("DELETE FROM pictures WHERE key = ?", [(row.key,) for row in rows])

    def forget(self, keys: Iterable[str]) -> None:
        """Drop pictures and failures of these keys; their vectors stay until `drop_orphans`."""
        rows = [(key,) for key in keys]
        self._many("DELETE FROM pictures WHERE key = ?", rows)
        self._many("DELETE FROM failures WHERE key = ?", rows)

    def drop_orphans(self) -> None:
        """Drop vectors of contents that no picture has any more."""
        self._run(f"DELETE FROM vectors WHERE content NOT IN ({_LIVE})")

    def put_vectors(self, encoder: str, contents: Sequence[str], vectors: Vectors) -> None:
        """Keep the (N, D) vectors of N contents under an encoder's fingerprint."""
        blobs = (vector.astype(_VECTOR).tobytes() for vector in vectors)
        self._many(
            "INSERT OR IGNORE INTO vectors (content, encoder, vector) VALUES (?, ?, ?)",
            [(content, encoder, blob) for content, blob in zip(contents, blobs, strict=True)],
        )

    def encoded(self, encoder: str) -> set[str]:
        """Contents that have a vector by this encoder."""
        rows = self._rows("SELECT content FROM vectors WHERE encoder = ?", (encoder,))
        return {content for (content,) in rows}

    def vector_ids(self, encoder: str) -> Ids:
        """Ids of this encoder's vectors that belong to at least one picture, ascending."""
        rows = self._rows(
            f"SELECT id FROM vectors WHERE encoder = ? AND content IN ({_LIVE}) ORDER BY id",
            (encoder,),
        )
        return np.fromiter((row[0] for row in rows), np.int64, len(rows))

    def vectors(self, ids: Ids, dim: int) -> NDArray[np.float32]:
        """(N, dim) vectors of N ids, in their order."""
        found = dict(self._each("SELECT id, vector FROM vectors WHERE id IN ({})", ids.tolist()))
        blobs = b"".join(found[number] for number in ids.tolist())
        return np.frombuffer(blobs, _VECTOR).reshape(len(ids), dim).astype(np.float32)

    def keys_of(self, ids: Sequence[int]) -> list[tuple[int, str, int]]:
        """(vector id, picture key, folder id) of every picture behind these vectors."""
        return self._each(
            "SELECT v.id, p.key, p.folder FROM vectors v JOIN pictures p ON p.content = v.content "
            "WHERE v.id IN ({})",
            ids,
        )

    def contents_of(self, ids: Sequence[int]) -> list[tuple[int, str]]:
        """(vector id, content) of these vectors."""
        return self._each("SELECT id, content FROM vectors WHERE id IN ({})", ids)

    def missing(self, encoder: str) -> int:
        """Pictures that have no vector by this encoder."""
        return self._rows(
            "SELECT count(*) FROM pictures WHERE content NOT IN "
            "(SELECT content FROM vectors WHERE encoder = ?)",
            (encoder,),
        )[0][0]

    def counts(self) -> Counts:
        """How much is held."""
        pictures, contents = self._rows("SELECT count(*), count(DISTINCT content) FROM pictures")[0]
        failed = self._rows("SELECT count(*) FROM failures")[0][0]
        vectors = self._rows("SELECT encoder, count(*) FROM vectors GROUP BY encoder ORDER BY 1")
        return Counts(pictures, contents, failed, dict(vectors))

    def faults(self) -> list[str]:
        """What SQLite's own integrity check finds; empty when all is well."""
        lines = [row[0] for row in self._rows("PRAGMA integrity_check")]
        return [line for line in lines if line != "ok"]

    def _below(self, table: str, folder: str) -> list[tuple[Any, ...]]:
        if not folder:
            return self._rows(f"SELECT * FROM {table} ORDER BY key")
        start = folder.rstrip("/") + "/"
        end = start[:-1] + chr(ord("/") + 1)
        query = f"SELECT * FROM {table} WHERE key >= ? AND key < ? ORDER BY key"
        return self._rows(query, (start, end))

    def _each(self, query: str, ids: Sequence[int]) -> list[Any]:
        rows: list[Any] = []
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            rows += self._rows(query.format(",".join("?" * len(chunk))), chunk)
        return rows

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        with in_words(self._path):
            return self._database.execute(query, values).fetchall()

    def _run(self, query: str, values: Sequence[object] = ()) -> None:
        with in_words(self._path):
            self._database.execute(query, values)

    def _many(self, query: str, rows: Sequence[Sequence[object]]) -> None:
        with in_words(self._path):
            self._database.executemany(query, rows)
