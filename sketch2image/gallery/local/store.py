"""Local features of the pictures of a gallery, by the digest of their content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sketch2image.core.closing import Closing
from sketch2image.core.types import Vectors
from sketch2image.gallery.local.aggregate import Codebook
from sketch2image.gallery.local.features import LENGTH, VERSION, LocalFeatures
from sketch2image.gallery.schema import Migrations, connect, in_words, transaction

FILE = "features.sqlite"
"""Name of the file in the folder of a gallery's state."""

_TABLES: Migrations = (
    (
        """CREATE TABLE features (
            content TEXT NOT NULL, version TEXT NOT NULL, width REAL NOT NULL, height REAL NOT NULL,
            points BLOB NOT NULL, descriptors BLOB NOT NULL, aggregate BLOB NOT NULL,
            PRIMARY KEY (content, version))""",
    ),
)
_STEPS = np.float32(65535)
_CHUNK = 500
"""Contents in one statement; SQLite allows 999 variables even in old builds."""


class FeatureStore(Closing):
    """An open file of features, used by one thread; about 70 kB a picture.

    Args:
        file: made when missing.
        codebook: for the one vector of each picture.

    Raises:
        UserError: from any method, when the file is damaged or the disk refuses.
    """

    def __init__(self, file: Path, codebook: Codebook) -> None:
        self._file = file
        self.codebook = codebook
        self._version = f"{VERSION}-{codebook.version}"
        self._database = connect(file, _TABLES)

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self._database.close()

    def lacking(self, contents: Iterable[str]) -> list[str]:
        """Those of some contents that have no features of this version, in their order."""
        held = {row[0] for row in self._rows(_HELD, (self._version,))}
        return [content for content in contents if content not in held]

    def put(self, found: Sequence[tuple[str, LocalFeatures]]) -> None:
        """Keep features by content; all of them, or none."""
        rows = [
            (content, self._version, *one.size, *self._packed(one)) for content, one in found
        ]  # fmt: skip
        with transaction(self._database, self._file), in_words(self._file):
            self._database.executemany(_PUT, rows)

    def keep_only(self, contents: Iterable[str]) -> None:
        """Drop what belongs to none of these contents."""
        wanted = set(contents)
        held = [row[0] for row in self._rows("SELECT content FROM features", ())]
        gone = [(content,) for content in held if content not in wanted]
        with in_words(self._file):
            self._database.executemany("DELETE FROM features WHERE content = ?", gone)

    def get(self, contents: Sequence[str]) -> dict[str, LocalFeatures]:
        """Features of those of some contents that are held."""
        return {row[0]: _unpacked(*row[1:]) for row in self._each(_GET, contents)}

    def aggregates(self) -> tuple[list[str], Vectors]:
        """All contents held, in order, and their (N, D) aggregates: unit rows."""
        rows = self._rows(_AGGREGATES, (self._version,))
        blobs = b"".join(row[1] for row in rows)
        packed = np.frombuffer(blobs, np.float16).reshape(len(rows), self.codebook.dim)
        return [row[0] for row in rows], packed.astype(np.float32)

    def _packed(self, one: LocalFeatures) -> tuple[bytes, bytes, bytes]:
        points = np.round(one.points.clip(0, 1) * _STEPS).astype(np.uint16)
        aggregate = self.codebook.aggregate(one).astype(np.float16)
        return points.tobytes(), one.descriptors.tobytes(), aggregate.tobytes()

    def _each(self, query: str, contents: Sequence[str]) -> list[Any]:
        rows: list[Any] = []
        for start in range(0, len(contents), _CHUNK):
            chunk = contents[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            rows += self._rows(query.format(marks), (self._version, *chunk))
        return rows

    def _rows(self, query: str, values: Sequence[object]) -> list[Any]:
        with in_words(self._file):
            return self._database.execute(query, values).fetchall()


_HELD = "SELECT content FROM features WHERE version = ?"
_PUT = "INSERT OR REPLACE INTO features VALUES (?, ?, ?, ?, ?, ?, ?)"
_GET = (
    "SELECT content, width, height, points, descriptors FROM features "
    "WHERE version = ? AND content IN ({})"
)
_AGGREGATES = "SELECT content, aggregate FROM features WHERE version = ? ORDER BY content"


def _unpacked(width: float, height: float, points: bytes, descriptors: bytes) -> LocalFeatures:
    places = np.frombuffer(points, np.uint16).reshape(-1, 2).astype(np.float32) / _STEPS
    rows = np.frombuffer(descriptors, np.uint8).reshape(-1, LENGTH)
    return LocalFeatures(places, rows, (width, height))
