from __future__ import annotations

import numpy as np
import pytest

from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.synth import objects
from sketch2image.synth.lines import Line, outlines
from sketch2image.synth.sdf import View, look
from sketch2image.synth.shapes import Material, Shape, box, ellipsoid

CLAY = Material((0.7, 0.4, 0.3))
SIZE = (320, 240)
SCALE = 100.0


def drawn(*shapes: Shape) -> list[Line]:
    view = View(np.eye(3), SIZE, SCALE, (160.0, 120.0))
    return outlines(look(shapes, view, threads=1))


def length(line: Line) -> float:
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def ball(x: float, y: float, z: float, radius: float, part: str) -> Shape:
    return ellipsoid((x, y, z), (radius, radius, radius), CLAY, part)


def test_a_ball_is_one_closed_circle() -> None:
    (circle,) = drawn(ball(0, 0, 0, 0.8, "ball"))
    assert np.array_equal(circle[0], circle[-1])
    radii = np.hypot(*(circle - (160, 120)).T)
    assert radii == pytest.approx(np.full(len(radii), 80), abs=1.5)
    assert length(circle) == pytest.approx(2 * np.pi * 80, rel=0.03)


def test_nothing_seen_is_nothing_drawn() -> None:
    assert drawn(ball(9, 0, 0, 0.5, "ball")) == []


def test_a_border_between_two_parts_is_drawn_once() -> None:
    left = box((-0.4, 0, 0), (0.4, 0.5, 0.2), CLAY, "left", rounding=0.001)
    right = box((0.4, 0, 0), (0.4, 0.5, 0.2), CLAY, "right", rounding=0.001)
    lines = drawn(left, right)
    assert sum(map(length, lines)) == pytest.approx(2 * (160 + 100) + 100, rel=0.06)


def test_shapes_of_one_part_have_no_border() -> None:
    left = box((-0.4, 0, 0), (0.4, 0.5, 0.2), CLAY, "one")
    right = box((0.4, 0, 0), (0.4, 0.5, 0.2), CLAY, "one")
    assert len(drawn(left, right)) == 1


def test_lines_come_longest_first() -> None:
    eyes = [ball(x, 0.2, 0.75, 0.12, "eyes") for x in (-0.3, 0.3)]
    lengths = list(map(length, drawn(ball(0, 0, 0, 0.8, "head"), *eyes)))
    assert len(lengths) == 3
    assert lengths == sorted(lengths, reverse=True)


def test_seeds_on_the_silhouette_are_left_out() -> None:
    inside = [ball(0.4 * np.cos(t), 0.4 * np.sin(t), 0.7, 0.06, "seeds") for t in range(5)]
    edge = [ball(0.82 * np.cos(t), 0.82 * np.sin(t), 0, 0.06, "seeds") for t in range(3)]
    fruit = ball(0, 0, 0, 0.8, "fruit")
    assert len(drawn(fruit, *inside, *edge)) == len(drawn(fruit, *inside)) == 6


def test_a_crumb_is_not_drawn() -> None:
    assert len(drawn(ball(0, 0, 0, 0.8, "ball"), ball(0, 0, 0.8, 0.02, "crumb"))) == 1


def test_lines_that_cross_are_led_straight_on() -> None:
    places = [(-0.4, -0.4), (0.4, -0.4), (-0.4, 0.4), (0.4, 0.4)]
    panes = [box((x, y, 0), (0.4, 0.4, 0.1), CLAY, f"pane {x} {y}", 0.001) for x, y in places]
    frame, *bars = drawn(*panes)
    assert length(frame) == pytest.approx(4 * 160, rel=0.05)
    assert len(bars) == 2
    spans = sorted(np.ptp(bar, axis=0).round().tolist() for bar in bars)
    assert spans == [pytest.approx([0, 160], abs=8), pytest.approx([160, 0], abs=8)]


def test_a_thin_stem_stays() -> None:
    stem = box((0, 0.8, 0), (0.04, 0.25, 0.04), CLAY, "stem")
    (outline, *_) = drawn(ball(0, -0.1, 0, 0.7, "fruit"), stem)
    assert outline[:, 1].min() < 18


@pytest.mark.parametrize("name", ["hamburger", "pineapple", "pizza", "strawberry"])
def test_lines_do_not_double(name: str) -> None:
    strokes = objects.strokes(objects.sample(name, np.random.default_rng(4)), width=2)
    ink = Sketch((640, 480), strokes).mask.sum()
    alone = sum(Sketch((640, 480), (Stroke(s.points, width=2),)).mask.sum() for s in strokes)
    assert ink > 0.93 * alone
