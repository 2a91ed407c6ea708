"""What the fashion page asks and shows, without a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import save_png
from sketch2image.core.types import Match
from sketch2image.gallery.composed.model import write_composed
from sketch2image.gallery.composed.start import begin
from sketch2image.systems.fashion.search import Finder
from sketch2image.systems.fashion.wardrobe import index
from sketch2image.web.fashion.finding import Finding
from sketch2image.web.fashion.worker import Worker
from sketch2image.web.limits import Limits
from tools.garments import COLORS, garment


class Listening:
    """Takes down what it is asked, and in which threads."""

    def __init__(self) -> None:
        self.asked = []
        self.threads = [threading.get_ident()]

    def find(self, sketch, text, weight=0.5, k=10):
        self.asked.append((sketch, text, weight, k))
        self.threads.append(threading.get_ident())
        if text == "a broken dress":
            message = "/home/me/closet cannot be read"
            raise UserError(ErrorKind.gallery, message, "Index it again.")
        return [Match("/closet/img_7.jpg", 0.5, 1, weak=False)]

    def close(self):
        self.threads.append(threading.get_ident())


@pytest.fixture
def finder() -> Listening:
    return Listening()


@pytest.fixture
def worker(finder: Listening) -> Iterator[Worker]:
    with Worker(lambda: finder) as one:
        yield one


@pytest.fixture
def finding(worker: Worker) -> Finding:
    return Finding(worker, "closet", Limits())


@pytest.fixture
def drawing(tmp_path: Path) -> str:
    canvas = np.full((90, 120, 3), 255, np.uint8)
    canvas[40:44, 20:100] = 0
    Image.fromarray(canvas).save(tmp_path / "drawing.png")
    return str(tmp_path / "drawing.png")


def test_a_sketch_and_words_are_asked_together(finding, finder, drawing):
    view = finding.find(drawing, " a red dress ", 0.75)
    ((sketch, text, weight, k),) = finder.asked
    assert sketch.shape == (90, 120, 3)
    assert ((sketch < 128).all(axis=2).sum()) == 320
    assert (text, weight, k) == ("a red dress", 0.75, 10)
    assert view.headline == "1 pictures nearest to your sketch and “a red dress”"
    assert view.facts == "in closet · weight of the sketch 0.75"
    assert view.tiles[0].line.startswith("1 · 0.50 · img_7.jpg")


def test_words_alone_and_a_sketch_alone_are_asked_alone(finding, finder, drawing, tmp_path):
    Image.new("RGB", (90, 90), "white").save(tmp_path / "blank.png")
    for path in (None, str(tmp_path / "blank.png")):
        view = finding.find(path, "a dress", 0.5)
        assert view.headline.endswith("nearest to “a dress”")
        assert finder.asked.pop()[:2] == (None, "a dress")
    view = finding.find(drawing, "  ", 0.5)
    assert view.headline.endswith("nearest to your sketch")
    assert view.facts == "in closet"
    assert finder.asked.pop()[1] == ""


@pytest.mark.parametrize("text", ["", "   ", None])
def test_nothing_drawn_and_nothing_said_is_one_line(finding, finder, text):
    with pytest.raises(UserError, match="there is no sketch and no word"):
        finding.find(None, text, 0.5)
    assert finder.asked == []


def test_a_bad_file_is_named_without_its_folder(finding, tmp_path):
    (tmp_path / "letter.png").write_text("Dear all")
    with pytest.raises(UserError, match=r"^letter\.png is not a picture"):
        finding.find(str(tmp_path / "letter.png"), "a dress", 0.5)


def test_too_many_words_are_refused(finding):
    with pytest.raises(UserError, match="too many words"):
        finding.find(None, "a" * 301, 0.5)


def test_an_error_of_the_gallery_is_told_without_its_folder(finding):
    with pytest.raises(UserError, match=r"^closet cannot be read\. Index it again\.$"):
        finding.find(None, "a broken dress", 0.5)


def test_a_finder_is_opened_asked_and_closed_in_one_thread():
    opened = []

    def open_finder() -> Listening:
        opened.append(Listening())
        return opened[0]

    with Worker(open_finder) as worker, ThreadPoolExecutor(3) as visitors:
        answers = list(visitors.map(lambda n: worker.find(None, f"dress {n}"), range(6)))
    worker.close()
    assert len(answers) == 6
    (thread,) = set(opened[0].threads)
    assert thread != threading.get_ident()
    assert len(opened[0].threads) == 8


def test_a_gallery_that_cannot_be_opened_is_told_at_once(home):
    with pytest.raises(UserError, match="fashion"):
        Worker(Finder)
    assert not [one for one in threading.enumerate() if one.name.startswith("finder")]


def test_a_real_gallery_is_asked_from_any_thread(home, tmp_path, drawing):
    encoder = begin("small", shared=False, fusion="avg", whole=True, seed=0)
    write_composed(tmp_path / "encoder", encoder, {})
    for color in COLORS:
        save_png(tmp_path / "closet" / f"{color}.png", garment("Dress", color, size=(48, 64)))
    index(str(tmp_path / "closet"), str(tmp_path / "encoder"))
    with Worker(Finder) as worker, ThreadPoolExecutor(1) as visitor:
        page = Finding(worker, "fashion", Limits())
        view = visitor.submit(page.find, drawing, "a red dress", 0.5).result()
    assert len(view.tiles) == 10
    scores = [float(tile.line.split(" · ")[1].split()[0]) for tile in view.tiles]
    assert scores == sorted(scores, reverse=True)
    assert view.tiles[0].image.shape == (64, 48, 3)
