"""MediaStore: rows about the pictures and films that were scanned."""

from __future__ import annotations

import itertools
import posixpath
import re
import sqlite3
import time
from typing import Any

from tests.phone.galaxy.faults import Faults
from tests.phone.galaxy.files import ROOT, Files, canonical

COLUMNS = (
    "_id", "_data", "_size", "date_modified", "date_added", "mime_type", "_display_name",
    "relative_path", "is_pending",
)  # fmt: skip
_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".gif": "image/gif",
    ".mp4": "video/mp4",
}
_COLLECTIONS = {
    "images/media": "mime_type LIKE 'image/%'",
    "video/media": "mime_type LIKE 'video/%'",
    "file": "1",
}
_URI = re.compile(
    rf"content://media/external(?:_primary)?/({'|'.join(_COLLECTIONS)})(?:/(\d+))?/?(?:\?.*)?"
)
_FIRST_ID = 1_000_000_031


class MediaStore:
    """What the phone's gallery knows; it learns of changes only through a scan."""

    def __init__(self, files: Files, faults: Faults) -> None:
        self._files = files
        self._faults = faults
        self._rows: dict[str, dict[str, Any]] = {}
        self._ids = itertools.count(_FIRST_ID)

    def rows(self) -> list[dict[str, Any]]:
        """Every row, by column."""
        lies = {canonical(path): size for path, size in self._faults.wrong_sizes.items()}
        return [
            row | {"_size": lies.get(path, row["_size"])} for path, row in list(self._rows.items())
        ]

    def scan(self, path: str) -> int | None:
        """Look at one file again.

        Returns:
            Its id, or None where there is no picture or film.
        """
        path = canonical(path)
        file = self._files.find(path)
        if file is None or self._files.is_folder(path) or not self._is_shown(path):
            self._rows.pop(path, None)
            return None
        row = self._rows.get(path) or self._rows.setdefault(path, self._new_row(path))
        row.update(_size=file.size, date_modified=file.mtime)
        return row["_id"]

    def scan_all(self) -> None:
        """Look at every file, and at every row whose file may be gone."""
        for path in {*self._rows, *self._files.below(ROOT)}:
            self.scan(path)

    def query(self, uri: str, columns: str, where: str, sort: str) -> list[tuple[Any, ...]]:
        """Rows of a collection, found by a real SQL engine.

        Args:
            uri: of a collection, or of one row in it.
            columns: wanted ones, separated by commas.
            where: SQL condition.
            sort: SQL order.

        Raises:
            sqlite3.Error: the SQL is wrong.
            LookupError: there is no such collection.
        """
        table = sqlite3.connect(":memory:")
        try:
            table.execute(f"CREATE TABLE media ({', '.join(COLUMNS)})")
            marks = ", ".join(f":{column}" for column in COLUMNS)
            table.executemany(f"INSERT INTO media VALUES ({marks})", self.rows())
            condition = f"({_condition(uri)}) AND ({where})"
            return table.execute(
                f"SELECT {columns} FROM media WHERE {condition} ORDER BY {sort}"
            ).fetchall()
        finally:
            table.close()

    def has(self, uri: str) -> bool:
        """Whether a URI is that of a row."""
        matched = _URI.fullmatch(uri)
        return bool(matched and matched[2] and self.query(uri, "_id", "1", "_id"))

    def _new_row(self, path: str) -> dict[str, Any]:
        folder, name = posixpath.split(path)
        return dict.fromkeys(COLUMNS) | {
            "_id": next(self._ids),
            "_data": path,
            "date_added": int(time.time()) + self._faults.clock,
            "mime_type": _mime_type(path),
            "_display_name": name,
            "relative_path": f"{folder.removeprefix(ROOT).lstrip('/')}/",
            "is_pending": 0,
        }

    def _is_shown(self, path: str) -> bool:
        """Hidden files and folders are left out, and folders that say `.nomedia`."""
        inside = path.removeprefix(f"{ROOT}/")
        if _mime_type(path) is None or any(part.startswith(".") for part in inside.split("/")):
            return False
        folders = itertools.accumulate(inside.split("/")[:-1], posixpath.join)
        return not any(self._files.find(f"{ROOT}/{folder}/.nomedia") for folder in folders)


def _mime_type(path: str) -> str | None:
    return _TYPES.get(posixpath.splitext(path)[1].lower())


def _condition(uri: str) -> str:
    matched = _URI.fullmatch(uri)
    if matched is None:
        raise LookupError(f"Unknown or unsupported URL: {uri}")
    return _COLLECTIONS[matched[1]] + (f" AND _id = {matched[2]}" if matched[2] else "")
