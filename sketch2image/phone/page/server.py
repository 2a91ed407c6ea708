"""The page's server: uvicorn in a thread of its own, quiet, and quick to end."""

from __future__ import annotations

import logging
import threading
from collections.abc import Awaitable, Callable
from socket import socket

from sketch2image.phone.page.guard import App, Receive, Scope, Send

_LEAVE = 1
"""Seconds that open requests get when the page ends."""

_CONNECTIONS = 64


class Server:
    """Serves an application until it is stopped.

    Args:
        app: an ASGI application.
        listening: where; the server owns it from now on.
        tick: called each second in the server's thread.

    Attributes:
        fault: what the application raised, which ended the server; None so far.
    """

    def __init__(self, app: App, listening: socket, tick: Callable[[], Awaitable[None]]) -> None:
        import uvicorn

        self.fault: Exception | None = None
        config = uvicorn.Config(
            self._watched(app),
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level=logging.CRITICAL,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=_CONNECTIONS,
            timeout_graceful_shutdown=_LEAVE,
            callback_notify=tick,
            timeout_notify=0,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([listening],), name="phone page", daemon=True
        )
        self._thread.start()

    def leave(self) -> None:
        """End soon; returns at once."""
        self._server.should_exit = True

    def join(self, seconds: float | None = None) -> bool:
        """Wait for the end, which must have been asked for; gives whether it has come."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _watched(self, app: App) -> App:
        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            try:
                await app(scope, receive, send)
            except Exception as error:
                self.fault = error
                self.leave()
                raise

        return watched
