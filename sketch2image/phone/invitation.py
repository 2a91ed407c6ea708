"""Pair by a QR code: the phone reads it from the screen and then waits for this computer.

The text of the code is the one that Android's settings read under `Pair device with QR code`.
"""

from __future__ import annotations

import secrets
import string
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress, Report
from sketch2image.phone import wireless
from sketch2image.phone.wireless import Kind, Paired, Service

SECONDS = 120.0
_PAUSE = 0.5
_CONNECTING_SECONDS = 20.0
_LETTERS = string.ascii_letters + string.digits


def _random(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


@dataclass(frozen=True)
class Invitation:
    """A name and a password, made up for one pairing.

    Attributes:
        name: what the phone will announce while it waits.
        password: what it will ask for.
    """

    name: str = field(default_factory=lambda: f"sketch2image-{_random(8)}")
    password: str = field(default_factory=lambda: _random(12))

    @property
    def text(self) -> str:
        """What the QR code says."""
        return f"WIFI:T:ADB;S:{self.name};P:{self.password};;"


def wait(invitation: Invitation, report: Report, seconds: float = SECONDS) -> Paired:
    """Wait until a phone has read the code, and pair with it.

    Args:
        invitation: what the code on the screen says.
        report: told twice a second that it still waits; raises `Cancelled` to stop.
        seconds: how long.

    Raises:
        UserError: no phone read it in time, or the adb server cannot hear phones.
        Cancelled: raised by `report`.
    """
    if not wireless.hears():
        hint = "Use `Pair device with pairing code` on the phone instead."
        raise UserError(ErrorKind.phone, "the adb server cannot hear phones", hint)
    for _ in _until(seconds, report, "scan the code with the phone"):
        if waiting := _heard(invitation.name, Kind.pairing):
            return wireless.pair_by_password(waiting.address, invitation.password)
    hint = (
        "On the phone, under Wireless debugging, tap `Pair device with QR code`; it must be on "
        "this computer's Wi-Fi. Some networks keep devices apart: then use a pairing code."
    )
    raise UserError(ErrorKind.phone, f"no phone scanned the code in {seconds:.0f} seconds", hint)


def connect_paired(paired: Paired, report: Report, seconds: float = _CONNECTING_SECONDS) -> str:
    """Connect to a phone just paired, as soon as it says where.

    Args:
        paired: the phone.
        report: told twice a second that it still waits; raises `Cancelled` to stop.
        seconds: how long.

    Returns:
        Serial of the phone.

    Raises:
        UserError: it did not say where, or did not let this computer in.
        Cancelled: raised by `report`.
    """
    for _ in _until(seconds, report, "connecting to the phone"):
        if ready := _heard(paired.guid, Kind.connect):
            return wireless.connect_to(ready.serial)
    hint = "Connect with the address that the phone shows under Wireless debugging."
    raise UserError(ErrorKind.phone, "the phone is paired but does not say where it is", hint)


def _until(seconds: float, report: Report, text: str) -> Iterator[None]:
    end = time.monotonic() + seconds
    while True:
        left = end - time.monotonic()
        report(Progress("phone", text=text, seconds_left=max(left, 0)))
        yield
        if left < 0:
            return
        time.sleep(_PAUSE)


def _heard(name: str, kind: Kind) -> Service | None:
    found = (one for one in wireless.nearby() if (one.name, one.kind) == (name, kind))
    return next(found, None)
