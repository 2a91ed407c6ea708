"""What is turned away before gradio sees it, and what a browser may load.

Gradio fetches web addresses that a visitor names in place of an upload. This page has no use for
that: nothing but answers leaves the machine.
"""

from __future__ import annotations

import json
import math
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_ADDRESSES = ("http:", "https:")
_FETCHING = ("/file=", "/proxy=")
_TOO_MUCH = "that is too much at once"
_UPLOAD = "/gradio_api/upload"
_POSTS = (
    "/login", "/gradio_api/queue/join", "/gradio_api/run/predict", "/gradio_api/cancel",
    "/gradio_api/reset",
)  # fmt: skip
"""Where else the page's own script posts to."""

_ENVELOPE = 65536
"""Bytes that an upload may have around its file."""

HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; form-action 'self'; "
        b"base-uri 'self'; object-src 'none'",
    ),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
"""Sent with every answer: the browser loads nothing from elsewhere."""


class Guard:
    """ASGI middleware around the page.

    Args:
        app: the page.
        most_bytes: of what is sent at once.
    """

    def __init__(self, app: App, most_bytes: int) -> None:
        self._app = app
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or turn it away with 403, 404 or 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif _names_address(scope["path"]):
            await _refuse(send, 403, "web addresses are not fetched here")
        elif scope["method"] != "POST":
            await self._app(scope, receive, _with_headers(send))
        elif scope["path"] == _UPLOAD:
            await self._uploaded(scope, receive, send)
        elif scope["path"] in _POSTS:
            await self._checked(scope, receive, send)
        else:
            await _refuse(send, 404, "this page has no use for that")

    async def _uploaded(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _length(scope) > self._most_bytes + _ENVELOPE:
            await _refuse(send, 413, _TOO_MUCH)
        else:
            await self._app(scope, receive, _with_headers(send))

    async def _checked(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive, self._most_bytes)
        if body is None:
            await _refuse(send, 413, _TOO_MUCH)
        elif _holds_address(body):
            await _refuse(send, 403, "web addresses are not fetched here")
        else:
            await self._app(scope, _again(body, receive), _with_headers(send))


def _names_address(path: str) -> bool:
    return any(
        path.partition(mark)[2].lstrip("/").lower().startswith(_ADDRESSES) for mark in _FETCHING
    )


def _length(scope: Scope) -> float:
    """Bytes of a body as the request tells them; without end where it does not."""
    headers = dict(scope["headers"])
    told = headers.get(b"content-length", b"")
    known = told.isdigit() and b"transfer-encoding" not in headers
    return int(told) if known else math.inf


def _holds_address(body: bytes) -> bool:
    try:
        json.loads(body, object_hook=_without_address)
    except _AddressFound:
        return True
    except (ValueError, RecursionError):  # no JSON: the page refuses it itself
        return False
    return False


class _AddressFound(Exception):
    pass


def _without_address(found: dict[str, Any]) -> dict[str, Any]:
    path = found.get("path")
    if isinstance(path, str) and path.strip().lower().startswith(_ADDRESSES):
        raise _AddressFound
    return found


async def _body(receive: Receive, most: int) -> bytes | None:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > most:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    messages = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def replayed() -> Message:
        return next(messages, None) or await receive()

    return replayed


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *HEADERS]
        await send(message)

    return sending


async def _refuse(send: Send, status: int, why: str) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps({"error": why}).encode()})
