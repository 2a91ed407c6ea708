"""Requests for files: the hub's address and token, redirects, and what refusals mean."""

from __future__ import annotations

import os
import re
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPMessage, HTTPResponse
from urllib.error import HTTPError

from sketch2image.models.fetching.redirects import IN_THE_WAY, Redirects, TransferError, is_web

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
_LONGEST_WAIT = 120.0
_DIGITS = 18
_SHA256 = re.compile(r'^"?([0-9a-f]{64})"?$')


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
    """Address of the hub, or of the mirror that `HF_ENDPOINT` names.

    Raises:
        TransferError: `HF_ENDPOINT` is no web address.
    """
    address = (os.environ.get("HF_ENDPOINT") or HUB).strip().rstrip("/")
    if not is_web(address):
        raise TransferError(f"HF_ENDPOINT is {address!r}, not a web address", f"E.g. {HUB}.")
    return address


def offline() -> bool:
    """Whether the person wants no network, by `HF_HUB_OFFLINE`."""
    return os.environ.get("HF_HUB_OFFLINE", "").lower() in {"1", "true", "yes", "on"}


def request(
    url: str,
    headers: Mapping[str, str] | None = None,
    timeout: float = STALL_SECONDS,
) -> tuple[HTTPResponse, Announced]:
    """Ask for a file; redirects are followed, the hub's token goes to the hub only.

    Raises:
        TransferError: the person wants no network, the server sends on to an unsafe place, or its
            answer is not the file itself.
        HTTPError, OSError, HTTPException: as `urllib.request` raises them.
    """
    redirects = Redirects()
    response = _open("GET", url, headers or {}, redirects, timeout)
    if wrong := _disguise(response.headers):
        response.close()
        raise TransferError(f"{url} {wrong}", IN_THE_WAY)
    return response, _announced(response.headers, redirects.seen)


def ask(url: str, timeout: float = STALL_SECONDS) -> Announced:
    """What a server says of a file, without the file.

    The hub says all of it where it sends on to its store, which need not answer such questions.

    Raises:
        TransferError: the person wants no network, or the server sends on to an unsafe place.
        HTTPError, OSError, HTTPException: as `urllib.request` raises them.
    """
    redirects = Redirects()
    try:
        with _open("HEAD", url, {}, redirects, timeout) as response:
            return _announced(response.headers, redirects.seen)
    except HTTPError as error:
        if "x-linked-etag" not in redirects.seen:
            raise
        with error:
            return _announced(HTTPMessage(), redirects.seen)


def refusal(url: str, error: HTTPError) -> TransferError:
    """What a final refusal of a server means for the person."""
    text, hint = _REFUSALS.get(error.code, (f"is refused: {error.reason}", _GONE))
    return TransferError(f"{url} {text} ({error.code})", hint)


def whole_size(headers: Message) -> int:
    """Bytes of the whole file, from the headers of a whole or of a partial answer; 0 unknown."""
    span = headers.get("Content-Range")
    return _number(span.rpartition("/")[2] if span else headers.get("Content-Length"))


def retry_after(headers: Message) -> float:
    """Seconds that a busy server asks to wait, at most two minutes; 0 when it does not say."""
    said = headers.get("Retry-After", "")
    try:
        seconds = float(said) if said.isdecimal() else _until(said)
    except (ValueError, TypeError):
        return 0.0
    return min(max(seconds, 0.0), _LONGEST_WAIT)


def _open(
    method: str,
    url: str,
    headers: Mapping[str, str],
    redirects: Redirects,
    timeout: float,
) -> HTTPResponse:
    if offline():
        hint = "Unset it, or name a folder that has the files with `--from`."
        raise TransferError(f"HF_HUB_OFFLINE is set, so {url} is not asked for", hint)
    all_headers = {**_identity(url), **headers}
    try:
        asked = urllib.request.Request(url, headers=all_headers, method=method)
        return urllib.request.build_opener(redirects).open(asked, timeout=timeout)
    except ValueError as error:
        message = f"{url} is no web address, or the server sends on to what is none"
        raise TransferError(message, _GONE) from error


def _identity(url: str) -> dict[str, str]:
    headers = {"User-Agent": "sketch2image", "Accept-Encoding": "identity"}
    token = _token()
    if token and url.startswith(endpoint() + "/"):
        headers["Authorization"] = f"Bearer {token}"
    return headers


def _token() -> str:
    token = os.environ.get("HF_TOKEN", "").strip()
    if token and not (token.isascii() and token.isprintable()):
        raise TransferError("HF_TOKEN is no token: it holds other than plain characters")
    return token


def _disguise(headers: Message) -> str:
    """Why the body of an answer is not the file itself, or nothing."""
    if headers.get("Content-Encoding", "identity").lower() != "identity":
        return "comes compressed, though that was not asked for"
    return "is a web page, not the file" if headers.get_content_type() == "text/html" else ""


def _until(date: str) -> float:
    return parsedate_to_datetime(date).timestamp() - time.time()


def _announced(headers: HTTPMessage, seen: Mapping[str, str]) -> Announced:
    def said(name: str) -> str:
        return seen.get(name.lower()) or headers.get(name, "")

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
    return int(text) if text and text.isdecimal() and len(text) <= _DIGITS else 0
