"""What is behind a simulated hand: a room out of focus, and what a webcam adds."""

from __future__ import annotations

from collections.abc import Callable

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


def plain(size: tuple[int, int], rng: np.random.Generator) -> Image:
    """An even wall of any brightness, a little darker to one side."""
    across = np.linspace(-1, 1, size[0])[None, :, None] * rng.uniform(-25, 25)
    color = rng.uniform(35, 225) + rng.normal(0, 12, 3)
    return np.clip(np.broadcast_to(color + across, (size[1], size[0], 3)), 0, 255).astype(np.uint8)


def shelf(size: tuple[int, int], rng: np.random.Generator) -> Image:
    """Rows of upright things in all colors, nearly sharp, as books in a shelf."""
    from sketch2image.core.opencv import cv2

    picture = np.full((size[1], size[0], 3), 60, np.uint8)
    for top in range(0, size[1], row := int(size[1] / rng.integers(2, 5))):
        left = 0
        while left < size[0]:
            width, gap = int(rng.integers(6, 28)), int(rng.integers(0, row // 3))
            color = rng.uniform(30, 200) + rng.normal(0, 25, 3)
            picture[top + gap : top + row - 6, left : left + width - 1] = color.clip(0, 255)
            left += width
    return cv2.GaussianBlur(picture, (0, 0), 0.8).astype(np.uint8)


def person(size: tuple[int, int], rng: np.random.Generator) -> Image:
    """A room with somebody in it: head, neck and shoulders behind the hand, a little blurred."""
    from sketch2image.core.opencv import cv2

    picture, (width, height) = room(size, rng), size
    x, head = width * rng.uniform(0.3, 0.7), height * rng.uniform(0.13, 0.2)
    skin = tuple((np.array((222, 178, 150)) * rng.uniform(0.4, 1.0)).tolist())
    cloth, hair = (tuple(rng.uniform(20, 200, 3).tolist()), tuple(rng.uniform(15, 90, 3).tolist()))
    y = height * rng.uniform(0.25, 0.45)
    parts = (
        ((x, y + 4.2 * head), (2.6 * head, 2.6 * head), cloth),
        ((x, y + 1.2 * head), (0.45 * head, 0.9 * head), skin),
        ((x, y - 0.25 * head), (0.84 * head, 1.05 * head), hair),
        ((x, y + 0.1 * head), (0.72 * head, 0.95 * head), skin),
    )
    for (left, top), (wide, high), color in parts:
        cv2.ellipse(picture, ((left, top), (2 * wide, 2 * high), 0), color, -1, cv2.LINE_AA)
    return cv2.GaussianBlur(picture, (0, 0), width / 200).astype(np.uint8)


BACKGROUNDS: dict[str, Callable[[tuple[int, int], np.random.Generator], Image]] = {
    "plain": plain,
    "room": room,
    "shelf": shelf,
    "person": person,
}
"""What can be behind a hand: each takes (width, height) and gives (H, W, 3) uint8."""
