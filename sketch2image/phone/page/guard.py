"""What is turned away before the page sees it, and what a browser may load."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from sketch2image.phone.page.hours import Hours
from sketch2image.phone.page.key import Key
from sketch2image.phone.page.options import Reason

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

Scope = Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "sketch2image"
ASSETS = frozenset(
    ("colors.css", "icon.svg", "page.css", "page.js", "sending.js", "taking.js", "words.js")
)
NEWS = "news"
_WITHOUT_SESSION = ASSETS | {"", "claim"}
"""What holds nothing of the person's, and the way to a session."""

_METHODS = ("GET", "POST", "PUT")
_HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; connect-src 'self'; img-src 'self'; media-src 'self'; "
        b"script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; "
        b"frame-ancestors 'none'",
    ),
    (b"cache-control", b"no-store"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
"""Sent with every answer: nothing is loaded from elsewhere, kept, or told to others."""


@dataclass(frozen=True)
class Guard:
    """ASGI middleware around the page.

    Attributes:
        app: the page.
        key: decides who gets in.
        hours: run anew with each use; waiting for news is none.
        netloc: the page's own HOST:PORT; a request for another one was led here by a foreign name
            (DNS rebinding).
    """

    app: App
    key: Key
    hours: Hours
    netloc: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or turn it away with 403, 404 or 405 and no word more."""
        from starlette.requests import HTTPConnection

        asked = HTTPConnection(scope)
        token, _, place = scope["path"][1:].partition("/")
        status = self._outside(asked, token) or self._inside(asked, place)
        send = _with_headers(send)
        if status:
            await _refuse(send, status)
        elif place != NEWS and self._is_known(asked):
            await self.app(scope, self._counted(receive), self._counted(send))
        else:
            await self.app(scope, receive, send)

    def _outside(self, asked: HTTPConnection, token: str) -> HTTPStatus | None:
        if asked.headers.get("host") != self.netloc:
            return HTTPStatus.NOT_FOUND
        if self.key.fits(token):
            return None
        if self.key.under_attack:
            self.hours.end(Reason.guessed)
        return HTTPStatus.NOT_FOUND

    def _inside(self, asked: HTTPConnection, place: str) -> HTTPStatus | None:
        method = asked.scope["method"]
        if method not in _METHODS:
            return HTTPStatus.METHOD_NOT_ALLOWED
        if method != "GET" and asked.headers.get("origin") != f"http://{self.netloc}":
            return HTTPStatus.FORBIDDEN
        if place not in _WITHOUT_SESSION and not self._is_known(asked):
            return HTTPStatus.FORBIDDEN
        return None

    def _is_known(self, asked: HTTPConnection) -> bool:
        return self.key.knows(asked.cookies.get(COOKIE, ""))

    def _counted(self, channel: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """A channel that counts as use whenever something goes through it."""

        async def through(*message: Message) -> Any:  # noqa: ANN401
            self.hours.touch()
            return await channel(*message)

        return through


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *_HEADERS]
        await send(message)

    return sending


async def _refuse(send: Send, status: HTTPStatus) -> None:
    headers = [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body"})
