"""A real HTTP server on loopback that answers as it is told, path by path."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast


@dataclass
class Served:
    """How one path answers.

    Attributes:
        content: the bytes of the file.
        etag: its validator, or empty for none.
        ranges: whether range requests are understood.
        cuts: after how many bytes of an answer to hang up, one number for each answer.
        stalls: the same, but falling silent until the server ends.
        codes: refusals to give first, one after the other.
        location: where to send the client instead.
        linked: announce this content's digest and size, as the hub does for large files.
        commit: revision that the hub announces.
        head: status for HEAD requests.
        headers: more headers of every answer.
        obeys: whether If-Range is obeyed; else ranges are served whatever the content is.
        shifts: how far off the ranges of the next answers begin.
    """

    content: bytes = b""
    etag: str = '"one"'
    ranges: bool = True
    cuts: list[int] = field(default_factory=list)
    stalls: list[int] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    location: str = ""
    linked: bytes | None = None
    commit: str = ""
    head: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    obeys: bool = True
    shifts: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """A request that came."""

    method: str
    path: str
    range: str
    authorization: str


class FileServer(ThreadingHTTPServer):
    """Serves `files` by path and remembers what was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, Served] = {}
        self.asked: list[Asked] = []
        self.ended = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def gets(self, path: str = "") -> list[Asked]:
        return [one for one in self.asked if one.method == "GET" and one.path.endswith(path)]


@contextmanager
def running() -> Iterator[FileServer]:
    """A server that runs until the end of the block."""
    server = FileServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    @property
    def owner(self) -> FileServer:
        return cast(FileServer, self.server)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def _answer(self, body: bool) -> None:
        headers = self.headers
        asked = Asked(
            self.command,
            self.path,
            headers.get("Range", ""),
            headers.get("Authorization", ""),
        )
        self.owner.asked.append(asked)
        served = self.owner.files.get(self.path)
        if served is None:
            self._say(404)
        elif not body and served.head != 200:
            self._say(served.head)
        elif served.codes:
            self._say(served.codes.pop(0), served.headers)
        elif served.location:
            self._say(302, {"Location": served.location, **_hub(served)})
        else:
            self._send(served, body)

    def _send(self, served: Served, body: bool) -> None:
        start, size = self._start(served), len(served.content)
        if start is not None and start >= size:
            self._say(416, {"Content-Range": f"bytes */{size}"})
            return
        if start and served.shifts:
            start += served.shifts.pop(0)
        headers = {"Content-Length": str(size - (start or 0)), **_hub(served), **served.headers}
        if served.etag:
            headers["ETag"] = served.etag
        if start is not None:
            headers["Content-Range"] = f"bytes {start}-{size - 1}/{size}"
        self._say(200 if start is None else 206, headers, size - (start or 0))
        if body:
            self._write(served, served.content[start or 0 :])

    def _start(self, served: Served) -> int | None:
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if not wanted or not served.ranges:
            return None
        if served.obeys and self.headers.get("If-Range", served.etag) != served.etag:
            return None
        return int(wanted[1])

    def _write(self, served: Served, content: bytes) -> None:
        cut = served.cuts.pop(0) if served.cuts else len(content)
        stall = served.stalls.pop(0) if served.stalls else None
        with suppress(ConnectionError):  # the client may have seen enough
            self.wfile.write(content[: cut if stall is None else stall])
            self.wfile.flush()
        if stall is not None:
            self.owner.ended.wait()

    def _say(self, code: int, headers: dict[str, str] | None = None, size: int = 0) -> None:
        self.send_response(code)
        for name, value in {"Content-Length": str(size), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()


def _hub(served: Served) -> dict[str, str]:
    headers = {}
    if served.linked is not None:
        headers["X-Linked-Etag"] = f'"{hashlib.sha256(served.linked).hexdigest()}"'
        headers["X-Linked-Size"] = str(len(served.linked))
    if served.commit:
        headers["X-Repo-Commit"] = served.commit
    return headers
