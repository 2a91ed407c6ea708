"""Where the local network sees this computer."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator

from sketch2image.core.errors import ErrorKind, UserError

_PROBES = ("198.51.100.1", "224.0.0.251", "192.168.0.1", "10.0.0.1", "172.16.0.1")
"""Addresses whose route tells an address of ours: one that nobody has (RFC 5737) for the default
route, multicast, and one of each private network (RFC 1918). Nothing is sent to them."""

_DISCARD = 9


def lan_addresses() -> tuple[str, ...]:
    """IPv4 addresses of this computer that a phone beside it may reach, the likeliest first.

    Those of the private networks come first, those that a device gave itself for want of a router
    (169.254.x.x) last. Empty without a network.
    """
    found = dict.fromkeys([*_routed(), *_named()])
    usable = [address for address in found if not ipaddress.ip_address(address).is_loopback]
    return tuple(sorted(usable, key=_rank))


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at one address.

    Args:
        host: an address of this computer; empty for the likeliest of the local network.
        port: 0 for any that is free.

    Raises:
        UserError: there is no network, it is not one address of this computer, or the port is
            taken.
    """
    host = host or _likeliest()
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if ipaddress.IPv4Address(host).is_unspecified:
            raise OSError("no phone can open that address")
        listening.bind((host, port))
        listening.listen()
    except (OSError, OverflowError, ValueError) as error:
        listening.close()
        raise _unusable(host, port, error) from error
    return listening


def _likeliest() -> str:
    for address in lan_addresses():
        return address
    hint = "Connect it to the Wi-Fi that the phone is in, or use a cable."
    raise UserError(ErrorKind.phone, "this computer is in no network", hint)


def _unusable(host: str, port: int, error: Exception) -> UserError:
    reason = getattr(error, "strerror", None) or str(error)
    known = ", ".join(lan_addresses())
    hint = f"This computer has {known}; port 0 takes any that is free." if known else (
        "Connect this computer to the Wi-Fi that the phone is in."
    )  # fmt: skip
    return UserError(ErrorKind.input, f"cannot serve at {host}:{port}: {reason.lower()}", hint)


def _routed() -> Iterator[str]:
    for probe in _PROBES:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as route:
            try:
                route.connect((probe, _DISCARD))
            except OSError:
                continue
            yield route.getsockname()[0]


def _named() -> list[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return []
    return [str(address[0]) for *_, address in found]


def _rank(address: str) -> int:
    known = ipaddress.ip_address(address)
    return 2 if known.is_link_local else 0 if known.is_private else 1
