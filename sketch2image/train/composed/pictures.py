"""Photos and sketches as they are varied to learn from: parts, strokes left out, bent or moved."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from sketch2image.core.types import Image
from sketch2image.gallery.views import Pixels, View, pixels, white_square
from sketch2image.train.composed.settings import Settings
from sketch2image.train.contrastive.pictures import on_its_square, read
from sketch2image.train.data.collection import Item
from sketch2image.train.data.varied import vary

_DARK = 128
_WAVES = 3
"""Knots of the bending, along each side."""


def varied_pair(
    photo: Item, sketch: Item, view: View, settings: Settings, rng: Generator
) -> tuple[Pixels, Pixels]:
    """(3, S, S) each of a photo and a sketch of it, as another hand might have drawn it.

    Both are cut to the same part, so that lines stay where they are in the photo: the parts of few
    photos are many examples.
    """
    mirrored = settings.mirror and rng.random() < 0.5
    part = _part(settings.crop, rng)
    whole = read(photo)
    square = white_square(whole, max(whole.shape[:2]))
    shown = _lit(_cut(square, part, mirrored), settings.light, rng)
    drawn = _cut(on_its_square(sketch, view), part, mirrored)
    drawn = warped(without_strokes(drawn, settings.drop, rng), settings.warp, rng)
    drawn = vary(drawn, settings.model_copy(update={"mirror": False}), rng)
    return pixels(shown, view), pixels(drawn, view)


def _lit(photo: Image, most: float, rng: Generator) -> Image:
    """A photo lighter or darker by up to a share; colors keep their hue, which words name."""
    gain = 1 + rng.uniform(-most, most)
    return np.clip(photo * gain, 0, 255).astype(np.uint8)


def _part(least: float, rng: Generator) -> tuple[float, float, float]:
    """Side and corner of a square part, as shares of the whole."""
    share, across, down = rng.uniform(least, 1) ** 0.5, *rng.uniform(0, 1, 2)
    return share, across * (1 - share), down * (1 - share)


def _cut(square: Image, part: tuple[float, float, float], mirrored: bool) -> Image:
    side, left, top = (round(share * len(square)) for share in part)
    cut = square[top : top + side, left : left + side]
    return np.ascontiguousarray(cut[:, ::-1] if mirrored else cut)


def without_strokes(sketch: Image, most: float, rng: Generator) -> Image:
    """Leaves out connected strokes, small and large ones alike, up to a share of the ink.

    Args:
        sketch: (H, W, 3) uint8, dark on white.
        most: largest share, 0..1; how much it is this time is drawn.
        rng: the only source of chance.
    """
    from sketch2image.core.opencv import cv2

    budget = rng.uniform(0, most) if most else 0.0
    ink = (sketch.min(axis=2) < _DARK).astype(np.uint8)
    count, strokes, facts, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    sizes = facts[1:, cv2.CC_STAT_AREA]
    order = rng.permutation(count - 1)
    gone = np.zeros(count, bool)
    gone[1 + order[np.cumsum(sizes[order]) <= budget * sizes.sum()]] = True
    cleared = sketch.copy()
    cleared[_widened(gone[strokes])] = 255
    return cleared


def warped(sketch: Image, reach: float, rng: Generator) -> Image:
    """Bends a sketch smoothly.

    Args:
        sketch: (S, S, 3) uint8 on white.
        reach: most that a point moves, share of the side.
        rng: the only source of chance.
    """
    from sketch2image.core.opencv import cv2

    side = len(sketch)
    knots = rng.uniform(-reach * side, reach * side, (2, _WAVES, _WAVES)).astype(np.float32)
    if not reach:
        return sketch
    across, down = (cv2.resize(one, (side, side), interpolation=cv2.INTER_CUBIC) for one in knots)
    rows, columns = np.indices((side, side), np.float32)
    return cv2.remap(
        sketch, columns + across, rows + down, cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT, borderValue=(255, 255, 255),
    ).astype(np.uint8)  # fmt: skip


def _widened(mask: np.ndarray) -> np.ndarray:
    """Gray pixels around a stroke go with it."""
    from sketch2image.core.opencv import cv2

    return cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
