"""Drawings on paper: what the ground under the strokes looks like, and how to make it white."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image

_SIDE = 192
_WIDEST_STROKE = 25
"""Pixels of the picture shrunk to `_SIDE`: dark shapes thinner than this count as strokes."""

_WHITE = 250
_CLEAN, _INK = 0.94, 0.85
"""Brightness over the ground's: above the first is clean ground, below the second is ink."""

_PALEST_INK = 0.7


def shrink(image: Image) -> Image:
    """The picture with its longer side 192 pixels, large or small as it may be."""
    from sketch2image.core.opencv import cv2

    height, width = image.shape[:2]
    scale = _SIDE / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.uint8)


def ground_under(small: Image) -> NDArray[np.float32]:
    """(H, W, 3) color of the ground, 1..256, of a picture that `shrink` gave: strokes filled in."""
    from sketch2image.core.opencv import cv2

    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_WIDEST_STROKE, _WIDEST_STROKE))
    filled = cv2.morphologyEx(small, cv2.MORPH_CLOSE, disc)
    return cv2.GaussianBlur(filled, (0, 0), 3).astype(np.float32) + 1


def sketch_on(image: Image) -> Sketch:
    """A drawing read from an (H, W, 3) uint8 RGB picture of it; its ground is made white."""
    white = whiten_paper(image)
    return Sketch((white.shape[1], white.shape[0]), backdrop=white)


def whiten_paper(image: Image) -> Image:
    """A drawing on photographed or tinted paper as dark ink on white.

    Light that falls unevenly is evened out and pale pencil is made dark; the pen's color stays.

    Args:
        image: (H, W, 3) uint8 RGB of a drawing.

    Returns:
        (H, W, 3) uint8 RGB; the picture itself where its ground is white already.
    """
    from sketch2image.core.opencv import cv2

    ground = ground_under(shrink(image))
    if np.median(ground) > _WHITE:
        return image
    height, width = image.shape[:2]
    under = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
    share = np.minimum((image.astype(np.float32) + 1) / under, 1)
    darkest = _ink_level(share)
    stretched = (share - darkest) / (_CLEAN - darkest)
    return (np.clip(stretched, 0, 1) * 255 + 0.5).astype(np.uint8)


def _ink_level(share: NDArray[np.float32]) -> float:
    ink = share.min(axis=2)
    ink = ink[ink < _INK]
    return min(_PALEST_INK, float(np.percentile(ink, 20))) if ink.size else _PALEST_INK
