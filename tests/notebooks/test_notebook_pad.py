"""The pad of the notebooks, drawn on with a mouse in a real browser."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.sketch import Sketch
from sketch2image.engine.sketches import open_sketch
from sketch2image.web.notebook.listener import Listener
from sketch2image.web.notebook.pad import COLORS, Pad, sketch_from

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

browser_needed = pytest.mark.browser
Point = tuple[float, float]
ZIGZAG = [(100, 100), (200, 300), (300, 100)]
LINE = [(400, 100), (500, 400)]


@pytest.fixture
def show(browser: Browser) -> Iterator[Callable[[Pad, str], Page]]:
    """Shows a pad in a page of a server on this machine, as Jupyter does."""
    html: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html[0].encode())

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()

    def shown(pad: Pad, script: str = "") -> Page:
        html[:] = [f"<!doctype html><script>{script}</script>{pad._repr_html_()}"]
        page.goto(f"http://localhost:{server.server_port}/")
        return page

    yield shown
    page.close()
    server.shutdown()
    server.server_close()


@browser_needed
def test_strokes_reach_the_kernel_as_they_are_drawn(show: Callable[..., Page]) -> None:
    pad = Pad()
    page = show(pad)
    _draw(page, ZIGZAG)
    _press(page, "red")
    _draw(page, LINE)
    sketch = _waited(pad, strokes=2)
    assert sketch.size == (640, 480)
    assert [stroke.color for stroke in sketch.strokes] == [COLORS["black"], COLORS["red"]]
    for stroke, points in zip(sketch.strokes, (ZIGZAG, LINE), strict=True):
        assert np.allclose(stroke.points[[0, -1]], [points[0], points[-1]], atol=1.5)
    assert sketch_from(pad, "", "cup") is sketch
    assert _status(page) == "The notebook has it: 2 strokes."


@browser_needed
def test_undo_redo_clear_and_eraser_change_the_sketch(show: Callable[..., Page]) -> None:
    pad = Pad()
    page = show(pad)
    _draw(page, ZIGZAG)
    _draw(page, LINE)
    _press(page, "undo")
    _waited(pad, strokes=1)
    _press(page, "redo")
    _waited(pad, strokes=2)
    _press(page, "eraser")
    _draw(page, [(90, 100), (110, 100)])
    erased = _waited(pad, strokes=3)
    assert erased.strokes[2].eraser
    assert not erased.mask[100, 100]
    _press(page, "clear")
    _until(lambda: pad.sketch is None)
    _press(page, "undo")
    _waited(pad, strokes=3)


@browser_needed
def test_saved_files_are_read_as_sketches(show: Callable[..., Page], tmp_path: Path) -> None:
    pad = Pad()
    page = show(pad)
    _draw(page, ZIGZAG)
    _draw(page, [(500, 300)])
    sent = _waited(pad, strokes=2)
    for name in ("sketch.svg", "sketch.png"):
        with page.expect_download() as download:
            _press(page, f"save {name[-3:].upper()}")
        download.value.save_as(tmp_path / name)
    svg, png = open_sketch(tmp_path / "sketch.svg"), open_sketch(tmp_path / "sketch.png")
    assert svg == sent
    assert len(svg.strokes[1].points) == 1
    assert (svg.mask == png.mask).mean() > 0.995


@browser_needed
def test_a_pad_without_way_to_the_kernel_says_what_to_do(show: Callable[..., Page]) -> None:
    pad = Pad()
    page = show(pad, "window.fetch = () => Promise.reject(new TypeError('no route'));")
    _draw(page, LINE)
    _until(lambda: "Save the SVG, upload it" in _status(page))
    assert pad.sketch is None


@browser_needed
def test_in_colab_strokes_go_through_its_kernel(show: Callable[..., Page], colab: Path) -> None:
    pad = Pad()
    from google.colab import output

    page = show(
        pad,
        "window.calls = []; window.google = {colab: {kernel: {"
        "invokeFunction: async (...words) => { window.calls.push(words); }}}};",
    )
    _draw(page, LINE)
    ((name, (svg,), _),) = page.evaluate("window.calls")
    output.callbacks[name](svg)
    assert pad.sketch is not None
    assert len(pad.sketch.strokes) == 1


@pytest.mark.parametrize("body", ["<html/>", "no svg", "<svg"])
def test_what_is_no_sketch_is_refused(body: str) -> None:
    pad = Pad()
    with pytest.raises(UserError, match="no sketch of this program"):
        pad.receive(body)
    assert pad.sketch is None


def test_the_listener_takes_texts_at_its_own_address_alone() -> None:
    heard: list[str] = []
    with Listener(heard.append) as listener:
        assert _posted(listener.address, "빨간 찻주전자") == 204
        assert _posted(f"{listener.address}x", "a stranger") == 403
        assert _posted(listener.address, "") == 403
    assert heard == ["빨간 찻주전자"]


def test_without_file_or_drawing_a_sample_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    sketch = sketch_from(Pad(), "", "cup", 1)
    assert not sketch.is_empty
    assert "a sample: cup" in capsys.readouterr().out


def test_only_colab_asks_for_a_file() -> None:
    with pytest.raises(UserError, match="only Colab can ask for a file") as caught:
        sketch_from(Pad(), "upload", "cup")
    assert caught.value.kind is ErrorKind.input


def _draw(page: Page, points: list[Point]) -> None:
    box = page.locator("canvas").bounding_box()
    assert box is not None
    places = [(box["x"] + x, box["y"] + y) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


def _press(page: Page, name: str) -> None:
    _button(page, name).click()


def _button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def _status(page: Page) -> str:
    return page.locator(".status").inner_text()


def _waited(pad: Pad, strokes: int) -> Sketch:
    _until(lambda: pad.sketch is not None and len(pad.sketch.strokes) == strokes)
    assert pad.sketch is not None
    return pad.sketch


def _until(met: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not met():
        assert time.monotonic() < end
        time.sleep(0.02)


def _posted(address: str, text: str) -> int:
    request = urllib.request.Request(address, text.encode(), method="POST")
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
