"""An adb server with phones of files in memory, for adbutils to talk to over loopback TCP.

It speaks the host services, the sync protocol (STAT, LIST, RECV, SEND) and the few shell commands
that the program sends. Faults are switched on by attributes.
"""

from __future__ import annotations

import shlex
import socket
import socketserver
import stat
import struct
import threading
from dataclasses import dataclass, field


@dataclass
class FakePhone:
    state: str = "device"
    files: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    folders: set[str] = field(default_factory=lambda: {"/sdcard/DCIM/Camera"})
    commands: list[list[str]] = field(default_factory=list)
    cut_after: int | None = None
    room: int | None = None
    lost: int = 0
    sent: int = 0


class AdbServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.phones: dict[str, FakePhone] = {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return self.server_address[1]


class _Cut(Exception):
    """The cable was pulled."""


class _Handler(socketserver.BaseRequestHandler):
    request: socket.socket
    server: AdbServer  # pyright: ignore[reportIncompatibleVariableOverride]
    phone: FakePhone

    def handle(self) -> None:
        try:
            while self._service():
                pass
        except (_Cut, ConnectionError):
            return

    def _service(self) -> bool:
        size = self._take(4)
        if not size:
            return False
        service = self._take(int(size, 16)).decode()
        if service == "host:version":
            self._block(f"{41:04x}")
        elif service == "host:devices":
            self._block("".join(f"{s}\t{p.state}\n" for s, p in self.server.phones.items()))
        elif service.startswith("host:tport:serial:"):
            self.phone = self.server.phones[service.rpartition(":")[2]]
            self.request.sendall(b"OKAY" + bytes(8))
            return True
        elif service == "sync:":
            self.request.sendall(b"OKAY")
            self._sync()
        elif service.startswith("shell:"):
            self.request.sendall(b"OKAY")
            self._shell(service.removeprefix("shell:"))
        return False

    def _block(self, text: str) -> None:
        self.request.sendall(b"OKAY" + f"{len(text):04x}{text}".encode())

    def _sync(self) -> None:
        verb = self._take(4)
        (size,) = struct.unpack("<I", self._take(4))
        path = self._take(size).decode()
        {b"STAT": self._stat, b"LIST": self._list, b"RECV": self._recv, b"SEND": self._send}[verb](
            path
        )

    def _stat(self, path: str) -> None:
        content, mtime = self.phone.files.get(path, (b"", 0))
        mode = stat.S_IFREG | 0o644 if path in self.phone.files else 0
        self.request.sendall(b"STAT" + struct.pack("<III", mode, len(content), mtime))

    def _list(self, folder: str) -> None:
        for path, (content, mtime) in self.phone.files.items():
            parent, _, name = path.rpartition("/")
            if parent == folder:
                raw = name.encode()
                numbers = (stat.S_IFREG | 0o644, len(content), mtime, len(raw))
                self.request.sendall(b"DENT" + struct.pack("<IIII", *numbers) + raw)
        self.request.sendall(b"DONE" + bytes(16))

    def _recv(self, path: str) -> None:
        content, _ = self.phone.files[path]
        content = content[self.phone.lost :]
        for start in range(0, len(content), 4096):
            self._count(4096)
            chunk = content[start : start + 4096]
            self.request.sendall(b"DATA" + struct.pack("<I", len(chunk)) + chunk)
        self.request.sendall(b"DONE" + bytes(4))

    def _send(self, target: str) -> None:
        path, content = target.rpartition(",")[0], b""
        while (verb := self._take(4)) == b"DATA":
            (size,) = struct.unpack("<I", self._take(4))
            self._count(size)
            content += self._take(size)
        (mtime,) = struct.unpack("<I", self._take(4))
        assert verb == b"DONE"
        self.phone.files[path] = (content[: self.phone.room], mtime)
        self.request.sendall(b"OKAY" + bytes(4))

    def _shell(self, line: str) -> None:
        words = shlex.split(line.rpartition("; echo")[0])
        self.phone.commands.append(words)
        if words[0] == "mv":
            self.phone.files[words[-1]] = self.phone.files.pop(words[-2])
        if words[0] == "rm":
            self.phone.files.pop(words[-1], None)
        self.request.sendall(b"X4EXIT:0\n")

    def _count(self, size: int) -> None:
        self.phone.sent += size
        if self.phone.cut_after is not None and self.phone.sent > self.phone.cut_after:
            self.request.close()
            raise _Cut

    def _take(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            more = self.request.recv(size - len(taken))
            if not more:
                return taken
            taken += more
        return taken
