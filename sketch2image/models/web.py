"""Requests for files: the hub's address and token, redirects, and what refusals mean."""

from __future__ import annotations

import os
import re
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPMessage, HTTPResponse
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit

from sketch2image.core.errors import ErrorKind, UserError

HUB = "https://huggingface.co"
STALL_SECONDS = 30.0
"""A server that says nothing for so long is taken for gone."""

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that may be another one a little later."""

_GATED = (
    "Accept the licence on the model's page with your account at the hub, "
    "then set HF_TOKEN to a token of that account."
)
_GONE = "Name a mirror or a folder that has it with `--from`."
_REFUSALS = {
    401: ("is only for people who accepted its licence", _GATED),
    403: ("is only for people who accepted its licence", _GATED),
    404: ("is not there", _GONE),
    410: ("is not there any more", _GONE),
}
_SHA256 = re.compile(r'^"?([0-9a-f]{64})"?$')


class TransferError(UserError):
    """A file that did not come, and why.

    Args:
        message: one line, what is wrong.
        hint: one line, what to do.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(ErrorKind.model, message, hint)


@dataclass(frozen=True)
class Announced:
    """What a server says of a file.

    Attributes:
        size: bytes of the whole file, 0 when it does not say.
        sha256: digest, for the large files of a hub; else empty.
        commit: revision of the hub's repository; else empty.
        validator: what tells this content from another under the same address (RFC 9110, 13.1.5);
            empty when the server gives nothing strong enough.
    """

    size: int = 0
    sha256: str = ""
    commit: str = ""
    validator: str = ""


def endpoint() -> str:
    """Address of the hub, or of the mirror that `HF_ENDPOINT` names."""
    return (os.environ.get("HF_ENDPOINT") or HUB).rstrip("/")


def offline() -> bool:
    """Whether the person wants no network, by `HF_HUB_OFFLINE`."""
    return os.environ.get("HF_HUB_OFFLINE", "").lower() in {"1", "true", "yes", "on"}


def request(
    url: str,
    headers: Mapping[str, str] | None = None,
    method: str = "GET",
    timeout: float = STALL_SECONDS,
) -> tuple[HTTPResponse, Announced]:
    """Ask for a file; redirects are followed, the hub's token goes to the hub only.

    Raises:
        TransferError: the person wants no network.
        HTTPError, OSError, HTTPException: as `urllib.request` raises them.
    """
    if offline():
        hint = "Unset it, or name a folder that has the files with `--from`."
        raise TransferError(f"HF_HUB_OFFLINE is set, so {url} is not asked for", hint)
    asked = urllib.request.Request(url, headers={**_identity(url), **(headers or {})})
    asked.method = method
    redirects = _Redirects()
    response = urllib.request.build_opener(redirects).open(asked, timeout=timeout)
    return response, _announced(response, redirects.seen)


def refusal(url: str, error: HTTPError) -> TransferError:
    """What a final refusal of a server means for the person."""
    text, hint = _REFUSALS.get(error.code, (f"is refused: {error.reason}", _GONE))
    return TransferError(f"{url} {text} ({error.code})", hint)


def whole_size(headers: Message) -> int:
    """Bytes of the whole file, from the headers of a whole or of a partial answer; 0 unknown."""
    span = headers.get("Content-Range")
    return _number(span.rpartition("/")[2] if span else headers.get("Content-Length"))


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Keeps the method, drops the token at another host, remembers what the hub said."""

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
        self.seen.update((name.lower(), value) for name, value in headers.items())
        new = super().redirect_request(req, fp, code, msg, headers, newurl)
        if new is not None:
            new.method = req.get_method()
            if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
                new.remove_header("Authorization")
        return new


def _identity(url: str) -> dict[str, str]:
    headers = {"User-Agent": "sketch2image", "Accept-Encoding": "identity"}
    token = os.environ.get("HF_TOKEN")
    if token and url.startswith(endpoint() + "/"):
        headers["Authorization"] = f"Bearer {token}"
    return headers


def _announced(response: HTTPResponse, seen: dict[str, str]) -> Announced:
    headers = response.headers

    def said(name: str) -> str:
        return headers.get(name) or seen.get(name.lower(), "")

    digest = _SHA256.match(said("X-Linked-Etag"))
    return Announced(
        _number(said("X-Linked-Size")) or whole_size(headers),
        digest[1] if digest else "",
        said("X-Repo-Commit"),
        _validator(headers),
    )


def _validator(headers: HTTPMessage) -> str:
    etag = headers.get("ETag", "")
    return "" if etag.startswith("W/") else etag


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
