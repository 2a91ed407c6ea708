"""One file over HTTP: resumed after a cut, checked, under its name only when it is whole."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError

from sketch2image.models.fetching.partial import Moved, Partial
from sketch2image.models.fetching.redirects import TransferError
from sketch2image.models.fetching.web import (
    PASSING,
    STALL_SECONDS,
    Announced,
    refusal,
    request,
    retry_after,
    whole_size,
)

PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds to wait after the first, second, ... failure in a row that brought no byte."""

_BLOCK = 1 << 18
_TICK = 0.2
_LARGEST = 50_000_000_000
"""Bytes that no file of a model has; the end of one whose size nobody says."""

_KEPT = "What came is kept: run the same command again to go on from there."


@dataclass(frozen=True)
class Got:
    """A file that came.

    Attributes:
        size: bytes.
        sha256: its digest.
        commit: revision of the hub's repository; empty for other servers.
    """

    size: int
    sha256: str
    commit: str = ""


def download(
    url: str,
    target: Path,
    want: Announced,
    moved: Moved,
    pauses: Sequence[float] = PAUSES,
    timeout: float = STALL_SECONDS,
) -> Got:
    """Bring the file at `url` to `target`.

    What an earlier run left in `target.part` is resumed by a range request, if the server still has
    the same content (`If-Range`) or the digest is known; a connection that is cut or falls silent
    is taken up again.

    Args:
        want: what is known of the file beforehand: size, sha256 or its first digits, or nothing.
        moved: told of every byte; may raise `Cancelled`, which keeps what came.
        pauses: seconds to wait between failures in a row; their number is the patience.
        timeout: seconds of silence after which a connection counts as cut.

    Raises:
        TransferError: refused, gone, cut too often, or not the file that was wanted.
        UserError: the place cannot be written.
    """
    with Partial(target, moved) as part:
        said = _all_of(url, part, want, pauses, timeout)
        fault = _fault(part, want, said)
        if fault and part.resumed:
            part.restart()
            said = _all_of(url, part, want, pauses, timeout)
            fault = _fault(part, want, said)
        if fault:
            part.restart()
            hint = "It was thrown away. Try again, or another source with `--from`."
            raise TransferError(f"{url} is not the expected file: {fault}", hint)
        part.finish()
        return Got(part.size, part.digest, said.commit)


class _Cut(Exception):
    """The connection ended too early; the server may have said how many seconds to wait."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.wait = wait


def _all_of(
    url: str, part: Partial, want: Announced, pauses: Sequence[float], timeout: float
) -> Announced:
    failures = 0
    while True:
        before = part.size
        try:
            return _attempt(url, part, want, timeout)
        except _Cut as cut:
            failures = 0 if part.size > before else failures
            if failures >= len(pauses):
                kept = _KEPT if part.size else "Check the network, then run the command again."
                raise TransferError(f"the connection for {url} broke off: {cut}", kept) from cut
            _wait(max(pauses[failures], cut.wait), part)
            failures += 1


def _attempt(url: str, part: Partial, want: Announced, timeout: float) -> Announced:
    if want.sha256 and part.size and part.size == want.size:
        return want
    headers = _range(part, want)
    try:
        response, said = request(url, headers, timeout=timeout)
    except HTTPError as error:
        return _refused(url, error, part, want, timeout)
    except (OSError, HTTPException) as error:
        raise _Cut(_reason(error)) from error
    with response:
        _begin(response, said, part)
        limit = want.size or said.size or _LARGEST
        for block in _blocks(response):
            part.write(block)
            if part.size > limit:
                raise _too_large(url, limit, part)
        total = whole_size(response.headers)
    if part.size < (total or want.size):
        raise _Cut(f"{part.size} of {total or want.size} bytes came")
    return said


def _range(part: Partial, want: Announced) -> dict[str, str]:
    if not part.size:
        return {}
    if part.validator:
        return {"Range": f"bytes={part.size}-", "If-Range": part.validator}
    if want.sha256:
        return {"Range": f"bytes={part.size}-"}
    return {}


def _refused(
    url: str, error: HTTPError, part: Partial, want: Announced, timeout: float
) -> Announced:
    with error:
        if error.code == 416 and part.size:
            if part.size == whole_size(error.headers):
                return Announced(part.size)
            part.restart()
            return _attempt(url, part, want, timeout)
        if error.code in PASSING:
            reason = f"{error.reason} ({error.code})"
            raise _Cut(reason, retry_after(error.headers)) from error
        raise refusal(url, error) from error


def _begin(response: HTTPResponse, said: Announced, part: Partial) -> None:
    """Make ready for the body of an answer: it goes on where `part` ends, or starts the file."""
    if response.status != 206:
        part.restart(said.validator)
    elif not _continues(response, said, part):
        part.restart()
        raise _Cut("the server sent another piece than the one asked for")


def _continues(response: HTTPResponse, said: Announced, part: Partial) -> bool:
    start = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    same = not (part.validator and said.validator) or part.validator == said.validator
    return start == str(part.size) and same


def _too_large(url: str, limit: int, part: Partial) -> TransferError:
    part.restart()
    hint = "It was thrown away. Try again, or another source with `--from`."
    return TransferError(f"{url} is not the expected file: more than {limit} bytes came", hint)


def _blocks(response: HTTPResponse) -> Iterator[bytes]:
    while True:
        try:
            block = response.read1(_BLOCK)
        except (OSError, HTTPException) as error:
            raise _Cut(_reason(error)) from error
        if not block:
            return
        yield block


def _fault(part: Partial, want: Announced, said: Announced) -> str:
    size, sha256 = want.size or said.size, want.sha256 or said.sha256
    if size and part.size != size:
        return f"{part.size} bytes instead of {size}"
    if not part.digest.startswith(sha256):
        return f"its sha256 is {part.digest} instead of {sha256}"
    return ""


def _wait(seconds: float, part: Partial) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        part.write(b"")
        time.sleep(min(_TICK, left))


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    return getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
