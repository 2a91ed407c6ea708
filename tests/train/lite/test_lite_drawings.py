"""Traced lines, their variations and the normalized ink both models see."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.ink import normalize
from sketch2image.core.labels import LABELS
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.train.lite.augment import draw, evenly, in_the_air, length, vary, without_details
from sketch2image.train.lite.drawings import Drawing, trace, unit
from sketch2image.train.lite.sources import load, store
from sketch2image.train.lite.split import instance, split
from sketch2image.train.lite.vocabulary import index, labels, of_class, of_quickdraw


def house() -> list[np.ndarray]:
    walls = [[100, 200], [100, 380], [300, 380], [300, 200]]
    roof = [[80, 210], [200, 90], [320, 210]]
    door = [[180, 380], [180, 300], [220, 300], [220, 380]]
    knob = [[210, 340], [212, 342]]
    return [np.array(line, np.float32) for line in (walls, roof, door, knob)]


def raster(scale: float, width: float) -> np.ndarray:
    strokes = tuple(Stroke(line * np.float32(scale), width=width) for line in house())
    return Sketch((round(420 * scale), round(480 * scale)), strokes).mask


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """Correlation after a little blur, since a pixel to the left is still the same line."""
    from sketch2image.core.opencv import cv2

    soft = [cv2.GaussianBlur(ink.astype(np.float32), (0, 0), 1.5).ravel() for ink in (one, other)]
    return float(np.corrcoef(*soft)[0, 1])


@pytest.mark.parametrize(("scale", "width"), [(0.3, 2), (1.0, 9), (2.5, 5), (4.0, 20)])
def test_any_pen_on_any_paper_gives_the_same_ink(scale: float, width: float) -> None:
    assert likeness(normalize(raster(1.0, 5)), normalize(raster(scale, width))) > 0.9


def test_ink_of_a_dot_and_of_a_straight_line() -> None:
    dot = np.zeros((50, 50), bool)
    dot[20, 30] = True
    assert normalize(dot).any()
    line = np.zeros((50, 50), bool)
    line[25] = True
    assert normalize(line).shape == (64, 64)


def test_lines_drawn_straight_look_like_a_picture_of_them() -> None:
    rng = np.random.default_rng(0)
    straight = draw(unit(house()), rng, 64, scan_chance=0)
    scanned = draw(unit(house()), rng, 64, scan_chance=1)
    assert likeness(straight, scanned) > 0.9
    assert likeness(straight, normalize(raster(1.0, 5))) > 0.9


def test_a_traced_picture_is_the_drawing_again() -> None:
    lines = trace(raster(1.0, 5))
    again = draw(lines, np.random.default_rng(0), 64, scan_chance=0)
    assert likeness(again, normalize(raster(1.0, 5))) > 0.9


def test_nothing_to_trace_in_an_empty_picture() -> None:
    assert trace(np.zeros((40, 40), bool)) == ()


def test_variations_differ_stay_in_the_box_and_repeat_with_their_seed() -> None:
    lines = unit(house())
    first = vary(lines, np.random.default_rng(1))
    again = vary(lines, np.random.default_rng(1))
    other = vary(lines, np.random.default_rng(2))
    points = np.concatenate(first)
    assert np.abs(points).max() <= 0.5 + 1e-4
    assert np.array_equal(points, np.concatenate(again))
    assert not np.array_equal(points, np.concatenate(other))


def test_details_go_first_and_most_of_the_drawing_stays() -> None:
    lines = unit(house())
    whole = sum(map(length, lines))
    for seed in range(20):
        kept = without_details(lines, np.random.default_rng(seed), share=0.2)
        assert sum(map(length, kept)) >= 0.8 * whole - 1e-6


def test_air_drawing_stays_close_to_the_line() -> None:
    lines = unit(house())
    shaky = in_the_air(lines, np.random.default_rng(3))
    track = np.concatenate([evenly(line, 0.005) for line in lines])
    gaps = [np.hypot(*(track - point).T).min() for line in shaky for point in line]
    assert np.median(gaps) < 0.03


def test_drawings_survive_the_shelf(tmp_path: Path) -> None:
    drawings = [Drawing(3, unit(house()), "a"), Drawing(7, unit(house()[:1]), "b")]
    store(tmp_path / "shelf.npz", drawings)
    back = load(tmp_path / "shelf.npz")
    assert [(d.label, d.group, len(d.lines)) for d in back] == [(3, "a", 4), (7, "b", 1)]
    np.testing.assert_array_equal(back[0].lines[1], drawings[0].lines[1])


def test_the_wide_table_holds_the_default_vocabulary() -> None:
    assert set(LABELS) <= set(labels())
    assert len(set(labels())) == len(labels()) == len(index())
    assert of_quickdraw("tennis racquet") == "racket"
    assert of_quickdraw("teddy-bear") == "teddy_bear"
    assert of_class("caltech101", "airplanes") == "airplane"


@pytest.mark.data
def test_no_instance_is_both_trained_on_and_measured_on(data_dir: Path) -> None:
    parts = split(data_dir)
    seen = {instance(file) for file in (*parts.train_sketches, *parts.train_photos)}
    held = {instance(file) for file in (*parts.held_sketches, *parts.held_photos)}
    assert not seen & held
    assert len(parts.held_sketches) > 400
    assert {instance(file) for file in parts.held_sketches} <= held
