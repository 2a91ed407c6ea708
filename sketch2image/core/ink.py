"""One size and one line width for every drawing, whatever pen and paper it came from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

INK_VERSION = "ink-1"
"""Changes whenever `normalize` gives other pixels: part of every model's fingerprint."""

WORK_SCALE = 2
"""Lines are thinned at this multiple of the final size, then drawn anew and averaged down."""

Mask = NDArray[np.bool_]
Ink = NDArray[np.uint8]


def normalize(mask: Mask, size: int = 64, margin: int = 5) -> Ink:
    """A drawing cut to its ink, centered in a square, redrawn with a line of standard width.

    Lines are thinned to one pixel first (Zhang and Suen, 1984), so a 5 px pen on 640x480 and
    the 128 px drawings of the Sketchy database look alike.

    Args:
        mask: (H, W), True where there is ink; must hold some ink.
        size: side of the square in pixels.
        margin: empty pixels kept on every side.

    Returns:
        (size, size) uint8, 255 for full ink, 0 for none.
    """
    return thicken(thin(_fit(mask, size * WORK_SCALE, margin * WORK_SCALE)), size)


def thin(lines: Ink) -> Ink:
    """Lines of one pixel width out of (H, W) uint8 with ink 255."""
    from sketch2image.core.opencv import cv2

    return cv2.ximgproc.thinning(lines).astype(np.uint8)


def thicken(lines: Ink, size: int) -> Ink:
    """One pixel lines on a square canvas of `size * WORK_SCALE`, widened and averaged to `size`."""
    from sketch2image.core.opencv import cv2

    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    wide = cv2.dilate(lines, cross)
    return cv2.resize(wide, (size, size), interpolation=cv2.INTER_AREA).astype(np.uint8)


def _fit(mask: Mask, side: int, margin: int) -> Ink:
    crop = _crop(mask)
    scale = (side - 2 * margin) / max(crop.shape)
    height, width = (max(1, round(length * scale)) for length in crop.shape)
    canvas = np.zeros((side, side), np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    canvas[top : top + height, left : left + width] = _resize(crop, width, height, scale)
    return canvas


def _crop(mask: Mask) -> Ink:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    inked = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return inked.astype(np.uint8) * 255


def _resize(crop: Ink, width: int, height: int, scale: float) -> Ink:
    """Hairlines would fade when shrunk, so ink grows first by what shrinking takes away."""
    from sketch2image.core.opencv import cv2

    if scale < 1:
        reach = int(np.ceil(1 / scale))
        crop = cv2.dilate(crop, np.ones((reach, reach), np.uint8)).astype(np.uint8)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return (cv2.resize(crop, (width, height), interpolation=method) > 127).astype(np.uint8) * 255


def as_input(inks: Ink) -> NDArray[np.float32]:
    """(N, S, S) uint8 ink to a network's (N, 1, S, S) float32, 0..1."""
    return (inks[:, None] / np.float32(255)).astype(np.float32)
