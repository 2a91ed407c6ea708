"""Telling a drawing from a photo."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.paper import ground_under, shrink
from sketch2image.core.types import Image, QueryKind

_INK, _SHADE, _CLEAN = 0.2, 0.08, 0.06
"""How much darker than the ground around it a pixel is: ink, shading, or still clean ground."""


@dataclass(frozen=True)
class _Look:
    """Shares of a picture's pixels, 0..1, and what its ground is like without the strokes.

    `unevenness` is the 98th percentile of the ground's slope, as a share of its brightness per
    pixel; `brightness` is its median, 0..1.
    """

    ink: float
    shading: float
    clean: float
    unevenness: float
    brightness: float


def guess_kind(image: Image) -> QueryKind:
    """Whether a picture is a drawing (pen, pencil, also photographed paper) or a photo.

    A drawing is what leaves an even ground once its thin dark strokes are filled in, or dark marks
    of a single tone on white. `benchmarks/kind.py` measures how often that is right.

    Args:
        image: (H, W, 3) uint8 RGB of any size.
    """
    look = _look(image)
    strokes = look.unevenness < 0.008 and look.ink < 0.3 and look.clean > 0.45
    marks = look.shading < 0.01 and look.ink < 0.4 and look.brightness > 0.98
    return QueryKind.sketch if strokes or marks else QueryKind.photo


def _look(image: Image) -> _Look:
    small = shrink(image)
    ground = ground_under(small)
    darkness = 1 - (small / ground).min(axis=2)
    light = ground.mean(axis=2)
    return _Look(
        ink=float((darkness > _INK).mean()),
        shading=float(((darkness > _SHADE) & (darkness <= _INK)).mean()),
        clean=float((darkness < _CLEAN).mean()),
        unevenness=float(np.percentile(_slope(light), 98) / light.mean()),
        brightness=float(np.median(light) / 256),
    )


def _slope(light: NDArray[np.float32]) -> NDArray[np.float32]:
    from sketch2image.core.opencv import cv2

    across = cv2.Sobel(light, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)
    down = cv2.Sobel(light, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
    return np.hypot(across, down)
