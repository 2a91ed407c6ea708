"""Wrong input to `web` ends in one line before anything is served."""

from __future__ import annotations

import importlib.util
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def refused(said, kind: str, *words: str) -> None:
    assert said.code == 2
    assert said.document["error"]["kind"] == kind
    (line,) = said.err.splitlines()
    for word in words:
        assert word in line


def test_a_port_that_is_taken(cli: Callable, taken: int):
    said = cli("web", "--port", taken, "--no-open", "--json")
    refused(said, "input", f"cannot serve at 127.0.0.1:{taken}", "--port 0")


def test_a_host_that_is_not_here(cli: Callable):
    said = cli("web", "--host", "203.0.113.7", "--no-open", "--json")
    refused(said, "input", "cannot serve at 203.0.113.7:7860")


def test_a_gallery_that_is_not_there(cli: Callable, tmp_path: Path):
    said = cli("web", "--port", 0, "--gallery", tmp_path / "none", "--no-open", "--json")
    refused(said, "missing_file", "none")


@pytest.mark.parametrize("password", ["ann", "ann:", ":secret"])
def test_half_a_password(cli: Callable, password: str):
    said = cli("web", "--password", password, "--no-open", "--json")
    refused(said, "input", "no user and password", "USER:PASSWORD")


def test_a_tier_that_is_none(cli: Callable):
    refused(cli("web", "--tier", "huge", "--no-open", "--json"), "input", "no such tier: 'huge'")


def test_gradio_that_is_not_installed(cli: Callable, monkeypatch: pytest.MonkeyPatch):
    found = importlib.util.find_spec
    hidden = lambda name, *rest: None if name == "gradio" else found(name, *rest)  # noqa: E731
    monkeypatch.setattr(importlib.util, "find_spec", hidden)
    said = cli("web", "--no-open", "--json")
    refused(said, "dependency", "gradio is not installed", "pip install")


@pytest.mark.parametrize(
    "words", [("--port", "70000"), ("--queue", "0"), ("--max-mb", "0"), ("--port", "one")]
)
def test_numbers_out_of_range(cli: Callable, words: tuple[str, str]):
    said = cli("web", *words)
    assert said.code == 2
    assert words[0] in said.err
