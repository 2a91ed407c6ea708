"""The debugging service of a phone over Wi-Fi: it lets in the computers that it was paired with."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from tests.phone.galaxy.device import Device
from tests.phone.galaxy.link import Link
from tests.phone.galaxy.wire import Packet, packed, read_packet
from tests.phone.wireless.listening import Listener
from tests.phone.wireless.pairing import Trust
from tests.phone.wireless.tls import Refused, Secured

_TLS_VERSION = 0x01000000
_TLS_RECORD = b"\x16"
"""Two threads of adb 36 race: its STLS may come under the encryption that it should announce."""


class WirelessPhone(Listener):
    """Waits for computers, as a phone does while Wireless debugging is on.

    Args:
        trust: the computers it lets in.
        device: what they find then.

    Attributes:
        stumbles: connections that it will drop before TLS, as after a garbled packet.
    """

    def __init__(self, trust: Trust, device: Device) -> None:
        super().__init__()
        self._trust = trust
        self._device = device
        self.stumbles = 0

    def serve(self, connection: socket.socket) -> None:
        """Ask for TLS, and speak as over a cable under it."""
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with suppress(Refused, OSError):
            greeting = read_packet(connection)
            connection.sendall(packed(Packet(b"STLS", _TLS_VERSION, 0), with_checksum=True))
            if connection.recv(1, socket.MSG_PEEK) != _TLS_RECORD:
                assert read_packet(connection).command == b"STLS"
            if self.stumbles:
                self.stumbles -= 1
                return
            self._let_in(Secured(connection, self._trust.moduli), greeting)

    def _let_in(self, secured: Secured, greeting: Packet) -> None:
        """The greeting came before TLS and is not repeated, so the link is told it again."""
        outer, inner = socket.socketpair()
        link = _TrustingLink(inner, self._device, inner.close)
        with outer:
            outer.sendall(packed(greeting, with_checksum=True))
            threading.Thread(target=link.run, daemon=True).start()
            secured.pump(outer)


class _TrustingLink(Link):
    """A link under TLS, which has shown already whose key it is."""

    def __init__(self, connection: socket.socket, device: Device, drop: Callable[[], None]) -> None:
        super().__init__(connection, device, drop)
        self._handlers[b"STLS"] = lambda _: None

    def _ask_for_key(self) -> None:
        self._accept()
