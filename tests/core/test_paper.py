"""Making photographed paper white."""

from __future__ import annotations

import numpy as np
import pytest

from sketch2image.core.opencv import cv2
from sketch2image.core.paper import whiten_paper
from sketch2image.core.sketch import Sketch, Stroke

PENCIL, INK = 0.35, 0.8


def drawing(color: tuple[int, int, int] = (0, 0, 0)) -> np.ndarray:
    house = np.float32([[80, 300], [80, 160], [200, 60], [320, 160], [320, 300], [80, 300]])
    return Sketch((400, 360), (Stroke(house, color, 6),)).raster


def photographed(image: np.ndarray, darkness: float) -> np.ndarray:
    """On yellowish paper in light that falls from one side, with grain and a little blur."""
    rng = np.random.default_rng(0)
    light = np.linspace(0.5, 0.85, image.shape[1])[None, :, None] * np.array([1.0, 0.95, 0.85])
    kept = 1 - darkness * (1 - image / 255)
    grain = rng.normal(0, 0.012, (*image.shape[:2], 1))
    photo = cv2.GaussianBlur((kept * light + grain).clip(0, 1), (0, 0), 0.8)
    return (photo * 255).astype(np.uint8)


@pytest.mark.parametrize("darkness", [PENCIL, INK])
def test_ink_is_where_it_was(darkness: float) -> None:
    clean = drawing()
    white = whiten_paper(photographed(clean, darkness))
    before, after = (image.min(axis=2) < 128 for image in (clean, white))
    assert (before & after).sum() / (before | after).sum() > 0.75
    assert np.median(white) == 255


def test_color_of_the_pen_stays() -> None:
    white = whiten_paper(photographed(drawing((220, 20, 20)), INK))
    red, green, blue = white[white.min(axis=2) < 128].mean(axis=0)
    assert red > green + 60
    assert red > blue + 60


def test_white_ground_is_left_alone() -> None:
    clean = drawing()
    assert whiten_paper(clean) is clean


def test_blank_paper_stays_blank() -> None:
    blank = np.full((300, 300, 3), 255, np.uint8)
    assert (whiten_paper(photographed(blank, INK)).min(axis=2) > 128).mean() > 0.999


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 500, 3), (900, 2, 3)])
def test_odd_shapes(shape: tuple[int, int, int]) -> None:
    image = np.full(shape, 90, np.uint8)
    assert whiten_paper(image).shape == shape
