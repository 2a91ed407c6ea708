"""Drawn garments: flat shapes with folds, laid on a ground. For tests and for pictures of docs."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sketch2image.core.opencv import cv2
from sketch2image.core.types import Image

Outline = tuple[tuple[float, float], ...]
"""Corners of the left half in shares of width and height, from the top down."""

SHAPES: dict[str, Outline] = {
    "T-Shirt": (
        *((0.5, 0.2), (0.43, 0.2), (0.36, 0.15), (0.14, 0.29), (0.23, 0.43), (0.31, 0.38)),
        *((0.31, 0.84), (0.5, 0.84)),
    ),
    "Longsleeve": (
        *((0.5, 0.2), (0.43, 0.2), (0.36, 0.15), (0.25, 0.22), (0.12, 0.72), (0.21, 0.75)),
        *((0.31, 0.4), (0.31, 0.84), (0.5, 0.84)),
    ),
    "Dress": (
        *((0.5, 0.18), (0.46, 0.18), (0.4, 0.1), (0.35, 0.3), (0.4, 0.42), (0.2, 0.9)),
        (0.5, 0.9),
    ),
    "Skirt": ((0.5, 0.24), (0.35, 0.24), (0.18, 0.76), (0.5, 0.8)),
    "Pants": ((0.5, 0.1), (0.34, 0.1), (0.24, 0.9), (0.42, 0.9), (0.5, 0.36)),
    "Shorts": ((0.5, 0.26), (0.31, 0.26), (0.2, 0.7), (0.45, 0.72), (0.5, 0.5)),
}

COLORS: dict[str, tuple[int, int, int]] = {
    "black": (24, 24, 26), "white": (240, 240, 236), "gray": (128, 128, 130),
    "red": (190, 26, 34), "orange": (232, 118, 34), "yellow": (238, 206, 60),
    "green": (40, 130, 60), "blue": (52, 92, 190), "navy": (24, 32, 72),
    "purple": (110, 52, 140), "pink": (236, 130, 168), "brown": (106, 66, 42),
    "beige": (214, 194, 158),
}  # fmt: skip

WOOD = (168, 128, 84)
SHEET = (226, 224, 220)

_SLANT, _STRETCH = 0.06, 0.08
"""Most that a varied garment is turned, in radians, and made wider or longer."""


def garment(
    kind: str,
    color: str,
    ground: tuple[int, int, int] = WOOD,
    trim: str = "",
    size: tuple[int, int] = (150, 200),
    variant: int = 0,
) -> Image:
    """A garment in the middle of its ground.

    Args:
        kind: one of `SHAPES`.
        color: one of `COLORS`.
        ground: RGB of what it lies on.
        trim: color of its lower half; empty for none.
        size: width and height in pixels.
        variant: 0 for the shape as it is; others are cut and laid a little otherwise.

    Returns:
        (H, W, 3) uint8 RGB.
    """
    width, height = size
    rng = np.random.default_rng([*kind.encode(), *color.encode(), variant])
    canvas = np.full((height, width, 3), ground, np.float32)
    corners = _corners(SHAPES[kind], rng if variant else None)
    outline = (corners * size).round().astype(np.int32)
    mask = cv2.fillPoly(np.zeros((height, width), np.uint8), [outline], 1) > 0
    canvas[mask] = COLORS[color]
    if trim:
        canvas[mask & (np.arange(height)[:, None] > height * 0.55)] = COLORS[trim]
    folds = 1 + 0.06 * np.sin(np.linspace(0, 19, width))
    canvas *= np.where(mask, folds[None], 1)[..., None]
    canvas += rng.normal(0, 3, (height, width, 1))
    soft = cv2.GaussianBlur(np.clip(canvas, 0, 255).astype(np.uint8), (3, 3), 0)
    return soft.astype(np.uint8)


def _corners(half: Outline, rng: np.random.Generator | None) -> np.ndarray:
    """Corners all around; a mirrored half follows the other one upwards."""
    left = np.array(half)
    right = left[::-1] * (-1, 1) + (1, 0)
    corners = np.concatenate([left, right])
    if rng is None:
        return corners
    turn = rng.uniform(-_SLANT, _SLANT)
    turning = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    stretch = rng.uniform(1 - _STRETCH, 1 + _STRETCH, 2)
    return (corners - 0.5) * stretch @ turning + 0.5
