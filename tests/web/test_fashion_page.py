"""The fashion page in a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np
import pytest

from sketch2image.core.pictures import save_png
from sketch2image.core.types import Match
from sketch2image.web.fashion.finding import Finding
from sketch2image.web.fashion.page import build
from sketch2image.web.fashion.worker import Worker
from sketch2image.web.limits import Limits
from sketch2image.web.server import Place, opened
from tools.garments import COLORS, garment

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PATIENCE = 60_000
"""Milliseconds: a software renderer on a busy machine takes its time."""


class Closet:
    """Finds garments of the color that is named first; its scores are the weight."""

    def __init__(self, folder: Path) -> None:
        self.files = {color: folder / f"{color}.png" for color in COLORS}
        for color, file in self.files.items():
            save_png(file, garment("Dress", color))
        self.sketches: list[np.ndarray | None] = []

    def find(
        self, sketch: np.ndarray | None, text: str, weight: float = 0.5, k: int = 10
    ) -> Sequence[Match]:
        self.sketches.append(sketch)
        files = sorted(self.files.items(), key=lambda entry: entry[0] not in text)
        ranked = enumerate(files[:k], 1)
        return [Match(str(file), weight, rank, weak=False) for rank, (_, file) in ranked]

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture(scope="module")
def closet(tmp_path_factory: pytest.TempPathFactory) -> Closet:
    return Closet(tmp_path_factory.mktemp("closet"))


@pytest.fixture(scope="module")
def page(browser: Browser, closet: Closet) -> Iterator[Page]:
    """One visit from a phone, for all tests of this file."""
    limits = Limits(megabytes=1)
    with (
        patch.dict(os.environ),
        Worker(lambda: closet) as worker,
        opened(
            partial(build, Finding(worker, "closet", limits), limits), Place(port=0), limits
        ) as address,
    ):
        context = browser.new_context(viewport={"width": 412, "height": 915})
        context.set_default_timeout(PATIENCE)
        visit = context.new_page()
        visit.goto(address)
        visit.wait_for_selector("#sketchpad canvas")
        yield visit
        context.close()


def draw(page: Page) -> None:
    box = page.locator("#sketchpad canvas").first.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 50, y - 50)
    page.mouse.down()
    for dx, dy in ((50, -50), (50, 50), (-50, 50)):
        page.mouse.move(x + dx, y + dy)
    page.mouse.up()


def say(page: Page, words: str) -> None:
    page.locator("#words").locator("input, textarea").fill(words)


def first_match(page: Page) -> str:
    return page.locator("#matches .caption-label").first.inner_text()


def test_nothing_drawn_and_nothing_said_is_told_on_the_page(page: Page):
    page.get_by_role("button", name="Find").click()
    message = page.locator(".toast-body")
    assert "Draw the shape, say what it is, or both." in message.inner_text()
    message.locator(".toast-close").click()
    message.wait_for(state="detached")


def test_words_alone_find_ten_pictures_with_enter(page: Page, closet: Closet):
    say(page, "a purple dress")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=nearest to “a purple dress”")
    page.wait_for_selector("#matches img")
    assert closet.sketches[-1] is None
    assert page.locator("#matches .caption-label").count() == 10
    assert first_match(page) == "1 · 0.50 · purple.png"


def test_a_drawing_and_words_are_weighed(page: Page, closet: Closet):
    draw(page)
    say(page, "a green dress")
    page.locator("#weight input[type=number]").fill("0.8")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=weight of the sketch 0.80")
    sketch = closet.sketches[-1]
    assert sketch is not None
    assert 0.002 < (sketch.max(axis=2) < 128).mean() < 0.1
    assert first_match(page) == "1 · 0.80 · green.png"


def test_a_sketch_is_uploaded_and_found_without_words(page: Page, closet: Closet, tmp_path: Path):
    canvas = np.full((200, 160, 3), 255, np.uint8)
    canvas[50:150, 40:44] = 0
    save_png(tmp_path / "mine.png", canvas)
    say(page, "")
    page.get_by_role("tab", name="Sketch").click()
    page.set_input_files("#paper input[type=file]", tmp_path / "mine.png")
    page.wait_for_selector("#paper img")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=10 pictures nearest to your sketch >> visible=true")
    assert closet.sketches[-1] is not None
    assert closet.sketches[-1].shape == (200, 160, 3)


def test_a_phone_needs_no_scrolling_sideways(page: Page):
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 412
