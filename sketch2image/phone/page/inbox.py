"""Pictures sent by the phone: each whole and readable in the folder, or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from sketch2image.core.errors import UserError
from sketch2image.core.files import unwritable
from sketch2image.core.pictures import is_picture_name, open_picture
from sketch2image.phone.names import local_name, marked
from sketch2image.phone.page.budget import Budget
from sketch2image.phone.page.options import PageOptions
from sketch2image.phone.page.refusal import Refusal, Refused

_NAMELESS = "picture"
_LOOK = 64
"""Side in pixels that a picture is decoded to, to see that it can be."""

_DATES = range(315_532_800, 4_102_444_800)
"""Seconds since 1970 that every file system can note: the years 1980 to 2099."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True)
class Sent:
    """A picture on its way.

    Attributes:
        name: that the browser gives, anything at all.
        size: in bytes.
        modified: milliseconds since 1970, or 0 when not known.
    """

    name: str
    size: int
    modified: int = 0


@dataclass(frozen=True)
class Arrival:
    """What became of a picture.

    Attributes:
        file: where it lies.
        is_new: False when the same content lay there before.
    """

    file: Path
    is_new: bool


class Inbox:
    """The folder that sent pictures go to.

    Args:
        options: folder and limits.
        on_received: called with each new file, in a thread of the page.

    Attributes:
        received: new files, in order.

    Raises:
        UserError: kind `output`, when the folder cannot be made.
    """

    def __init__(self, options: PageOptions, on_received: Callable[[Path], None]) -> None:
        self._folder = options.inbox
        self._budget = Budget(options)
        self._on_received = on_received
        self._lock = threading.Lock()
        self.received: list[Path] = []
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(self._folder, error) from error

    async def take(self, sent: Sent, chunks: AsyncIterator[bytes]) -> Arrival:
        """Write a picture as it comes; an existing file is never overwritten.

        Args:
            sent: what is announced.
            chunks: its content. Whatever they raise ends the work and leaves nothing behind.

        Raises:
            Refused: it is above a limit, cannot be written, or is no picture.
        """
        from anyio.to_thread import run_sync

        with self._unfinished() as unfinished, self._budget.hold(sent.size):
            with unfinished.open("xb") as file:
                digest = await _write(file, chunks)
            arrival = await run_sync(self._settle, unfinished, sent, digest)
        if arrival.is_new:
            self._budget.spend(sent.size)
            await run_sync(self._on_received, arrival.file)
        return arrival

    @contextmanager
    def _unfinished(self) -> Iterator[Path]:
        file = self._folder / f".{secrets.token_hex(8)}.part"
        try:
            try:
                yield file
            finally:
                file.unlink(missing_ok=True)
        except OSError as error:
            full = error.errno in _FULL
            raise Refused(Refusal.no_room if full else Refusal.unwritable) from error

    def _settle(self, unfinished: Path, sent: Sent, digest: str) -> Arrival:
        with self._lock:
            twin = self._twin(sent.size, digest)
            if twin:
                return Arrival(twin, is_new=False)
            _check_picture(unfinished)
            seconds = sent.modified / 1000
            if int(seconds) in _DATES:
                os.utime(unfinished, (seconds, seconds))
            target = self._free(_safe(sent.name, unfinished), digest)
            unfinished.replace(target)
            self.received.append(target)
        return Arrival(target, is_new=True)

    def _twin(self, size: int, digest: str) -> Path | None:
        with os.scandir(self._folder) as entries:
            alike = [
                Path(entry.path)
                for entry in entries
                if not entry.name.startswith(".") and entry.is_file()
                and entry.stat().st_size == size
            ]  # fmt: skip
        return next((file for file in alike if _digest(file) == digest), None)

    def _free(self, name: str, digest: str) -> Path:
        names = (name, marked(name, digest[:8]), marked(name, digest))
        return next(file for file in map(self._folder.joinpath, names) if not file.exists())


async def _write(file: BinaryIO, chunks: AsyncIterator[bytes]) -> str:
    digest = hashlib.sha256()
    async for chunk in chunks:
        file.write(chunk)
        digest.update(chunk)
    return digest.hexdigest()


def _check_picture(file: Path) -> None:
    try:
        open_picture(file, max_side=_LOOK)
    except UserError as error:
        raise Refused(Refusal.no_picture) from error


def _safe(name: str, content: Path) -> str:
    """A name without folders, which tells that this is a picture."""
    last = local_name(PurePosixPath(name.replace("\\", "/")).name or _NAMELESS)
    return last if is_picture_name(last) else last + _ending(content)


def _ending(content: Path) -> str:
    from PIL import Image

    with Image.open(content) as image:
        return f".{image.format}".lower()


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
