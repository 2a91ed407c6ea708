"""Where the garment of a picture is: what lies in the middle and is no part of the border."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Image

Mask = NDArray[np.bool_]

SIDE = 128
"""Longest side, in pixels, at which a picture is looked at."""

_FRAME = 0.03
"""Share of width and height that is ground for sure."""

_CENTER = 0.36
"""Half axes of the ellipse that the garment is looked for in first, of width and height."""

_SMALLEST = 16
"""Sides in pixels of which no garment can be told from its ground."""

_ROUNDS = 4
_LEAST, _MOST = 0.04, 0.9
_SEED = 0
_UNUSED = (0, 0, 1, 1)
"""GrabCut's rectangle, which it does not look at where it is given marks."""


def garment_mask(small: Image) -> Mask:
    """(H, W) True where the garment is; GrabCut (Rother et al., 2004) from the middle outwards.

    Where it finds next to nothing, or nearly everything, the middle itself is taken; of a picture
    under 16 pixels, all of it.

    Args:
        small: (H, W, 3) uint8 RGB, not longer than `SIDE`; see `small_copy`.
    """
    from sketch2image.core.opencv import cv2

    middle = _ellipse(small.shape[:2])
    if min(small.shape[:2]) < _SMALLEST:
        return np.ones(small.shape[:2], bool)
    marks = np.where(middle, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    marks[_frame(small.shape[:2])] = cv2.GC_BGD
    ground, figure = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(_SEED)
    blue_first = np.ascontiguousarray(small[..., ::-1])
    way = cv2.GC_INIT_WITH_MASK
    cv2.grabCut(blue_first, marks, _UNUSED, ground, figure, _ROUNDS, way)
    found = np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD))
    return found if _LEAST < found.mean() < _MOST else middle


def small_copy(picture: Image) -> Image:
    """A picture shrunk so that no side is longer than `SIDE`."""
    from sketch2image.core.opencv import cv2

    height, width = picture.shape[:2]
    scale = SIDE / max(height, width)
    if scale >= 1:
        return picture
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _ellipse(shape: tuple[int, ...]) -> Mask:
    y, x = (np.linspace(-0.5, 0.5, side) for side in shape)
    return (y[:, None] / _CENTER) ** 2 + (x[None] / _CENTER) ** 2 <= 1


def _frame(shape: tuple[int, ...]) -> Mask:
    rows, columns = (max(1, round(side * _FRAME)) for side in shape)
    frame = np.ones(shape, bool)
    frame[rows:-rows, columns:-columns] = False
    return frame
