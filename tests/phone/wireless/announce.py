"""What a phone announces by multicast DNS, on loopback, and whether that is heard at all."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

from zeroconf import IPVersion, ServiceInfo, Zeroconf

from tests.phone.wireless.pairing import Pairing, Trust

PAIRING, CONNECT = "_adb-tls-pairing._tcp", "_adb-tls-connect._tcp"
_QR_CODE = re.compile(r"WIFI:T:ADB;S:(?P<name>[^;]+);P:(?P<password>[^;]+);;")
_LOOPBACK = "127.0.0.1"
_PATIENCE, _PAUSE = 5.0, 0.05


@dataclass
class Air:
    """Where announcements are made until the phone goes."""

    _zeroconf: Zeroconf
    _until: ExitStack

    def announce(self, name: str, kind: str, port: int) -> None:
        """Say that `name` waits on a port of this computer."""
        where = [socket.inet_aton(_LOOPBACK)]
        full, host = f"{name}.{kind}.local.", "galaxy.local."
        info = ServiceInfo(f"{kind}.local.", full, port, addresses=where, server=host)
        self._zeroconf.register_service(info, cooperating_responders=True)

    def scan(self, text: str, trust: Trust) -> None:
        """Do what a phone does that sees this text in a QR code: wait for the computer."""
        read = _QR_CODE.fullmatch(text)
        assert read is not None
        pairing = self._until.enter_context(Pairing(trust, read["password"]))
        self.announce(read["name"], PAIRING, pairing.port)


@contextmanager
def on_the_air() -> Iterator[Air]:
    """Be heard on this computer only, until the end."""
    zeroconf = Zeroconf(interfaces=[_LOOPBACK], ip_version=IPVersion.V4Only)
    with ExitStack() as until:
        until.callback(zeroconf.close)
        yield Air(zeroconf, until)


def is_heard(port: int) -> bool:
    """Whether the adb server on a port hears announcements; some networks carry none."""
    until = time.monotonic() + _PATIENCE
    with suppress(OSError), on_the_air() as air:
        air.announce("adb-probe", CONNECT, 1)
        while "adb-probe" not in _services(port):
            if time.monotonic() > until:
                return False
            time.sleep(_PAUSE)
        return True
    return False


def _services(port: int) -> str:
    import adbutils

    with adbutils.AdbClient(port=port).make_connection(_PATIENCE) as connection:
        connection.send_command("host:mdns:services")
        connection.check_okay()
        return connection.read_string_block()
