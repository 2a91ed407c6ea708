"""One connection of the adb server to the phone: the greeting, the key, and the streams."""

from __future__ import annotations

import itertools
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from tests.phone.galaxy.device import Device
from tests.phone.galaxy.services import serve
from tests.phone.galaxy.stream import Stream, StreamClosed
from tests.phone.galaxy.wire import MAX_PAYLOAD, VERSION, Packet, packed, read_packet

_FEATURES = "shell_v2,cmd,stat_v2,ls_v2,fixed_push_mkdir"
_BANNER = ("ro.product.name", "ro.product.model", "ro.product.device")
_TOKEN, _SIGNATURE, _PUBLIC_KEY = 1, 2, 3
_PAUSE = 0.01


class Link:
    """Reads packets until the connection ends; every service runs in a thread of its own."""

    def __init__(self, connection: socket.socket, device: Device, drop: Callable[[], None]) -> None:
        self.device = device
        self.drop = drop
        self.max_payload = MAX_PAYLOAD
        self._connection = connection
        self._version = VERSION
        self._with_checksums = True
        self._closed = threading.Event()
        self._sending = threading.Lock()
        self._streams: dict[int, Stream] = {}
        self._ids = itertools.count(1)
        self._handlers: dict[bytes, Callable[[Packet], None]] = {
            b"CNXN": self._greet,
            b"AUTH": self._check_key,
            b"OPEN": self._open,
            b"OKAY": self._taken,
            b"WRTE": self._deliver,
            b"CLSE": self._end,
        }

    def run(self) -> None:
        """Answer until the connection ends."""
        try:
            while True:
                packet = read_packet(self._connection)
                self._handlers[packet.command](packet)
        except (OSError, StreamClosed):
            self.close()

    def send(self, command: bytes, first: int, second: int, payload: bytes = b"") -> None:
        """Send a packet; a silent phone keeps it back.

        Raises:
            StreamClosed: the connection is gone.
        """
        while self.device.faults.silent and not self._closed.is_set():
            self._closed.wait(_PAUSE)
        data = packed(Packet(command, first, second, payload), self._with_checksums)
        try:
            with self._sending:
                self._connection.sendall(data)
        except OSError as error:
            raise StreamClosed from error

    def pace(self, size: int) -> None:
        """Take the time that so many bytes need on a slow cable."""
        if self.device.faults.seconds_per_mib:
            self._closed.wait(size / (1 << 20) * self.device.faults.seconds_per_mib)

    def close(self) -> None:
        """Pull the cable."""
        self._closed.set()
        with suppress(OSError):  # the other end may have been faster
            self._connection.shutdown(socket.SHUT_RDWR)
        self._connection.close()
        for stream in list(self._streams.values()):
            stream.close()

    def _greet(self, packet: Packet) -> None:
        self.max_payload = min(packet.second, MAX_PAYLOAD)
        self._version = min(packet.first, VERSION)
        self._ask_for_key()

    def _ask_for_key(self) -> None:
        self.send(b"AUTH", _TOKEN, 0, os.urandom(20))

    def _check_key(self, packet: Packet) -> None:
        """A signature is taken from an authorized computer; others offer their key, and wait."""
        if packet.first == _PUBLIC_KEY:
            threading.Thread(target=self._wait_for_person, daemon=True).start()
        elif self.device.faults.authorized:
            self._accept()
        else:
            self._ask_for_key()

    def _wait_for_person(self) -> None:
        while not self.device.faults.authorized and not self._closed.is_set():
            self._closed.wait(_PAUSE)
        with suppress(StreamClosed):
            self._accept()

    def _accept(self) -> None:
        told = "".join(f"{name}={self.device.properties[name]};" for name in _BANNER)
        banner = f"device::{told}features={_FEATURES}"
        self.send(b"CNXN", VERSION, MAX_PAYLOAD, banner.encode())
        self._with_checksums = self._version < VERSION

    def _open(self, packet: Packet) -> None:
        local = next(self._ids)
        stream = self._streams[local] = Stream(self, local, packet.first)
        service = os.fsdecode(packet.payload.rstrip(b"\0"))
        self.send(b"OKAY", local, packet.first)
        run = (stream, service, local, packet.first)
        threading.Thread(target=self._run_service, args=run, daemon=True).start()

    def _run_service(self, stream: Stream, service: str, local: int, remote: int) -> None:
        with suppress(StreamClosed):
            serve(self.device, stream, service)
        self._streams.pop(local, None)
        with suppress(StreamClosed):
            self.send(b"CLSE", local, remote)

    def _taken(self, packet: Packet) -> None:
        if packet.second in self._streams:
            self._streams[packet.second].taken()

    def _deliver(self, packet: Packet) -> None:
        if packet.second in self._streams:
            self._streams[packet.second].deliver(packet.payload)

    def _end(self, packet: Packet) -> None:
        if packet.second in self._streams:
            self._streams[packet.second].close()
