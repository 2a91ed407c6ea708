"""A drawing on a canvas of another size."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.sketch import Sketch


def fit(sketch: Sketch, size: tuple[int, int]) -> Sketch:
    """The drawing as large as it goes on a canvas of `size`, centered, its aspect kept.

    Strokes stay strokes: points and widths are scaled. A backdrop is scaled as a picture, its
    lines widened first where shrinking would wash them out.

    Args:
        sketch: the drawing; given back as it is when it has that size.
        size: (width, height) in pixels.
    """
    if sketch.size == size:
        return sketch
    scale = min(size[0] / sketch.size[0], size[1] / sketch.size[1])
    inner = (max(1, round(sketch.size[0] * scale)), max(1, round(sketch.size[1] * scale)))
    left, top = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    offset = np.array((left, top), np.float32)
    strokes = tuple(
        replace(
            stroke, points=stroke.points * np.float32(scale) + offset, width=stroke.width * scale
        )
        for stroke in sketch.strokes
    )
    if sketch.backdrop is None:
        return Sketch(size, strokes)
    backdrop = np.full((size[1], size[0], 3), 255, np.uint8)
    backdrop[top : top + inner[1], left : left + inner[0]] = _resized(sketch.backdrop, inner)
    return Sketch(size, strokes, backdrop)


def _resized(image: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    from sketch2image.core.opencv import cv2

    shrinking = image.shape[1] / size[0]
    if shrinking <= 1:
        return cv2.resize(image, size, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    reach = math.ceil(shrinking) - 1
    wider = cv2.erode(image, np.ones((reach, reach), np.uint8)) if reach else image
    return cv2.resize(wider, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
