"""The pictures of docs/fashion.md: `python tools/fashion_pictures.py OUT`.

Writes triplets.png and page.png. Drawn garments stand for photos: they may lie in the repository.
The encoder of the page is a small one, trained for some minutes on other drawn garments.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sketch2image.core.paths import HOME_VARIABLE
from sketch2image.core.pictures import save_png
from sketch2image.core.progress import Progress
from sketch2image.systems.fashion.build import Building, Built
from sketch2image.systems.fashion.search import Finder
from sketch2image.systems.fashion.sheet import sheet_of
from sketch2image.systems.fashion.wardrobe import index
from sketch2image.train.data.triplets import TripletFolder
from sketch2image.train.kinds import settings_of, task_of
from sketch2image.train.runs.loop import train
from sketch2image.web.fashion.finding import Finding
from sketch2image.web.fashion.page import build as page_of
from sketch2image.web.fashion.worker import Worker
from sketch2image.web.limits import Limits
from sketch2image.web.server import Place, opened
from tools.garments import COLORS, SHAPES, SHEET, WOOD, Outline, garment

if TYPE_CHECKING:
    from playwright.sync_api import Page

_GROUNDS = (SHEET, WOOD, (150, 160, 170))
_SHOWN = (
    ("Dress", "red"), ("T-Shirt", "white"), ("Pants", "navy"), ("Skirt", "yellow"),
    ("Longsleeve", "green"), ("Shorts", "beige"), ("Dress", "black"), ("T-Shirt", "purple"),
    ("Pants", "gray"),
)  # fmt: skip
_LEARNED, _FOUND = range(1, 4), range(4, 6)
"""Variants of each garment to train on, and to be found."""

_EPOCHS = 24
_ASKED, _WORDS = "Dress", "a blue dress"
_PATIENCE = 120_000

Garments = Iterable[tuple[str, str, int]]
"""Kind, color and variant."""


def main(out: str) -> None:
    """Write both pictures."""
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = home
        place = Path(home)
        shown = _built(place / "shown", [(*one, 0) for one in _SHOWN])
        save_png(Path(out) / "triplets.png", sheet_of(shown), 9)
        learned = _built(place / "learned", product(SHAPES, COLORS, _LEARNED))
        _train(learned.files.root, place / "run")
        _wardrobe(place / "closet", product(SHAPES, COLORS, _FOUND))
        index(str(place / "closet"), str(place / "run"))
        _photograph(Path(out) / "page.png")


def _built(folder: Path, garments: Garments) -> Built:
    _wardrobe(folder / "photos", garments)
    return Building().build(folder / "photos", TripletFolder(folder / "sets", "drawn"))


def _wardrobe(folder: Path, garments: Garments) -> None:
    for number, (kind, color, variant) in enumerate(garments):
        ground = _GROUNDS[number % len(_GROUNDS)]
        picture = garment(kind, color, ground, variant=variant)
        save_png(folder / kind / f"{color} {kind.casefold()} {variant}.png", picture)


def _train(data: Path, out: Path) -> None:
    wanted = {"data": str(data), "out": str(out), "base": "small", "epochs": _EPOCHS}
    settings = settings_of("composed")(**wanted)
    train(task_of("composed", settings, _say), settings, _say)


def _say(event: Progress) -> None:
    if event.done % 20 == 0:
        print(event.stage, event.done, event.total, event.text, flush=True)


def _photograph(file: Path) -> None:
    from playwright.sync_api import sync_playwright

    limits = Limits()
    with Worker(Finder) as finder, sync_playwright() as playwright:
        make = partial(page_of, Finding(finder, "fashion", limits), limits)
        with opened(make, Place(port=0), limits) as address:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
            visit = browser.new_page(viewport={"width": 1280, "height": 900})
            visit.set_default_timeout(_PATIENCE)
            visit.goto(address)
            _ask(visit)
            visit.screenshot(path=file, full_page=True)
            browser.close()


def _ask(page: Page) -> None:
    page.wait_for_selector("#sketchpad canvas")
    page.wait_for_timeout(1500)
    _draw(page, SHAPES[_ASKED])
    page.locator("#words").locator("input, textarea").fill(_WORDS)
    page.keyboard.press("Enter")
    page.wait_for_selector("#matches img")
    page.wait_for_timeout(1500)


def _draw(page: Page, half: Outline) -> None:
    box = page.locator("#sketchpad canvas").first.bounding_box()
    if box is None:
        raise RuntimeError("the page has no sketchpad")
    side = 0.8 * min(box["width"], box["height"])
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    around = [*half, *((1 - x, y) for x, y in reversed(half))]
    for number, (x, y) in enumerate(around):
        page.mouse.move(middle[0] + 0.75 * side * (x - 0.5), middle[1] + side * (y - 0.5))
        if number == 0:
            page.mouse.down()
    page.mouse.up()


if __name__ == "__main__":
    main(*sys.argv[1:])
