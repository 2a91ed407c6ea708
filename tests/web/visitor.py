"""A visitor without a browser: what the page's script sends, sent by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx

API = "/gradio_api"


class Visitor:
    """One session of the page at an address."""

    def __init__(self, address: str, name: str, credentials: tuple[str, str] | None = None) -> None:
        self.client = httpx.Client(base_url=address, timeout=60, trust_env=False)
        self.name = name
        if credentials:
            user, password = credentials
            self.client.post("/login", data={"username": user, "password": password})

    def close(self) -> None:
        self.client.close()

    def upload(self, name: str, content: bytes) -> httpx.Response:
        return self.client.post(f"{API}/upload", files={"files": (name, content)})

    def sent(self, file: Path) -> dict[str, Any]:
        """A file on its way, as an input takes it."""
        (path,) = self.upload(file.name, file.read_bytes()).json()
        return sent(path)

    def ask(self, way: int, given: object, *options: object) -> httpx.Response:
        """Press the button of a tab, 0 the first."""
        body = {
            "fn_index": self._functions[way],
            "session_hash": self.name,
            "data": [given, *(options or self._defaults)],
        }
        return self.client.post(f"{API}/queue/join", json=body)

    def outcome(self) -> dict[str, Any]:
        """What the page is told once the question has ended."""
        with self.client.stream(
            "GET", f"{API}/queue/data", params={"session_hash": self.name}
        ) as stream:
            for line in stream.iter_lines():
                message = json.loads(line.removeprefix("data:")) if line else {}
                if message.get("msg") == "process_completed":
                    return message
        raise AssertionError("the stream ended without an outcome")

    def file(self, path: str) -> httpx.Response:
        return self.client.get(f"{API}/file={path}")

    @property
    def _functions(self) -> list[int]:
        dependencies = self.client.get("/config").json()["dependencies"]
        return [row["id"] for row in dependencies if len(row["inputs"]) > 1]

    @property
    def _defaults(self) -> list[object]:
        config = self.client.get("/config").json()
        values = {row["id"]: row["props"].get("value") for row in config["components"]}
        row = next(row for row in config["dependencies"] if len(row["inputs"]) > 1)
        return [values[number] for number in row["inputs"][1:]]


def sent(path: str) -> dict[str, Any]:
    return {"path": path, "orig_name": Path(path).name, "meta": {"_type": "gradio.FileData"}}
