"""Following servers that send on to another address, and only where that is safe."""

from __future__ import annotations

import urllib.request
from http.client import HTTPMessage
from typing import IO
from urllib.parse import SplitResult, urlsplit

from sketch2image.core.errors import ErrorKind, UserError

IN_THE_WAY = (
    "Something answers in the server's place: open the address in a browser, or name a mirror or a "
    "folder with `--from`."
)
"""What to do when an answer is not what was asked for."""


class TransferError(UserError):
    """A file that did not come, and why.

    Args:
        message: one line, what is wrong.
        hint: one line, what to do.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(ErrorKind.model, message, hint)


def is_web(address: str) -> bool:
    """Whether an address is one of http or https, with a host."""
    parts = _split(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def check_redirect(start: str, end: str) -> None:
    """Refuse to be sent on from `start` to `end` when that is no web address, or a less safe one.

    Raises:
        TransferError: it is.
    """
    if not is_web(end) or (_split(start).scheme == "https" and _split(end).scheme == "http"):
        raise TransferError(f"{start} sends on to {end}, which is not followed", IN_THE_WAY)


class Redirects(urllib.request.HTTPRedirectHandler):
    """Keeps the method, drops the token at another host, remembers what the hub said.

    What the first server said counts: the store it sends on to cannot take it back.
    """

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        check_redirect(req.full_url, newurl)
        self.seen = {name.lower(): value for name, value in headers.items()} | self.seen
        new = super().redirect_request(req, fp, code, msg, headers, newurl)
        if new is not None:
            new.method = req.get_method()
            if _split(newurl)[:2] != _split(req.full_url)[:2]:
                new.remove_header("Authorization")
        return new


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")
