"""What is behind a simulated hand: a room out of focus, and what a webcam adds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Image

_SMALL = 4
_WALLS = ((206, 200, 190), (188, 196, 202), (196, 188, 178), (174, 184, 176), (212, 208, 206))
_THINGS = (
    (92, 72, 58),
    (70, 84, 104),
    (150, 160, 168),
    (60, 62, 66),
    (128, 112, 92),
    (96, 116, 98),
)


def room(size: tuple[int, int], rng: np.random.Generator) -> Image:
    """A blurred wall with a window, furniture and a picture, (H, W, 3) uint8."""
    from sketch2image.core.opencv import cv2

    width, height = size[0] // _SMALL, size[1] // _SMALL
    picture = _wall(width, height, rng)
    for x, y, w, h in _places(rng, width, height):
        color = np.array(_THINGS[rng.integers(len(_THINGS))]) + rng.normal(0, 8, 3)
        cv2.rectangle(picture, (x, y), (x + w, y + h), tuple(map(float, color)), -1)
    soft = cv2.GaussianBlur(picture, (0, 0), rng.uniform(2.0, 3.5))
    large = cv2.resize(soft, size, interpolation=cv2.INTER_CUBIC)
    return np.clip(large, 0, 255).astype(np.uint8)


def grain(shape: tuple[int, int], sigma: float, rng: np.random.Generator) -> NDArray[np.int16]:
    """(H, W, 3) sensor noise of standard deviation `sigma`, in steps of 8-bit color."""
    fine = rng.normal(0, 0.8 * sigma, (*shape, 3))
    coarse = rng.normal(0, 0.6 * sigma, (*shape, 1))
    return np.round(fine + coarse).astype(np.int16)


def _wall(width: int, height: int, rng: np.random.Generator) -> NDArray[np.float32]:
    y, x = np.mgrid[0:height, 0:width] / (height, width)[0]
    base = np.array(_WALLS[rng.integers(len(_WALLS))]) + rng.normal(0, 6, 3)
    slope, glow = rng.uniform(-50, -10), rng.uniform(-30, 30)
    return (base + (slope * y + glow * x)[..., None]).astype(np.float32)


def _places(rng: np.random.Generator, width: int, height: int) -> list[tuple[int, int, int, int]]:
    """Left, top, width, height of things: some hang on the wall, some stand on the ground."""
    places = []
    for _ in range(rng.integers(3, 6)):
        w, h = rng.integers(width // 12, width // 4), rng.integers(height // 8, height // 3)
        y = rng.choice([rng.integers(0, height // 2), height - h])
        places.append((int(rng.integers(-w // 2, width)), int(y), int(w), int(h)))
    return places
