"""The pairing service of a phone, as adb 30 and later know it (pairing_connection.cpp of AOSP)."""

from __future__ import annotations

import base64
import secrets
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.phone.wireless.listening import Listener
from tests.phone.wireless.spake2 import Bob
from tests.phone.wireless.tls import Refused, Secured

_HEADER = struct.Struct(">BBI")
_VERSION, _MESSAGE, _PEER = 1, 0, 1
_PEER_SIZE = 8192
_PUBLIC_KEY, _GUID = 0, 1
_NONCE = bytes(12)  # a counter, and each side encrypts only once


@dataclass
class Trust:
    """A phone's name for itself, and the RSA moduli of the computers it was paired with."""

    guid: str = field(default_factory=lambda: f"adb-R5CT10ABCDE-{secrets.token_hex(3)}")
    moduli: set[int] = field(default_factory=set)


class Pairing(Listener):
    """Waits for a computer that knows the code, and remembers its key.

    Args:
        trust: where the key goes.
        code: what the phone shows, or the password it read from a QR code.
    """

    def __init__(self, trust: Trust, code: str) -> None:
        super().__init__()
        self._trust = trust
        self._code = code

    def serve(self, connection: socket.socket) -> None:
        """Pair, or drop the connection without a word, as a phone does."""
        with suppress(InvalidTag, Refused):
            self._pair(Secured(connection))

    def _pair(self, stream: Secured) -> None:
        password = self._code.encode() + stream.keying_material(b"adb-label\0", 64)
        bob = Bob(b"adb pair client\0", b"adb pair server\0", password)
        _send(stream, _MESSAGE, bob.message)
        cipher = _cipher(bob.key(_receive(stream, _MESSAGE)))
        guid = bytes([_GUID]) + self._trust.guid.encode()
        _send(stream, _PEER, cipher.encrypt(_NONCE, guid.ljust(_PEER_SIZE, b"\0"), None))
        peer = cipher.decrypt(_NONCE, _receive(stream, _PEER), None)
        assert peer[0] == _PUBLIC_KEY
        self._trust.moduli.add(_modulus(peer[1:].rstrip(b"\0")))


def _cipher(key: bytes) -> AESGCM:
    info = b"adb pairing_auth aes-128-gcm key"
    return AESGCM(HKDF(hashes.SHA256(), 16, None, info).derive(key))


def _send(stream: Secured, kind: int, payload: bytes) -> None:
    stream.send(_HEADER.pack(_VERSION, kind, len(payload)) + payload)


def _receive(stream: Secured, kind: int) -> bytes:
    version, came, size = _HEADER.unpack(stream.read(_HEADER.size))
    assert (version, came) == (_VERSION, kind)
    return stream.read(size)


def _modulus(line: bytes) -> int:
    """Of a key as adb writes it: its words, n0inv, and the modulus as little-endian numbers."""
    key = base64.b64decode(line.split(b" ")[0])
    size = 4 * int.from_bytes(key[:4], "little")
    return int.from_bytes(key[8 : 8 + size], "little")
