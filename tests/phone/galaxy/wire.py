"""Packets of the ADB transport protocol (AOSP, packages/modules/adb/protocol.txt)."""

from __future__ import annotations

import socket
import struct
from typing import NamedTuple

VERSION = 0x01000001
"""The first version that needs no checksums."""
MAX_PAYLOAD = 1 << 20
_HEADER = struct.Struct("<4sIIIII")


class Packet(NamedTuple):
    """One message; what the two numbers mean depends on the command."""

    command: bytes
    first: int
    second: int
    payload: bytes = b""


def packed(packet: Packet, with_checksum: bool) -> bytes:
    """A packet as it goes over the wire."""
    command, first, second, payload = packet
    magic = int.from_bytes(command, "little") ^ 0xFFFFFFFF
    checksum = sum(payload) & 0xFFFFFFFF if with_checksum else 0
    return _HEADER.pack(command, first, second, len(payload), checksum, magic) + payload


def read_packet(connection: socket.socket) -> Packet:
    """The next packet.

    Raises:
        OSError: the connection ended.
    """
    command, first, second, size, _, _ = _HEADER.unpack(_exactly(connection, _HEADER.size))
    return Packet(command, first, second, _exactly(connection, size))


def _exactly(connection: socket.socket, size: int) -> bytes:
    taken = bytearray()
    while len(taken) < size:
        more = connection.recv(size - len(taken))
        if not more:
            raise ConnectionResetError
        taken += more
    return bytes(taken)
