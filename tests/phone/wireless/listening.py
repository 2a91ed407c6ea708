"""A TCP server on loopback that lives in threads of the test."""

from __future__ import annotations

import socket
import socketserver
import threading
from types import TracebackType
from typing import Any, Self


class Listener(socketserver.ThreadingTCPServer):
    """Serves on a free port from `with` until its end."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), socketserver.BaseRequestHandler)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self.server_address[1]

    @property
    def address(self) -> str:
        """HOST:PORT it listens on."""
        return f"127.0.0.1:{self.port}"

    def serve(self, connection: socket.socket) -> None:
        """Answer on one connection, in a thread of its own; it is closed afterwards."""
        raise NotImplementedError

    def finish_request(self, request: Any, client_address: Any) -> None:
        """What the base class calls for each connection."""
        self.serve(request)

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shutdown()
        self.server_close()
