"""A door through which a script in a notebook's output reaches the kernel.

Jupyter gives scripts no way to the kernel unless an extension is installed. Where browser and
kernel run on one machine, a tiny server there does; it listens on the loopback address alone, at
a path that nobody can guess.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sketch2image.core.closing import Closing
from sketch2image.core.errors import UserError

LARGEST = 4_000_000
"""Bytes of a message; a drawing of an hour has fewer."""

Receive = Callable[[str], None]


class Listener(Closing):
    """Takes texts that are posted to `address` until it is closed.

    Args:
        receive: gets each text, in a thread of its own; a `UserError` refuses it.
    """

    def __init__(self, receive: Receive) -> None:
        self._path = f"/{secrets.token_urlsafe(16)}"
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self._path, receive))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        """Where texts are posted to."""
        return f"http://127.0.0.1:{self._server.server_port}{self._path}"

    def close(self) -> None:
        """Stop listening; safe to call twice."""
        self._server.shutdown()
        self._server.server_close()


def _handler(path: str, receive: Receive) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            if self.path != path or not 0 < length <= LARGEST:
                self._answer(HTTPStatus.FORBIDDEN)
                return
            try:
                receive(self.rfile.read(length).decode())
            except (UserError, UnicodeDecodeError):
                self._answer(HTTPStatus.BAD_REQUEST)
            else:
                self._answer(HTTPStatus.NO_CONTENT)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its base's name)
            """Nothing: a notebook's output is no log."""

        def _answer(self, status: HTTPStatus) -> None:
            self.send_response(status)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

    return Handler
