"""A visitor of the page without a browser: what its script sends, sent by hand."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from typing import Any, Self

import httpx


class Caller:
    """One browser at an address; it keeps its cookie.

    Args:
        url: address of the page, with the token.
    """

    def __init__(self, url: str) -> None:
        self.url = httpx.URL(url)
        self.origin = f"http://{self.url.netloc.decode()}"
        self.client = httpx.Client(
            base_url=url, trust_env=False, verify=False, timeout=30, headers={"Origin": self.origin}
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def claim(self) -> int:
        return self.client.post("claim").status_code

    def get(self, place: str, **headers: str) -> httpx.Response:
        return self.client.get(place, headers=headers)

    def news(self, revision: str = "") -> dict[str, Any]:
        return self.client.get("news", params={"revision": revision}).json()

    def send(
        self, name: str, content: bytes | Iterable[bytes], modified: int = 0, **headers: str
    ) -> httpx.Response:
        query = {"name": name, "modified": str(modified)}
        return self.client.put("upload", params=query, content=content, headers=headers)

    def head(self, method: str, place: str, size: int = 0) -> bytes:
        """The first lines of a request, for a connection of one's own."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        lines = (
            f"{method} {self.url.path}{place} HTTP/1.1",
            f"Host: {self.url.netloc.decode()}",
            f"Origin: {self.origin}",
            f"Cookie: {cookies}",
            f"Content-Length: {size}",
        )
        return "\r\n".join((*lines, "", "")).encode()

    def connect(self) -> socket.socket:
        return socket.create_connection((self.url.host, self.url.port or 80))

    def done(self) -> int:
        return self.client.post("done").status_code
