"""SPAKE2 over edwards25519 as BoringSSL has it, the side called bob.

After draft-irtf-cfrg-spake2 and RFC 8032, with BoringSSL's two differences: its M and N are the
first hashes of their seeds that are points of the curve, whatever their order, and for that the
scalar of the password, as the private one, is a multiple of the cofactor 8. For tests only: plain
integers leak time.
"""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass, field

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)

Point = tuple[int, int]
_ZERO: Point = (0, 1)


class NotAPoint(ValueError):
    """The bytes encode no point of the curve."""


def add(one: Point, other: Point) -> Point:
    """The sum of two points, by the complete addition law of RFC 8032, 5.1.4."""
    (x, y), (u, v) = one, other
    mixed = _D * x * u * y * v % _P
    return (
        (x * v + u * y) * pow(1 + mixed, -1, _P) % _P,
        (y * v + x * u) * pow(1 - mixed, -1, _P) % _P,
    )


def times(scalar: int, point: Point) -> Point:
    """A point added to itself `scalar` times."""
    total = _ZERO
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point = add(point, point)
        scalar >>= 1
    return total


def minus(point: Point) -> Point:
    """The point's inverse."""
    return (-point[0] % _P, point[1])


def encode(point: Point) -> bytes:
    """32 bytes: y, with the lowest bit of x as the highest bit."""
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def decode(data: bytes) -> Point:
    """The point that 32 bytes stand for.

    Raises:
        NotAPoint: they stand for none.
    """
    number = int.from_bytes(data, "little")
    y, odd = number & (1 << 255) - 1, number >> 255
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * _ROOT % _P
    if x * x % _P != square:
        raise NotAPoint(data.hex())
    return (x if x & 1 == odd else -x % _P, y)


def hashed_point(seed: str) -> Point:
    """The first point among the repeated SHA-256 digests of the seed."""
    data = seed.encode()
    while True:
        data = hashlib.sha256(data).digest()
        with suppress(NotAPoint):
            return decode(data)


BASE = decode((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))
M = hashed_point("edwards25519 point generation seed (M)")
N = hashed_point("edwards25519 point generation seed (N)")


def password_scalar(password: bytes) -> int:
    """SHA-512 of the password modulo the order, raised to a multiple of 8 by adding the order."""
    scalar = int.from_bytes(hashlib.sha512(password).digest(), "little") % _ORDER
    return next(s for s in range(scalar, scalar + 8 * _ORDER, _ORDER) if s % 8 == 0)


@dataclass
class Bob:
    """The side that answers.

    Args:
        alice: name of the side that asks.
        bob: name of this side.
        password: what both must know.
    """

    alice: bytes
    bob: bytes
    password: bytes
    _secret: int = field(default_factory=lambda: 8 * secrets.randbelow(_ORDER))

    @property
    def message(self) -> bytes:
        """The 32 bytes to send: the public point, masked by the password."""
        mask = times(password_scalar(self.password), N)
        return encode(add(times(self._secret, BASE), mask))

    def key(self, message: bytes) -> bytes:
        """The 64 bytes that alice holds too, if she knew the password.

        Raises:
            NotAPoint: the message is none of hers.
        """
        mask = times(password_scalar(self.password), M)
        shared = times(self._secret, add(decode(message), minus(mask)))
        digest = hashlib.sha512()
        hashed = hashlib.sha512(self.password).digest()
        for part in (self.alice, self.bob, message, self.message, encode(shared), hashed):
            digest.update(len(part).to_bytes(8, "little") + part)
        return digest.digest()
