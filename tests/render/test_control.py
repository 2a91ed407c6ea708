from __future__ import annotations

import numpy as np
import pytest

from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.render.control import control, edges, letterbox, pen_colors, placement

LINE = np.array([[100, 100], [500, 100]], np.float32)


@pytest.mark.parametrize("color", [(0, 0, 0), (255, 0, 0), (0, 170, 0), (0, 0, 255)])
def test_pens_of_every_color_are_the_same_control(color):
    black = control(Sketch((640, 480), (Stroke(LINE),)), channels=3)
    colored = control(Sketch((640, 480), (Stroke(LINE, color),)), channels=3)
    assert colored.shape == (3, 512, 512)
    assert set(np.unique(colored)) == {0.0, 1.0}
    assert np.array_equal(colored[0], colored[1])
    assert np.abs(black - colored).sum() <= 0.15 * black.sum()


def test_the_drawing_keeps_its_place_and_proportions():
    rows, columns = np.nonzero(control(Sketch((640, 480), (Stroke(LINE),)))[0])
    place = placement((640, 480))
    assert (columns.min() - place.left) / place.scale == pytest.approx(97.5, abs=3)
    assert (columns.max() - place.left) / place.scale == pytest.approx(502.5, abs=3)
    assert (rows.mean() - place.top) / place.scale == pytest.approx(100, abs=2)


def test_hairlines_of_a_big_scan_survive():
    page = np.full((4000, 3000, 3), 255, np.uint8)
    page[2000:2002, 300:2700] = 0
    columns = np.flatnonzero((letterbox(page) < 128).all(axis=2).any(axis=0))
    assert len(columns) > 0.75 * 384


def test_pen_colors_are_shares_of_the_ink():
    lines = [np.array([[50, y], [450, y]], np.float32) for y in (100, 200, 300)]
    pens = ((255, 0, 0), (255, 0, 0), (0, 0, 255))
    strokes = tuple(Stroke(line, pen) for line, pen in zip(lines, pens, strict=True))
    shares = pen_colors(Sketch((500, 400), strokes))
    assert list(shares)[:2] == ["red", "blue"]
    assert shares["red"] == pytest.approx(2 / 3, abs=0.03)
    assert sum(shares.values()) == pytest.approx(1)


def test_black_ink_is_black_and_no_ink_has_no_color():
    shares = pen_colors(Sketch((640, 480), (Stroke(LINE),)))
    assert shares["black"] > 0.9
    assert pen_colors(Sketch((640, 480))) == {}


@pytest.mark.parametrize("size", [(200, 400), (400, 200), (1400, 900)])
def test_a_plain_photo_has_no_edges(size):
    plain = np.full((*size, 3), 120, np.uint8)
    assert edges(plain, 100, 200).is_empty


def test_edges_of_a_photo_are_thin_lines_where_the_photo_changes():
    photo = np.full((600, 900, 3), 40, np.uint8)
    photo[:, 450:] = 220
    drawn = edges(photo, 100, 200)
    rows, columns = np.nonzero(drawn.mask)
    assert drawn.size == (512, 512)
    assert set(columns.tolist()) <= {254, 255, 256}
    assert rows.min() > 80
    assert rows.max() < 432
    assert drawn.mask.sum() < 2 * 342
