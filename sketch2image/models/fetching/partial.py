"""A file that is still on its way: `NAME.part`, its digest, and where it came from."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Self

from sketch2image.core.closing import Closing
from sketch2image.core.files import unwritable, write_atomically

_BLOCK = 1 << 20

Moved = Callable[[int], None]
"""Told how many bytes came, negative when they were thrown away; may raise `Cancelled`."""


class Partial(Closing):
    """The unfinished form of `target`, kept over interruptions; a context manager.

    Args:
        target: name that the finished file gets.
        moved: told of every byte, also of those that were there already.

    Attributes:
        size: bytes so far.
        validator: what the server calls this content, see `web.Announced`.
        resumed: whether it began with bytes of an earlier run.

    Raises:
        UserError: the place cannot be written.
    """

    def __init__(self, target: Path, moved: Moved) -> None:
        self.target = target
        self.path = part_of(target)
        self._note = target.with_name(target.name + ".part.json")
        self._moved = moved
        self._file: BinaryIO | None = None
        self.size = 0
        self.resumed = False
        self.validator = ""

    def __enter__(self) -> Self:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _drop_link(self.path)
            self._file = self.path.open("a+b")
        except OSError as error:
            raise unwritable(self.path, error) from error
        try:
            self.validator = self._noted()
            self._read_again(self._file)
        except BaseException:
            self._file.close()
            raise
        return self

    def close(self) -> None:
        """Leave the bytes that came; what a full disk did not take is fetched again."""
        with suppress(OSError):
            self._opened.close()

    @property
    def digest(self) -> str:
        """sha256 of the bytes so far."""
        return self._sha256.hexdigest()

    def write(self, block: bytes) -> None:
        """Add to the end."""
        try:
            self._opened.write(block)
        except OSError as error:
            raise unwritable(self.path, error) from error
        self._count(block)

    def restart(self, validator: str = "") -> None:
        """Throw away what came, and note what the server calls the content that follows."""
        try:
            self._opened.truncate(0)
        except OSError as error:
            raise unwritable(self.path, error) from error
        self._moved(-self.size)
        self._sha256, self.size, self.resumed = hashlib.sha256(), 0, False
        self.validator = validator
        write_atomically(self._note, json.dumps({"validator": validator}).encode())

    def finish(self) -> None:
        """Give the file its name, once it is safely on the disk."""
        try:
            self._opened.flush()
            os.fsync(self._opened.fileno())
            self._opened.close()
            self.path.replace(self.target)
        except OSError as error:
            raise unwritable(self.target, error) from error
        self._note.unlink(missing_ok=True)

    @property
    def _opened(self) -> BinaryIO:
        assert self._file is not None
        return self._file

    def _read_again(self, file: BinaryIO) -> None:
        self._sha256 = hashlib.sha256()
        file.seek(0)
        while block := file.read(_BLOCK):
            self._count(block)
        self.resumed = self.size > 0

    def _count(self, block: bytes) -> None:
        self._sha256.update(block)
        self.size += len(block)
        self._moved(len(block))

    def _noted(self) -> str:
        try:
            return str(json.loads(self._note.read_text("utf-8"))["validator"])
        except (OSError, ValueError, LookupError, TypeError):
            return ""


def part_of(target: Path) -> Path:
    """Where the unfinished form of a file lies."""
    return target.with_name(target.name + ".part")


def _drop_link(part: Path) -> None:
    """What is written here must not change a file elsewhere that has this name too."""
    if part.is_symlink() or (part.is_file() and part.stat().st_nlink > 1):
        part.unlink()
