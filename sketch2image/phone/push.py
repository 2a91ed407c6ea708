"""Send a picture to the phone so that its gallery shows it.

Under a hidden name first; size and content are checked, then it gets its name and is scanned.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import platform
import posixpath
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.lock import alone
from sketch2image.core.paths import home
from sketch2image.core.pictures import is_picture_name
from sketch2image.core.progress import Progress, Report, seconds_left, silent
from sketch2image.phone import media
from sketch2image.phone.device import Phone
from sketch2image.phone.folders import SENT_TO
from sketch2image.phone.shell import run
from sketch2image.phone.sync import pictures_of
from sketch2image.phone.transfer import CHUNK, Files, Refused

SENT = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}(-\d+)?\.\w+")
"""Names they get; a gallery puts edited copies and others' pictures beside them."""

_HASHES = {"sha256sum": hashlib.sha256, "md5sum": hashlib.md5}
"""Programs of the phone that tell what arrived, the better first."""

_UNFINISHED = ".part"
_HASH_SECONDS = 60.0
_PATIENCE = 20.0
"""Seconds to wait for another process that is sending."""


@dataclass(frozen=True)
class Pushed:
    """A picture on the phone.

    Attributes:
        path: full path there.
        uri: what a viewer opens; empty where MediaStore did not take it in, and the phone's
            gallery will show it only later.
    """

    path: str
    uri: str


def push(phone: Phone, picture: str | os.PathLike[str], report: Report = silent) -> Pushed:
    """Copy a picture to the phone under a new name; nothing there is overwritten.

    Args:
        phone: where to.
        picture: a file of this computer.
        report: counts bytes.

    Raises:
        UserError: kind `phone`, when it stopped answering, is full, or not all of it arrived
            whole; kind `unreadable`, when the picture cannot be read; kind `input`, for no
            picture.
        Cancelled: raised by `report`; nothing is left on the phone.
    """
    content = _read(Path(picture))
    name = f"{time.strftime('%Y%m%d-%H%M%S')}-{hashlib.sha256(content).hexdigest()[:8]}"
    ending = Path(picture).suffix.lower()
    with alone(_lock(phone), ErrorKind.phone, _PATIENCE), Files(phone) as files:
        _clean(phone, files)
        hidden = f"{SENT_TO}/{_mark()}{name}{ending}{_UNFINISHED}"
        try:
            _send(files, hidden, content, Counting(Path(picture).name, len(content), report))
            _check(phone, files, hidden, content)
            path = _renamed(phone, files, hidden, name, ending)
        except BaseException:
            _drop(phone, hidden)
            raise
    report(Progress("phone", text="showing it in the phone's gallery"))
    return Pushed(path, _scanned(phone, path))


def check(picture: str | os.PathLike[str]) -> None:
    """Refuse a file that `push` would refuse, before anything is sent.

    Raises:
        UserError: kind `unreadable`, when it cannot be read; kind `input`, for no picture.
    """
    _read(Path(picture))


def _read(file: Path) -> bytes:
    if not is_picture_name(file.name):
        hint = "Its gallery shows PNG, JPEG, WebP, GIF and HEIC files, by their ending."
        raise UserError(ErrorKind.input, f"{file} is no picture that a phone shows", hint)
    try:
        return file.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{file} cannot be read: {reason}"
        raise UserError(ErrorKind.unreadable, message, "Look whether it was moved.") from error


def _lock(phone: Phone) -> Path:
    pictures = pictures_of(phone)
    return pictures.with_name(f"{pictures.name}.push")


def _mark() -> str:
    """Begins the hidden names of whom `_lock` keeps apart, so that others' are left alone."""
    place = f"{platform.node()}{home()}"
    return f".{hashlib.sha256(place.encode()).hexdigest()[:6]}-"


def _clean(phone: Phone, files: Files) -> None:
    """Drop what a cut or killed push of this computer left."""
    for entry in files.list(SENT_TO):
        if entry.name.startswith(_mark()) and entry.name.endswith(_UNFINISHED):
            run(phone, "rm", "-f", f"{SENT_TO}/{entry.name}")


def _send(files: Files, hidden: str, content: bytes, count: Counting) -> None:
    try:
        files.send(hidden, count(content), int(time.time()))
    except Refused as error:
        hint = "Make room on the phone and try again."
        raise UserError(error.kind, error.message, hint) from error


def _check(phone: Phone, files: Files, hidden: str, content: bytes) -> None:
    arrived = files.stat(hidden).size
    if arrived != len(content):
        message = f"only {arrived} of {len(content)} bytes reached the phone"
        raise UserError(ErrorKind.phone, message, "Make room on the phone and try again.")
    if not _is_same(phone, files, hidden, content):
        message = "the picture reached the phone damaged"
        raise UserError(ErrorKind.phone, message, "Try another cable or port.")


def _is_same(phone: Phone, files: Files, path: str, content: bytes) -> bool:
    """By a checksum made on the phone, or, where it has no such program, by reading it back."""
    for program, digest in _HASHES.items():
        done = run(phone, program, path, seconds=_HASH_SECONDS)
        if done.code == 0:
            return done.output.split()[:1] == [digest(content).hexdigest()]
    return b"".join(files.receive(path)) == content


def _renamed(phone: Phone, files: Files, hidden: str, name: str, ending: str) -> str:
    """`mv -n` reports success also where it left a file of that name alone."""
    path = _free_name(files, name, ending)
    done = run(phone, "mv", "-n", hidden, path)
    if done.code or files.stat(hidden).mode:
        told = done.told if done.code else "the name was just taken"
        message = f"the phone did not give it the name {posixpath.basename(path)}: {told}"
        raise UserError(ErrorKind.phone, message, "Try again.")
    return path


def _free_name(files: Files, name: str, ending: str) -> str:
    marks = itertools.chain([""], (f"-{number}" for number in itertools.count(2)))
    paths = (f"{SENT_TO}/{name}{mark}{ending}" for mark in marks)
    return next(path for path in paths if not files.stat(path).mode)


def _scanned(phone: Phone, path: str) -> str:
    """The picture is there, whole and by its name, whatever becomes of the scan."""
    try:
        row = media.scan(phone, path)
    except UserError:
        return ""
    return row.uri if row else ""


def _drop(phone: Phone, hidden: str) -> None:
    """Where the phone is gone, the next push drops it."""
    try:
        run(phone, "rm", "-f", hidden)
    except UserError:
        return


class Counting:
    """Gives content piece by piece and reports how far it went.

    Args:
        name: of the picture, for people.
        total: bytes.
        report: may raise `Cancelled`.
    """

    def __init__(self, name: str, total: int, report: Report) -> None:
        self._name, self._total, self._report = name, total, report
        self._start = time.monotonic()

    def __call__(self, content: bytes) -> Iterator[bytes]:
        """The pieces of `content`."""
        for begin in range(0, len(content), CHUNK):
            left = seconds_left(self._start, begin, self._total)
            self._report(Progress("phone", begin, self._total, f"sending {self._name}", left))
            yield content[begin : begin + CHUNK]
