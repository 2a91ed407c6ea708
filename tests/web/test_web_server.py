"""The served page without a browser: what it hands out, takes in, and leaves behind."""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image
from served import ROOT, SAMPLES, Served, start
from visitor import API, Visitor, sent

KEY = ("ann", "s3cret")
SKETCH, PHOTO, WORDS = 1, 2, 3
TEAPOT = SAMPLES / "teapot-1.jpg"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("web")
    (folder / "mine").mkdir()
    for picture in (TEAPOT, SAMPLES / "apple-1.jpg", SAMPLES / "cup-1.jpg"):
        shutil.copy(picture, folder / "mine")
    options = ("--password", ":".join(KEY), "--queue", "1", "--max-mb", "1")
    running = start(folder, "--gallery", str(folder / "mine"), *options)
    yield running
    running.stop()


@pytest.fixture
def visitor(served: Served, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    one = Visitor(served.address, request.node.name, KEY)
    yield one
    one.close()


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("drawn") / "line.png"
    canvas = np.full((200, 200, 3), 255, np.uint8)
    canvas[90:96, 20:180] = 0
    Image.fromarray(canvas).save(file)
    return file


def test_a_stranger_without_the_password_sees_nothing(served: Served):
    stranger = Visitor(served.address, "stranger")
    assert stranger.client.get("/config").status_code == 401
    assert stranger.upload("a.png", b"a").status_code == 401
    stranger.close()


def test_a_photo_finds_itself_and_its_copy_can_be_fetched(visitor: Visitor):
    visitor.ask(PHOTO, visitor.sent(TEAPOT))
    *_, matches = visitor.outcome()["output"]["data"]
    best = matches["value"][0]
    assert best["caption"] == "1 · 1.00 · teapot-1.jpg"
    copy = visitor.file(best["image"]["path"])
    assert copy.status_code == 200
    assert copy.content != TEAPOT.read_bytes()


def test_files_of_the_machine_are_not_handed_out(served: Served, visitor: Visitor):
    own = served.folder / "mine" / "teapot-1.jpg"
    for path in ("/etc/passwd", own, ROOT / "README.md", "gallery/sample/teapot-1.jpg"):
        answer = visitor.file(str(path))
        assert answer.status_code in (403, 404)
        assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("path", ["/etc/passwd", str(TEAPOT)])
def test_a_file_of_the_machine_cannot_be_named_as_an_upload(visitor: Visitor, path: str):
    visitor.ask(PHOTO, sent(path))
    ended = visitor.outcome()
    assert not ended["success"]
    assert path not in str(ended)


def test_addresses_are_not_fetched(served: Served, visitor: Visitor):
    assert visitor.file("http://example.com/a.png").status_code == 403
    assert visitor.ask(PHOTO, sent("https://example.com/a.png")).status_code == 403
    assert visitor.ask(WORDS, sent("https://example.com/a.png")).status_code == 403
    assert not served.strangers


def test_an_upload_above_the_limit_is_refused(visitor: Visitor):
    answer = visitor.upload("large.png", bytes(1024 * 1024 + 1))
    assert answer.status_code == 413
    assert visitor.client.post(f"{API}/queue/join", content=bytes(2**21)).status_code == 413


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"This is a letter. " * 9, "a.png is not a picture"),
        (TEAPOT.read_bytes()[:2000], "a.png is damaged or cut short"),
    ],
)
def test_a_bad_file_is_one_line_without_a_path(visitor: Visitor, content: bytes, told: str):
    (path,) = visitor.upload("a.png", content).json()
    visitor.ask(SKETCH, sent(path))
    error = visitor.outcome()["output"]["error"]
    assert error.startswith(told)
    assert "\n" not in error
    assert "/" not in error


def test_more_than_may_wait_are_turned_away(served: Served, visitor: Visitor, drawn: Path):
    others = [Visitor(served.address, f"other-{n}", KEY) for n in range(3)]
    picture = visitor.sent(drawn)
    answers = [other.ask(SKETCH, picture) for other in others]
    assert answers[0].status_code == 200
    refused = next(answer for answer in answers if answer.status_code != 200)
    assert refused.status_code == 503
    assert "Queue is full" in refused.text
    for other, answer in zip(others, answers, strict=True):
        if answer.status_code == 200:
            assert other.outcome()["success"]
        other.close()


def test_nothing_is_loaded_from_elsewhere(visitor: Visitor):
    page = visitor.client.get("/")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "fonts.googleapis.com" not in page.text
    assert '<script src="http' not in page.text


def test_ctrl_c_ends_it_and_leaves_nothing_behind(served: Served):
    unfinished = urlsplit(served.address)
    visitor = socket.create_connection((unfinished.hostname, unfinished.port))
    visitor.sendall(b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nuser")
    time.sleep(0.5)
    assert served.temporary
    code, out, err = served.stop()
    assert (code, out) == (0, "the page is closed\n")
    assert "KeyboardInterrupt" not in err
    assert not served.temporary
    assert not served.strangers
    with pytest.raises(ProcessLookupError):
        os.killpg(served.process.pid, 0)
