"""What the four corners of a rectangle in a photo say about it and about the lens.

After Zhang and He, "Whiteboard scanning and image enhancement", Digital Signal Processing 17
(2007), sections 3.1 and 3.2. The lens is taken to point at the middle of the photo and to have
square pixels.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_USUAL = 0.8
"""Focal length of a phone's main lens, in longer sides of its photo."""

_SHORTEST, _LONGEST = 0.4, 4.0
"""Focal lengths of phones, in the same measure; others come of corners that are not exact."""
_SLIMMEST = 30.0


def aspect_of(corners: Floats | NDArray[np.float32], size: tuple[int, int]) -> float:
    """Width by height of the rectangle whose corners are seen in a photo, within 1:30 and 30:1.

    The focal length follows from the corners too, where the rectangle is seen aslant both across
    and down; else a usual one is taken.

    Args:
        corners: (4, 2) x, y in pixels: top left, top right, bottom right, bottom left.
        size: (width, height) of the photo in pixels.
    """
    across, down = _directions(corners, size)
    if not np.isfinite([across, down]).all():
        width, height = mean_sides(corners)
        across, down = np.array([width, 0, 0]), np.array([0, height, 0])
    focal = _focal_length(across, down)
    ratio = _length(across, focal) / max(_length(down, focal), 1e-9)
    return float(np.clip(ratio, 1 / _SLIMMEST, _SLIMMEST))


def mean_sides(corners: Floats | NDArray[np.float32]) -> tuple[float, float]:
    """Mean width and height of (4, 2) corners in the photo, in pixels."""
    top, right, bottom, left = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    return float(top + bottom) / 2, float(left + right) / 2


def _directions(
    corners: Floats | NDArray[np.float32], size: tuple[int, int]
) -> tuple[Floats, Floats]:
    """(3,) width and height of the rectangle up to one factor; not finite if it is a line."""
    points = (corners - np.array(size) / 2) / max(size)
    one, two, four, three = np.column_stack([points, np.ones(4)])
    diagonal = np.cross(one, four)
    with np.errstate(all="ignore"):
        second = diagonal @ three / (np.cross(two, four) @ three)
        third = diagonal @ two / (np.cross(three, four) @ two)
        return second * two - one, third * three - one


def _focal_length(across: Floats, down: Floats) -> float:
    """In longer sides of the photo."""
    depth = across[2] * down[2]
    square = -(across[:2] @ down[:2]) / depth if depth else 0.0
    return float(np.sqrt(square)) if _SHORTEST**2 < square < _LONGEST**2 else _USUAL


def _length(way: Floats, focal: float) -> float:
    return float(np.linalg.norm(way * (1, 1, focal)))
