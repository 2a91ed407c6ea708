"""Paintings for tests: strokes and patches of color by a seed, no two alike."""

from __future__ import annotations

import numpy as np

from sketch2image.core.opencv import cv2
from sketch2image.core.types import Image


def painting(seed: int, size: tuple[int, int] = (360, 270)) -> Image:
    """(H, W, 3) uint8 of (width, height), with some hundred corners in it."""
    rng = np.random.default_rng([seed, 77])
    canvas = np.empty((size[1], size[0], 3), np.uint8)
    canvas[:] = rng.integers(60, 200, 3)
    for _ in range(70):
        middle = rng.integers(0, size, 2)
        points = (middle + rng.normal(0, 0.09 * max(size), (int(rng.integers(3, 7)), 2))).astype(
            int
        )
        cv2.fillPoly(canvas, [points.astype(np.int32)], rng.integers(0, 256, 3).tolist())
    return cv2.GaussianBlur(canvas, (0, 0), 0.8).astype(np.uint8)


def paintings(count: int) -> list[Image]:
    """The first so many, upright and lying."""
    sizes = ((360, 270), (270, 360), (340, 300))
    return [painting(seed, sizes[seed % 3]) for seed in range(count)]
