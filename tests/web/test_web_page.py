"""The page in a real browser: drawn on with the mouse, used with the keyboard."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from served import SAMPLES, Served, start

from sketch2image.core.opencv import cv2
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import silent
from sketch2image.engine.sources import strokes_of
from sketch2image.gallery.gallery import Gallery
from sketch2image.gallery.lock import writer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PATIENCE = 60_000
"""Milliseconds: a software renderer on a busy machine takes its time."""

IN_SIGHT = "node => node.getBoundingClientRect().bottom <= window.innerHeight"

KINDS = ("banana", "teapot", "pizza")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("web")
    for name in ("samples", "busy"):
        (folder / name).mkdir()
    for name in [f"{kind}-{n}.jpg" for kind in KINDS for n in (1, 2, 3, 4)]:
        shutil.copy(SAMPLES / name, folder / "samples")
    galleries = ("--gallery", str(folder / "samples"), "--gallery", str(folder / "busy"))
    running = start(folder, *galleries, "--max-mb", "1")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the camera sees: black on the left, white on the right."""
    file = tmp_path_factory.mktemp("camera") / "seen.mjpeg"
    halves = np.repeat([0, 255], 320).astype(np.uint8)
    Image.fromarray(np.tile(halves, (480, 1))).convert("RGB").save(file, "JPEG")
    return file


@pytest.fixture(scope="module")
def browser(seen: Path) -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))))
    flags = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
             "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
             f"--use-file-for-fake-video-capture={seen}"]  # fmt: skip
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=flags)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """One visit, small and dark, for all tests of this file; it keeps what it requested."""
    with browser.new_context(
        viewport={"width": 480, "height": 800}, color_scheme="dark"
    ) as context:
        context.set_default_timeout(PATIENCE)
        visit = context.new_page()
        visit.requested = []  # type: ignore[attr-defined]
        visit.on("request", lambda request: visit.requested.append(request.url))
        visit.goto(served.address)
        visit.wait_for_selector("#sketchpad canvas")
        yield visit


def go_to(page: Page, tab: str) -> None:
    page.get_by_role("tab", name=tab).click()


def choose(page: Page, gallery: str) -> None:
    page.get_by_label("Gallery", exact=True).click()
    page.get_by_role("option", name=gallery).click()


def told(page: Page) -> str:
    """The newest message, which is then put away."""
    message = page.locator(".toast-body").last
    *_, text = message.inner_text().splitlines()
    message.locator(".toast-close").click()
    message.wait_for(state="detached")
    return text


def draw(page: Page, lines: list[np.ndarray]) -> None:
    box = page.locator("#sketchpad canvas").first.bounding_box()
    assert box is not None
    ends = np.concatenate(lines)
    low, high = ends.min(axis=0), ends.max(axis=0)
    scale = 0.5 * min(box["width"], box["height"]) / (high - low).max()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for line in lines:
        places = ((line - (low + high) / 2) * scale + middle).tolist()
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place)
        page.mouse.up()


def banana() -> list[np.ndarray]:
    """A few straight lines: each movement of the mouse costs a software renderer a frame."""
    strokes = (stroke.points[:, None] for stroke in strokes_of("banana", 1))
    lines = (cv2.approxPolyDP(points, 48, closed=False)[:, 0] for points in strokes)
    return [line for line in lines if len(line) > 1]


def test_an_empty_sketchpad_is_one_line(page: Page):
    page.get_by_role("button", name="Name, render and search").click()
    assert told(page) == "the sketch is empty. Draw something first."
    assert page.locator("#said").inner_text().startswith("Nothing asked yet")
    assert page.locator("#said .headline").evaluate(IN_SIGHT)


def test_what_is_drawn_is_named_rendered_and_found(page: Page, tmp_path: Path):
    draw(page, banana())
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#matches img")
    assert page.locator("#said .headline").inner_text() == "Banana"
    assert "banana" in page.locator("#guesses").inner_text()
    assert page.locator("#matches").inner_text().count("banana-") == 4
    with page.expect_download() as download:
        page.locator("#get-picture").click()
    assert download.value.suggested_filename == "picture.png"
    download.value.save_as(tmp_path / "picture.png")
    assert open_picture(tmp_path / "picture.png").shape == (512, 512, 3)


def test_a_small_window_needs_no_scrolling_sideways(page: Page):
    width = page.evaluate("document.scrollingElement.scrollWidth")
    assert width <= 480


def test_a_photo_is_uploaded_and_searched(page: Page):
    go_to(page, "Photo")
    page.set_input_files("#photo input[type=file]", SAMPLES / "teapot-1.jpg")
    page.wait_for_selector("#photo img")
    page.get_by_role("button", name="Search").click()
    page.wait_for_selector("text=1 · 1.00 · teapot-1.jpg")
    assert not page.locator("#picture").is_visible()


def test_a_question_is_called_off_with_escape(
    page: Page, served: Served, monkeypatch: pytest.MonkeyPatch
):
    page.get_by_role("button", name="Options").click()
    choose(page, "busy")
    monkeypatch.setenv("SKETCH2IMAGE_HOME", str(served.folder / "home"))
    busy = Gallery.of_folder(served.folder / "busy")
    with busy, writer(busy.store, "busy", silent):
        page.get_by_role("button", name="Search").click()
        page.wait_for_selector("text=waiting for another process to finish with busy")
        page.keyboard.press("Escape")
        page.wait_for_selector("text=Called off")
        choose(page, "samples")
        page.get_by_role("button", name="Search").click()
        page.wait_for_selector("text=nearest to your photo")


def test_words_are_searched_with_enter(page: Page):
    go_to(page, "Words")
    page.locator("#words textarea, #words input").fill("pizza")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=pictures nearest to “pizza”")
    assert "pizza-" in page.locator("#matches").inner_text()


def test_a_file_above_the_limit_is_refused(page: Page, tmp_path: Path):
    heavy = np.random.default_rng(0).integers(0, 255, (640, 640, 3))
    Image.fromarray(heavy.astype(np.uint8)).save(tmp_path / "heavy.png")
    go_to(page, "Sketch")
    page.set_input_files("#paper input[type=file]", tmp_path / "heavy.png")
    assert "size" in told(page)


def test_a_snapshot_is_taken_as_the_camera_sees_it(page: Page):
    go_to(page, "Sketch")
    box = page.locator("#paper")
    box.get_by_label("Capture from camera").click()
    box.get_by_text("Access Webcam").click()
    box.get_by_label("capture photo").click()
    address = box.locator("img[src*='/file=']").get_attribute("src")
    assert address is not None
    snapshot = Image.open(io.BytesIO(page.request.get(address).body())).convert("L")
    left, right = (np.asarray(snapshot.resize((2, 1)))[0] > 128).tolist()
    assert (left, right) == (False, True)


def test_nothing_was_requested_from_elsewhere(page: Page, served: Served):
    requested = page.requested  # type: ignore[attr-defined]
    assert len(requested) > 20
    own = (served.address, "data:", f"blob:{served.address}")
    assert [url for url in requested if not url.startswith(own)] == []
    assert not served.strangers
