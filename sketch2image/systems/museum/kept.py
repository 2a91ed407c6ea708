"""Descriptors on disk while they are made, so that a run that was killed goes on."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import unwritable, write_atomically
from sketch2image.core.types import Vectors

_FOLDER, _CARD, _ROWS = "unfinished", "made_of.json", "rows.f32"


class KeptRows:
    """Rows in a file that only grows; its length says how many are done.

    Rows that were made of something else are thrown away.

    Args:
        folder: in which the file lies, in a folder of its own.
        made_of: what rows depend on: network, pictures, sizes.
        dim: length of a row.

    Raises:
        UserError: the place cannot be written.
    """

    def __init__(self, folder: Path, made_of: Mapping[str, str], dim: int) -> None:
        self._folder = folder / _FOLDER
        self._file = self._folder / _ROWS
        self._dim = dim
        if read_card(self._folder / _CARD) != made_of:
            self.discard()
            write_atomically(self._folder / _CARD, json.dumps(dict(made_of)).encode())
        self._shorten()

    @property
    def done(self) -> int:
        """Rows that are there."""
        return self._file.stat().st_size // self._row_bytes

    def add(self, rows: Vectors) -> None:
        """Put (N, dim) float32 rows behind the others; they are on the disk on return.

        Raises:
            UserError: the disk is full.
        """
        try:
            with self._file.open("ab") as stream:
                stream.write(rows.astype("<f4").tobytes())
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise unwritable(self._file, error) from error

    def rows(self) -> Vectors:
        """(N, dim) rows, mapped from the disk."""
        return np.asarray(np.memmap(self._file, "<f4", "r").reshape(-1, self._dim))

    def discard(self) -> None:
        """Delete them.

        Raises:
            UserError: they cannot be deleted.
        """
        try:
            if self._folder.exists():
                shutil.rmtree(self._folder)
        except OSError as error:
            raise unwritable(self._folder, error) from error

    @property
    def _row_bytes(self) -> int:
        return 4 * self._dim

    def _shorten(self) -> None:
        """A row that was only begun goes."""
        try:
            with self._file.open("ab") as stream:
                stream.truncate(stream.tell() // self._row_bytes * self._row_bytes)
        except OSError as error:
            raise unwritable(self._file, error) from error


def read_card(file: Path) -> dict[str, str] | None:
    """What a card says descriptors were made of; None where there is none.

    Raises:
        UserError: it cannot be read.
    """
    try:
        return json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        message = f"cannot read {file}"
        raise UserError(ErrorKind.unreadable, message, "Delete it, and begin again.") from error
