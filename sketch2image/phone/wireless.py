"""Reach a phone without a cable: pair with it, connect to it, see which ones are near.

What adb servers answer was read from the sockets of adb 35 and 36.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.phone.adb import asking_adb, client

SECONDS = 30.0
"""How long the adb server may take to answer; a place that is silent holds it up."""

_ADDRESS = re.compile(r"(?:[\w.-]+|\[[\w:.%]+\]):([0-9]{1,5})", re.ASCII)
_CODE = re.compile(r"[0-9]{6}")
_PAIRED = re.compile(r"Successfully paired to .* \[guid=(.+)\]")
_CONNECTED = re.compile(r"(?:already )?connected to (.+)")
_REFUSED = re.compile(r"failed to connect to (?!')")
_WAKE = "Wake the phone, and put it and this computer on the same Wi-Fi."
_PAIRING_WINDOW = (
    "On the phone, under Wireless debugging, tap `Pair device with pairing code` and keep that "
    "window open; use the address and the code it shows, which are new each time."
)
_PAIRING_FAULTS = {
    "unknown host service": (
        "the adb server is too old to pair",
        "End it with `python main.py phone stop`; the adb carried here, started then, can pair.",
    ),
    "Unable to start pairing client": ("no phone waits for pairing at {}", _PAIRING_WINDOW),
    "Wrong password": ("{} did not take the code", _PAIRING_WINDOW),
}
_CONNECTING_FAULTS = {
    "failed to resolve host": (
        "{} is no address on this network",
        "Use the address that the phone shows under Wireless debugging.",
    ),
    "failed to authenticate": (
        "{} waits for a yes",
        "Unlock the phone, allow this computer to debug it, and connect again.",
    ),
    "failed to connect to '": (
        "nothing answers at {}",
        f"{_WAKE} Use the address now shown under Wireless debugging; its port changes.",
    ),
    "failed to connect to": (
        "{} answers but does not let this computer in",
        "Pair with it first. Paired already? Then use the address on the page Wireless debugging "
        "itself, not the one of the pairing window.",
    ),
}


class Kind(StrEnum):
    """What a phone on the network waits for."""

    pairing = "pairing"
    connect = "connect"
    old = "old"


_TYPES = {
    Kind.pairing: "_adb-tls-pairing._tcp",
    Kind.connect: "_adb-tls-connect._tcp",
    Kind.old: "_adb._tcp",
}
_KINDS = {text: kind for kind, text in _TYPES.items()}


@dataclass(frozen=True)
class Service:
    """What the adb server hears a phone announce.

    Attributes:
        name: the phone's name for itself, or for the pairing.
        kind: what it waits for; `old` is debugging over the network without pairing.
        address: HOST:PORT.
    """

    name: str
    kind: Kind
    address: str

    @property
    def serial(self) -> str:
        """The phone's serial once it is connected by this name."""
        return f"{self.name}.{_TYPES[self.kind]}"


@dataclass(frozen=True)
class Paired:
    """A phone that now trusts this computer.

    Attributes:
        guid: the name under which it announces that it can be connected to.
        address: HOST:PORT where it was paired, which is not where it is connected to.
    """

    guid: str
    address: str


def pair(address: str, code: str) -> Paired:
    """Make a phone trust this computer, until one of them forgets the other.

    Args:
        address: HOST:PORT as the phone shows it beside the code.
        code: the six digits that the phone shows.

    Raises:
        UserError: address or code is not one, nothing waits there, the code is wrong, or the
            adb server cannot pair.
    """
    if not _CODE.fullmatch(code):
        message = f"{code!r} is not a pairing code"
        raise UserError(ErrorKind.phone, message, "Give the six digits that the phone shows.")
    return pair_by_password(_checked(address), code)


def pair_by_password(address: str, password: str) -> Paired:
    """Pair at an address that was announced, with any password but an empty one.

    Raises:
        UserError: nothing waits there, the password is wrong, or the adb server cannot pair.
    """
    reply = _asked(f"host:pair:{password}:{address}")
    paired = _PAIRED.match(reply)
    if paired is None:
        raise _fault(_PAIRING_FAULTS, "pairing failed", address, reply)
    return Paired(paired[1], address)


def connect(address: str) -> str:
    """Connect to a phone on the network.

    A phone that announces the address is connected to by its name, as the adb server does by
    itself with phones it knows; by its address it would be there twice.

    Args:
        address: HOST:PORT as the phone shows it under Wireless debugging.

    Returns:
        Serial of the phone; the same when it was connected already.

    Raises:
        UserError: the address is not one, nothing answers there, the phone is not paired, or it
            waits for a person to allow this computer.
    """
    wanted = (_checked(address), Kind.connect)
    named = (heard.serial for heard in nearby() if (heard.address, heard.kind) == wanted)
    return connect_to(next(named, address))


def connect_to(target: str) -> str:
    """Connect to an address, or to the serial of a `Service`.

    Returns:
        Serial of the phone; the same when it was connected already.

    Raises:
        UserError: see `connect`.
    """
    reply = _asked(f"host:connect:{target}")
    if _REFUSED.match(reply):  # threads of adb 36 race, so a phone may have got only garbage
        reply = _asked(f"host:connect:{target}")
    connected = _CONNECTED.match(reply)
    if connected is None:
        raise _fault(_CONNECTING_FAULTS, "connecting failed", target, reply)
    return connected[1]


def disconnect(serial: str) -> None:
    """Let go of a phone that was connected over the network.

    Raises:
        UserError: no such phone is connected.
    """
    if not _asked(f"host:disconnect:{serial}").startswith("disconnected"):
        message = f"{serial} is not connected over the network"
        raise UserError(ErrorKind.phone, message, "`python main.py phone devices` lists what is.")


def nearby(seconds: float = 0) -> tuple[Service, ...]:
    """What phones announce on this network; nothing when the adb server cannot hear them.

    Args:
        seconds: how long the server may take, which is busy while it tries a phone that left;
            0 for the usual patience.

    Raises:
        UserError: the adb server does not run or does not answer.
    """
    lines = (line.split("\t") for line in _asked("host:mdns:services", seconds).splitlines())
    return tuple(
        Service(fields[0], _KINDS[kind], fields[2].strip())
        for fields in lines
        if len(fields) >= 3 and (kind := fields[1].rstrip(".")) in _KINDS
    )


def hears() -> bool:
    """Whether the adb server can hear what phones announce.

    Raises:
        UserError: the adb server does not run or does not answer.
    """
    return _asked("host:mdns:check").startswith("mdns daemon version")


def _checked(address: str) -> str:
    found = _ADDRESS.fullmatch(address)
    if found is None or not 0 < int(found[1]) < 1 << 16:
        hint = "Write it as the phone shows it, port and all, such as 192.168.0.23:37099."
        raise UserError(ErrorKind.phone, f"{address!r} is not an address", hint)
    return address


def _asked(service: str, seconds: float = 0) -> str:
    """The adb server's answer, whether it did what was asked or tells why not."""
    seconds = seconds or SECONDS
    with asking_adb(), client().make_connection(seconds) as connection:
        import adbutils

        try:
            connection.send_command(service)
            return _answer(connection)
        except adbutils.AdbTimeout as error:
            message = f"the phone did not answer within {seconds:.0f} seconds"
            raise UserError(ErrorKind.phone, message, _WAKE) from error


def _answer(connection: Any) -> str:  # noqa: ANN401 - of adbutils
    """The text after one status or, as some services have it, after two."""
    head = connection.read_string(4)
    while head in ("OKAY", "FAIL"):
        head = connection.read_string(4)
    if not head:
        raise EOFError("the adb server hung up")
    return connection.read_string(int(head, 16))


def _fault(
    known: dict[str, tuple[str, str]], otherwise: str, address: str, reply: str
) -> UserError:
    for sign, (message, hint) in known.items():
        if sign in reply:
            return UserError(ErrorKind.phone, message.format(address), hint)
    return UserError(ErrorKind.phone, f"{otherwise}: {reply}", "Check the address and try again.")
