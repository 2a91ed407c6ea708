"""Take single pictures: under another name first, then checked, dated and renamed."""

from __future__ import annotations

import os
import posixpath
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sketch2image.core.files import unwritable
from sketch2image.core.progress import Progress, Report, seconds_left
from sketch2image.phone.folders import beneath
from sketch2image.phone.listing import UNKNOWN, Remote
from sketch2image.phone.names import local_path, marked
from sketch2image.phone.record import Record, Taken
from sketch2image.phone.transfer import Files, Refused

_UNFINISHED = ".part"
_LATEST = 2**32 - 1
"""Seconds since 1970 that every file system takes; a phone's clock may stand anywhere."""

_REPORT_SECONDS = 0.1
_TRIES = 2


class _Short(Exception):
    """Less or more came than the phone says the file has."""


@dataclass
class Puller:
    """Takes pictures one after the other; one that cannot be taken does not keep the rest back.

    Args:
        files: of the phone.
        record: where each is noted.
        folder: where they go.
        report: counts pictures; may raise `Cancelled`.

    Attributes:
        pulled: pictures taken.
        bytes: of them.
        failed: (path on the phone, reason).
    """

    files: Files
    record: Record
    folder: Path
    report: Report
    pulled: int = 0
    bytes: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    _done: int = 0
    _wanted: int = 0
    _bytes_wanted: int = 0
    _begun: float = 0.0
    _told: float = 0.0

    def pull(self, due: Sequence[Remote], known: dict[str, Taken]) -> None:
        """Take the pictures due.

        Args:
            due: in the order to take them.
            known: what was taken before, by path.

        Raises:
            UserError: the phone stopped answering, or this computer's folder cannot be written.
            Cancelled: raised by `report`.
        """
        self._clean()
        self._wanted = len(due)
        self._bytes_wanted = sum(max(one.size, 0) for one in due)
        self._begun = time.monotonic()
        for number, remote in enumerate(due):
            self._done = number
            if not self._take(remote, known.get(remote.path)):
                self._bytes_wanted -= max(remote.size, 0)
            self._done = number + 1
            self._tell(remote, 0, now=True)

    def _clean(self) -> None:
        """What a killed sync left; nobody else is at it, for the folder is locked."""
        with writing(self.folder):
            for left in self.folder.glob(f"*{_UNFINISHED}"):
                left.unlink(missing_ok=True)

    def _take(self, remote: Remote, before: Taken | None) -> bool:
        with writing(self.folder):
            local = self._place(remote, before)
        if local is None:
            return False
        for tries_left in reversed(range(_TRIES)):
            try:
                size = self._copy(remote, self.folder / local)
            except Refused as error:
                self.failed.append((remote.path, error.reason))
                return False
            except _Short as error:
                if not tries_left:
                    self.failed.append((remote.path, str(error)))
            else:
                self.record.write(remote, local)
                self.pulled += 1
                self.bytes += size
                return True
        return False

    def _place(self, remote: Remote, before: Taken | None) -> str | None:
        """Where it goes; None where the very file already lies there, and is noted now."""
        local = before.local if before else local_path(beneath(remote.path))
        file = self.folder / local
        if not file.exists() or (before and self.record.is_as_taken(before)):
            return local
        if _is_that(file, remote):  # without a record, or killed before it was noted
            self.record.write(remote, local)
            return None
        *folders, name = local.split("/")
        return "/".join([*folders, marked(name, secrets.token_hex(4))])

    def _copy(self, remote: Remote, target: Path) -> int:
        """Bytes of the file that lies at `target` afterward; nothing does where this raises."""
        unfinished = self.folder / f"{secrets.token_hex(8)}{_UNFINISHED}"
        try:
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                size = self._receive(remote, unfinished)
                date = self._checked_date(remote, size)
                os.utime(unfinished, (date, date))
                unfinished.replace(target)
            finally:
                unfinished.unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(target, error) from error
        return size

    def _receive(self, remote: Remote, unfinished: Path) -> int:
        size = 0
        with unfinished.open("xb") as file:
            for piece in self.files.receive(remote.path):
                file.write(piece)
                size += len(piece)
                self._tell(remote, size)
        return size

    def _checked_date(self, remote: Remote, size: int) -> int:
        """MediaStore may be behind: where the size differs from it, the file itself is asked."""
        date = remote.date
        if size != remote.size or not date:
            there = self.files.stat(remote.path)
            if there.size != size:
                raise _Short(f"{size} of its {there.size} bytes came")
            date = there.date if remote.size != UNKNOWN else date or there.date
        return min(max(date, 0), _LATEST)

    def _tell(self, remote: Remote, came: int, now: bool = False) -> None:
        if not now and time.monotonic() - self._told < _REPORT_SECONDS:
            return
        self._told = time.monotonic()
        came += self.bytes
        amount = f"{came / 1e6:,.1f} of {self._bytes_wanted / 1e6:,.1f} MB"
        text = f"{amount}  {_in_one_line(remote.path)}"
        left = seconds_left(self._begun, came, self._bytes_wanted)
        self.report(Progress("phone", self._done, self._wanted, text, left))


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Tell what this computer refuses as a line for people.

    Raises:
        UserError: kind `output`.
    """
    try:
        yield
    except OSError as error:
        raise unwritable(error.filename or folder, error) from error


def _is_that(file: Path, remote: Remote) -> bool:
    found = file.stat()
    return found.st_size == remote.size and int(found.st_mtime) == remote.date


def _in_one_line(path: str) -> str:
    return " ".join(posixpath.basename(path).split())
