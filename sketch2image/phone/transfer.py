"""Files of the phone over adb's sync protocol, many on one connection.

The protocol is that of `SYNC.TXT` in Android's adb. Adbutils speaks it too, but opens a
connection for each file, gives no progress, sends with `socket.send`, which on a slow link takes
only a part, and drops what the phone says when it refuses (docs/adr/0017).
"""

from __future__ import annotations

import select
import socket
import stat
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sketch2image.core.closing import Closing
from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.phone import adb
from sketch2image.phone.device import Phone

if TYPE_CHECKING:
    from adbutils import AdbConnection

CHUNK = 64 * 1024
"""Bytes of one piece, the most the protocol allows."""

_SENDING_PATIENCE = 60.0
"""Seconds; the adb server takes megabytes at once and says nothing until a slow link has them."""

_FILE_MODE = 0o100644
_QUICKACK: int | None = getattr(socket, "TCP_QUICKACK", None)


class Refused(UserError):
    """The phone refused one file.

    Args:
        reason: the phone's own words.
    """

    def __init__(self, reason: str) -> None:
        hint = "Look whether the phone has room and the path is right."
        super().__init__(ErrorKind.phone, f"the phone refused it: {reason}", hint)
        self.reason = reason

    def __reduce__(self) -> tuple[type[Refused], tuple[str]]:
        return type(self), (self.reason,)


@dataclass(frozen=True)
class Entry:
    """A file or folder of the phone.

    Attributes:
        name: within its folder, or the path asked for.
        mode: as of `stat`; 0 where there is nothing.
        size: bytes, below 2 ** 32.
        date: seconds since 1970 when it was last changed.
    """

    name: str
    mode: int
    size: int
    date: int

    @property
    def is_file(self) -> bool:
        """Whether it is a file."""
        return stat.S_ISREG(self.mode)

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return stat.S_ISDIR(self.mode)


class Files(Closing):
    """The files of a phone, on one connection that is opened when needed.

    Every method raises `Refused` where the phone refuses a path, and `UserError` of kind `phone`
    where the phone stops answering. After either, the next call opens a new connection.

    Args:
        phone: whose.
    """

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self._line: AdbConnection | None = None

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        line, self._line = self._line, None
        if line is not None:
            line.conn.close()

    def stat(self, path: str) -> Entry:
        """What stands at a path; mode 0 where nothing does."""
        with self._asking() as line:
            _request(line, b"STAT", _raw(path))
            _expect(line, b"STAT")
            mode, size, date = struct.unpack("<III", line.read_exact(12))
            return Entry(path, mode, size, date)

    def list(self, folder: str) -> list[Entry]:
        """What is in a folder; names that are not UTF-8 carry surrogates. Empty for no folder."""
        with self._asking() as line:
            _request(line, b"LIST", _raw(folder))
            return list(_entries(line))

    def receive(self, path: str) -> Iterator[bytes]:
        """The content of a file, piece by piece; to be exhausted, else the connection is closed."""
        with self._asking() as line:
            _request(line, b"RECV", _raw(path))
            while (verb := _verb(line)) == b"DATA":
                yield line.read_exact(_number(line))
            if verb != b"DONE":
                raise _refusal(line, verb)
            line.read_exact(4)

    def send(self, path: str, pieces: Iterable[bytes], date: int) -> None:
        """Write a file; missing folders are made, and a file that is there is overwritten.

        Args:
            path: where.
            pieces: its content; each is cut to what the protocol takes. Raising `Cancelled` there
                leaves a file of the pieces so far.
            date: seconds since 1970.
        """
        with self._asking() as line:
            line.conn.settimeout(max(adb.PATIENCE, _SENDING_PATIENCE))
            _request(line, b"SEND", _raw(f"{path},{_FILE_MODE}"))
            try:
                for piece in pieces:
                    _send_piece(line, piece)
            except Cancelled:
                with suppress(Exception):
                    _end(line, date)
                raise
            _end(line, date)
            line.conn.settimeout(adb.PATIENCE)

    @contextmanager
    def _asking(self) -> Iterator[AdbConnection]:
        """One request; any way out but a good answer leaves the connection closed."""
        try:
            with adb.asking_adb():
                if self._line is None:
                    self._line = _opened(self._phone)
                yield self._line
        except BaseException:
            self.close()
            raise


def _opened(phone: Phone) -> AdbConnection:
    line = phone.adb.open_transport(timeout=adb.PATIENCE)
    try:
        line.send_command("sync:")
        line.check_okay()
    except BaseException:
        line.conn.close()
        raise
    return line


def _raw(path: str) -> bytes:
    return path.encode(errors="surrogateescape")


def _request(line: AdbConnection, verb: bytes, argument: bytes) -> None:
    _acknowledge_at_once(line)
    line.conn.sendall(verb + struct.pack("<I", len(argument)) + argument)


def _acknowledge_at_once(line: AdbConnection) -> None:
    """The adb server sends small pieces and waits for each to be acknowledged, which Linux puts
    off by 40 ms: with many small pictures that was nearly all of the time."""
    if _QUICKACK is not None:
        line.conn.setsockopt(socket.IPPROTO_TCP, _QUICKACK, 1)


def _send_piece(line: AdbConnection, piece: bytes) -> None:
    """A phone that refuses says so at once: a readable line means that it has."""
    for start in range(0, len(piece), CHUNK):
        part = piece[start : start + CHUNK]
        if select.select([line.conn], [], [], 0)[0]:
            raise _refusal(line, _verb(line))
        line.conn.sendall(b"DATA" + struct.pack("<I", len(part)) + part)


def _end(line: AdbConnection, date: int) -> None:
    """The phone has done with the file once it says so, also with one that was called off: what
    is deleted before may yet be written."""
    line.conn.sendall(b"DONE" + struct.pack("<I", date))
    _expect(line, b"OKAY")
    line.read_exact(4)


def _entries(line: AdbConnection) -> Iterator[Entry]:
    while (verb := _verb(line)) == b"DENT":
        mode, size, date, length = struct.unpack("<IIII", line.read_exact(16))
        name = line.read_exact(length).decode(errors="surrogateescape")
        yield Entry(name, mode, size, date)
    if verb != b"DONE":
        raise _refusal(line, verb)
    line.read_exact(16)


def _expect(line: AdbConnection, wanted: bytes) -> None:
    verb = _verb(line)
    if verb != wanted:
        raise _refusal(line, verb)


def _refusal(line: AdbConnection, verb: bytes) -> Exception:
    if verb != b"FAIL":
        return ValueError(f"{verb!r} is no answer of adb")
    return Refused(line.read_exact(_number(line)).decode(errors="replace"))


def _verb(line: AdbConnection) -> bytes:
    return line.read_exact(4)


def _number(line: AdbConnection) -> int:
    (number,) = struct.unpack("<I", line.read_exact(4))
    return number
