"""What is drawn looks on the screen as in the sketch that is searched for."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter

from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.ui.canvas.fit import Fit
from sketch2image.ui.canvas.layer import StrokeLayer
from tests.ui.canvas.conftest import pixels

SIZE = (320, 240)


def wave(down: float = 0, **looks) -> Stroke:
    x = np.linspace(30, 290, 60)
    points = np.stack((x, 120 + down + 60 * np.sin(x / 25)), 1)
    return Stroke(points.astype(np.float32), **looks)


def dot(x: float, y: float, **looks) -> Stroke:
    return Stroke(np.array([[x, y]], np.float32), **looks)


def over_white(image: QImage) -> np.ndarray:
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill("white")
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    return pixels(paper)


def shown(sketch: Sketch, layer: StrokeLayer | None = None, current: Stroke | None = None):
    layer = layer or StrokeLayer()
    layer.show(sketch, *sketch.size)
    return layer.picture(current)


DRAWINGS = {
    "pens": (wave(width=5), wave(30, color=(200, 30, 30), width=9), wave(-40, width=15)),
    "thin": (wave(width=1), wave(20, width=3)),
    "dots": (dot(100, 100, width=15), dot(180.5, 60.25, width=6, color=(0, 0, 200))),
    "wiped": (wave(width=9), Stroke(np.float32([[160, 0], [160, 239]]), width=40, eraser=True)),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_layer_over_white_is_the_raster(name: str):
    sketch = Sketch(SIZE, DRAWINGS[name])
    difference = np.abs(over_white(shown(sketch)) - sketch.raster.astype(int))
    inked = (sketch.raster < 250).any(axis=2)
    assert difference[inked].mean() < 10
    assert difference[~inked].mean() < 0.5
    assert (difference.max(axis=2) > 128).sum() < 0.01 * inked.sum()


def test_a_picture_under_the_strokes_is_the_raster_too():
    rng = np.random.default_rng(0)
    backdrop = rng.integers(0, 256, (240, 320, 3)).astype(np.uint8)
    sketch = Sketch(
        SIZE, (Stroke(np.float32([[20, 20], [90, 20]]), width=30, eraser=True),), backdrop
    )
    difference = np.abs(over_white(shown(sketch)) - sketch.raster.astype(int))
    assert difference[60:].max() == 0
    assert difference.mean() < 2


def test_the_paper_shows_where_nothing_is_drawn_and_where_it_was_wiped():
    image = shown(Sketch(SIZE, DRAWINGS["wiped"]))
    assert image.pixelColor(5, 5).alpha() == 0
    assert image.pixelColor(160, 120).alpha() == 0
    assert shown(Sketch(SIZE, DRAWINGS["wiped"][:1])).pixelColor(62, 157).alpha() == 255


def test_strokes_added_taken_back_and_changed_look_as_if_drawn_at_once():
    first, second, wiper = wave(), wave(40), dot(160, 120, width=50, eraser=True)
    layer = StrokeLayer()
    for strokes in ((first,), (first, second), (first, second, wiper), (first,), (second, first)):
        sketch = Sketch(SIZE, strokes)
        assert shown(sketch, layer) == shown(sketch)


def test_the_stroke_being_drawn_is_not_kept():
    layer, sketch = StrokeLayer(), Sketch(SIZE, (wave(),))
    before = shown(sketch, layer).copy()
    both = Sketch(SIZE, (*sketch.strokes, wave(40)))
    assert shown(sketch, layer, wave(40)) == shown(both)
    assert shown(sketch, layer) == before


def test_the_layer_is_as_sharp_as_the_screen():
    sketch, layer = (
        Sketch(SIZE, (Stroke(np.float32([[100, 0], [100, 239]]), width=10),)),
        StrokeLayer(),
    )
    layer.show(sketch, 960, 720)
    row = [layer.picture().pixelColor(x, 360).alpha() for x in range(960)]
    assert sum(alpha == 255 for alpha in row) in (33, 34)
    assert sum(0 < alpha < 255 for alpha in row) <= 2


@pytest.mark.parametrize("room", [(640, 480), (900, 500), (333, 901), (240, 180)])
def test_the_canvas_is_as_large_as_fits_and_in_the_middle(room: tuple[int, int]):
    fit = Fit.of((640, 480), QSize(*room))
    assert fit.rect.width() in (room[0], *range(int(room[1] * 4 / 3) - 1, room[1] * 4 // 3 + 2))
    assert fit.rect.width() == room[0] or fit.rect.height() == room[1]
    assert abs(fit.rect.left() - (room[0] - fit.rect.width()) / 2) < 1
    assert fit.to_canvas(fit.to_widget(100, 300)) == pytest.approx((100, 300))
