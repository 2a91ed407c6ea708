"""The shell service: one line, answered at once.

The packets are those of AOSP, packages/modules/adb/shell_protocol.h.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable

from tests.phone.galaxy import toybox
from tests.phone.galaxy.am import am
from tests.phone.galaxy.answer import Answer
from tests.phone.galaxy.content import content
from tests.phone.galaxy.device import Device
from tests.phone.galaxy.stream import Stream, StreamClosed
from tests.phone.galaxy.words import words_of

_STDOUT, _STDERR, _EXIT = 1, 2, 3
_PACKET = 32 << 10
_NOT_FOUND = 127


def _getprop(device: Device, words: list[str]) -> Answer:
    return Answer(device.properties.get(" ".join(words), "") + "\n")


def _date(device: Device, words: list[str]) -> Answer:
    if words != ["+%s"]:
        return Answer(stderr=f"date: bad date '{' '.join(words)}'\n", status=1)
    return Answer(f"{device.now()}\n")


def _echo(_device: Device, words: list[str]) -> Answer:
    return Answer(" ".join(words) + "\n")


COMMANDS: dict[str, Callable[[Device, list[str]], Answer]] = {
    "am": am,
    "content": content,
    "date": _date,
    "df": toybox.df,
    "echo": _echo,
    "getprop": _getprop,
    "md5sum": toybox.checksum("md5sum"),
    "mkdir": toybox.mkdir,
    "mv": toybox.mv,
    "rm": toybox.rm,
    "sha256sum": toybox.checksum("sha256sum"),
    "stat": toybox.file_stat,
}


def serve_shell(device: Device, stream: Stream, line: str, with_protocol: bool) -> None:
    """Run a line and send what it answers.

    Args:
        device: the phone.
        stream: where the answer goes.
        line: as it was sent.
        with_protocol: whether output is packed with its kind and the exit status (shell v2).
    """
    device.ran.append(line)
    if device.faults.is_cut_at(line):
        stream.link.drop()
        raise StreamClosed
    answer = _run(device, line)
    stdout, stderr = os.fsencode(answer.stdout), os.fsencode(answer.stderr)
    if with_protocol:
        status = _packets(_EXIT, bytes([answer.status]))
        stream.write(_packets(_STDOUT, stdout) + _packets(_STDERR, stderr) + status)
    else:
        stream.write(stdout + stderr)


def _run(device: Device, line: str) -> Answer:
    try:
        words = words_of(line)
    except ValueError as error:
        return Answer(stderr=f"/system/bin/sh: {error}\n", status=_NOT_FOUND)
    missing = {"sha256sum", "md5sum"} - device.faults.checksum_tools
    if not device.faults.media_store:
        missing.add("content")
    if words[:1] and words[0] in COMMANDS and words[0] not in missing:
        return COMMANDS[words[0]](device, words[1:])
    text = f"/system/bin/sh: {' '.join(words[:1])}: inaccessible or not found\n"
    return Answer(stderr=text, status=_NOT_FOUND)


def _packets(kind: int, data: bytes) -> bytes:
    pieces = (data[start : start + _PACKET] for start in range(0, len(data), _PACKET))
    return b"".join(struct.pack("<BI", kind, len(piece)) + piece for piece in pieces)
