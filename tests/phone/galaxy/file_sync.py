"""The sync service: stat, list, receive and send files.

Formats and wordings after AOSP, packages/modules/adb: SYNC.TXT, file_sync_protocol.h and
daemon/file_sync_service.cpp.
"""

from __future__ import annotations

import errno
import os
import stat
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.phone.galaxy.device import Device
from tests.phone.galaxy.files import File, canonical
from tests.phone.galaxy.stream import Stream, StreamClosed

_CHUNK = 64 << 10
_LONGEST_PATH = 1024
_OWNER, _GROUP = 10_000, 1015
_NONE = File(0, 0)


class _Failed(Exception):
    """The request failed; the text goes to the computer."""


class FileSync:
    """Answers many requests on one stream, until one fails or the computer quits."""

    def __init__(self, device: Device, stream: Stream) -> None:
        self._device = device
        self._stream = stream
        self._requests: dict[bytes, Callable[[bytes, str], None]] = {
            b"STAT": self._stat,
            b"STA2": self._stat2,
            b"LST2": self._stat2,
            b"LIST": self._list,
            b"LIS2": self._list2,
            b"RECV": self._give,
            b"SEND": self._take,
            b"QUIT": self._quit,
        }

    def serve(self) -> None:
        """Answer until the end."""
        try:
            while True:
                self._request()
        except _Failed as failure:
            self._tell(failure)

    def _request(self) -> None:
        verb, size = self._header()
        if size > _LONGEST_PATH:
            raise _Failed("path too long")
        path = os.fsdecode(self._stream.read(size))
        if verb not in self._requests:
            raise _Failed(f"unknown command {int.from_bytes(verb, 'little'):08x}")
        self._requests[verb](verb, path)

    def _header(self) -> tuple[bytes, int]:
        return struct.unpack("<4sI", self._stream.read(8))

    def _quit(self, _verb: bytes, _path: str) -> None:
        raise StreamClosed

    def _stat(self, verb: bytes, path: str) -> None:
        self._stream.write(verb + _short_stat(self._device.files.find(path) or _NONE))

    def _stat2(self, verb: bytes, path: str) -> None:
        self._stream.write(verb + _long_stat(self._device.files.find(path)))

    def _list(self, _verb: bytes, folder: str) -> None:
        self._send_entries(folder, b"DENT", _short_stat, bytes(16))

    def _list2(self, _verb: bytes, folder: str) -> None:
        self._send_entries(folder, b"DNT2", _long_stat, bytes(72))

    def _send_entries(
        self, folder: str, mark: bytes, told: Callable[[File], bytes], end: bytes
    ) -> None:
        files, listed = self._device.files, bytearray()
        names = files.names(folder)
        for name in [".", "..", *names] if files.is_folder(folder) else []:
            raw = os.fsencode(name)
            found = files.find(f"{folder}/{name}")
            if found is not None:
                listed += mark + told(found) + struct.pack("<I", len(raw)) + raw
        self._stream.write(bytes(listed) + b"DONE" + end)

    def _give(self, _verb: bytes, path: str) -> None:
        self._device.served.append(path)
        content, done = self._content(path), b"DONE" + bytes(4)
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            end = done if start + _CHUNK >= len(content) else b""
            self._send_chunk(chunk, end)
        if not content:
            self._stream.write(done)

    def _send_chunk(self, chunk: bytes, end: bytes) -> None:
        """The end goes with the last chunk: alone, it would wait 40 ms for the computer's ACK."""
        passing, pulled = self._device.faults.passing("cut_sending_after", len(chunk))
        data = b"DATA" + struct.pack("<I", len(chunk)) + chunk + end
        self._stream.write(data[: 8 + passing] if pulled else data)
        self._pull_cable(pulled)

    def _content(self, path: str) -> bytes:
        file = self._device.files.find(path)
        if file is None:
            raise _Failed(f"open failed: {os.strerror(errno.ENOENT)}")
        if stat.S_ISDIR(file.mode):
            raise _Failed(f"read failed: {os.strerror(errno.EISDIR)}")
        ends = {canonical(where): size for where, size in self._device.faults.short_reads.items()}
        return bytes(file.content[: ends.get(canonical(path))])

    def _take(self, _verb: bytes, spec: str) -> None:
        path, comma, mode = spec.rpartition(",")
        if not comma:
            raise _Failed("missing , in ID_SEND_V1")
        try:
            self._receive(path, int(mode))
        except _Failed as failure:
            self._tell(failure)
            self._skip()
            self._remove(path)
            raise StreamClosed from failure
        self._stream.write(b"OKAY" + bytes(4))

    def _receive(self, path: str, mode: int) -> None:
        self._remove(path)
        with _failing("couldn't create file"):
            file = self._device.files.create(path, self._device.now(), mode)
        while (header := self._header())[0] == b"DATA":
            self._grow(file, header[1])
        if header[0] != b"DONE":
            raise _Failed("invalid data message")
        file.mtime = header[1]

    def _grow(self, file: File, size: int) -> None:
        passing, pulled = self._device.faults.passing("cut_receiving_after", size)
        chunk = self._stream.read(passing)
        if self._device.faults.corrupt_pushes:
            chunk = _damaged(chunk)
        with _failing("write failed"):
            self._device.files.append(file, chunk)
        self._pull_cable(pulled)

    def _pull_cable(self, pulled: bool) -> None:
        if pulled:
            self._stream.link.drop()
            raise StreamClosed

    def _skip(self) -> None:
        """Read what is still on its way, so that the computer gets to read why it failed."""
        while (header := self._header())[0] == b"DATA":
            self._stream.read(header[1])

    def _remove(self, path: str) -> None:
        found = self._device.files.find(path)
        if found is not None and stat.S_ISREG(found.mode):
            self._device.files.unlink(path)

    def _tell(self, failure: _Failed) -> None:
        reason = os.fsencode(str(failure))
        self._stream.write(b"FAIL" + struct.pack("<I", len(reason)) + reason)


@contextmanager
def _failing(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _Failed(f"{what}: {error.strerror}") from error


def _damaged(chunk: bytes) -> bytes:
    return chunk.translate(bytes(255 - value for value in range(256)))


def _short_stat(file: File) -> bytes:
    return struct.pack("<III", file.mode, file.size & 0xFFFFFFFF, file.mtime & 0xFFFFFFFF)


def _long_stat(file: File | None) -> bytes:
    if file is None:
        return struct.pack("<I", errno.ENOENT) + bytes(64)
    who = (0, 57, id(file), file.mode, 1, _OWNER, _GROUP)
    return struct.pack("<IQQIIIIQqqq", *who, file.size, file.mtime, file.mtime, file.mtime)
