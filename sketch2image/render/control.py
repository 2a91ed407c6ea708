"""A sketch as renderers take it: strokes as a binary picture, pen colors as a signal of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image
from sketch2image.render.protocol import SIDE

Mask = NDArray[np.bool_]

_WHITE = 255
_INK_BELOW = 128
_LEAST_CHROMA = 60

PENS: dict[str, tuple[int, int, int]] = {
    "red": (220, 30, 30),
    "orange": (245, 140, 20),
    "yellow": (250, 215, 30),
    "green": (40, 160, 60),
    "cyan": (30, 190, 200),
    "blue": (40, 80, 215),
    "purple": (140, 50, 180),
    "pink": (245, 110, 170),
    "brown": (130, 80, 40),
    "gray": (128, 128, 128),
    "black": (0, 0, 0),
}
"""Color words and the RGB that stands for each."""


@dataclass(frozen=True)
class Placement:
    """Where a picture lies in the letterboxed square.

    Attributes:
        scale: square pixels per picture pixel.
        left: empty columns before it.
        top: empty rows above it.
    """

    scale: float
    left: int
    top: int


def placement(size: tuple[int, int], side: int = SIDE) -> Placement:
    """Placement of a (width, height) picture, centered in a square of `side` pixels."""
    scale = side / max(size)
    width, height = _scaled(size, scale)
    return Placement(scale, (side - width) // 2, (side - height) // 2)


def letterbox(image: Image, side: int = SIDE) -> Image:
    """An (H, W, 3) picture, as large as fits, on a white (side, side, 3) ground.

    Lines that shrinking would wash out are widened first.
    """
    from sketch2image.core.opencv import cv2

    size = (image.shape[1], image.shape[0])
    place = placement(size, side)
    if place.scale < 1:
        reach = int(np.ceil(1 / place.scale)) - 1
        image = cv2.erode(image, np.ones((reach, reach), np.uint8)).astype(np.uint8)
    method = cv2.INTER_AREA if place.scale < 1 else cv2.INTER_CUBIC
    width, height = _scaled(size, place.scale)
    canvas = np.full((side, side, 3), _WHITE, np.uint8)
    fitted = cv2.resize(image, (width, height), interpolation=method)
    canvas[place.top : place.top + height, place.left : place.left + width] = fitted
    return canvas


def strokes_of(image: Image) -> Mask:
    """(H, W) True where a stroke of any color lies: a channel below one half."""
    return image.min(axis=2) < _INK_BELOW


def control(sketch: Sketch, side: int = SIDE, channels: int = 1) -> NDArray[np.float32]:
    """The binary control picture that sketch networks are conditioned on.

    One mask for pens of all colors, so that a red line is as much a line as a black one; the
    published sketch model thresholds each channel alone and gets colored control it never saw.

    Returns:
        (channels, side, side) float32, 1 on strokes and 0 elsewhere, equal in every channel.
    """
    mask = strokes_of(letterbox(sketch.raster, side)).astype(np.float32)
    return np.repeat(mask[None], channels, axis=0)


def edges(photo: Image, low: int, high: int, side: int = SIDE) -> Sketch:
    """The edges of a photo as a drawing: Canny (1986), as the published edge model takes them.

    Args:
        photo: (H, W, 3) uint8 RGB; brought to size first, so that lines are one pixel wide.
        low: gradient from which an edge goes on, 0..255 and beyond.
        high: gradient at which an edge begins.
        side: width and height of the drawing in pixels.
    """
    from sketch2image.core.opencv import cv2

    place = placement((photo.shape[1], photo.shape[0]), side)
    size = _scaled((photo.shape[1], photo.shape[0]), place.scale)
    method = cv2.INTER_AREA if place.scale < 1 else cv2.INTER_CUBIC
    found = cv2.Canny(cv2.resize(photo, size, interpolation=method), low, high)
    drawn = np.full((side, side, 3), _WHITE, np.uint8)
    within = drawn[place.top : place.top + size[1], place.left : place.left + size[0]]
    within[found > 0] = 0
    return Sketch((side, side), backdrop=drawn)


def pen_colors(sketch: Sketch) -> dict[str, float]:
    """Share of the ink drawn in each named color of `PENS`, largest first; they sum to 1.

    An empty sketch has none.
    """
    ink = sketch.raster[strokes_of(sketch.raster)]
    if not len(ink):
        return {}
    counts = np.bincount(nearest_pen(ink), minlength=len(PENS))
    shares = zip(PENS, (counts / len(ink)).tolist(), strict=True)
    found = [(name, share) for name, share in shares if share > 0]
    return dict(sorted(found, key=lambda item: -item[1]))


def nearest_pen(colors: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Index into `PENS` of the nearest color word, for (N, 3) RGB; hue counts most.

    Antialiased black is black, not gray: only colors with chroma, and true mid grays, are named
    anything else.
    """
    pens = np.array([_opponent(np.array([rgb], float))[0] for rgb in PENS.values()])
    apart = np.linalg.norm(_opponent(colors.astype(float))[:, None] - pens[None], axis=2)
    chosen = apart.argmin(axis=1)
    return np.where(is_colored(colors) | (colors.min(axis=1) > 90), chosen, len(PENS) - 1)


def is_colored(colors: NDArray[np.uint8]) -> Mask:
    """Which of (..., 3) RGB colors are more than a shade of gray."""
    return np.ptp(colors.astype(int), axis=-1) >= _LEAST_CHROMA


def _opponent(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    red, green, blue = rgb.T
    light = (red + green + blue) / 3
    return np.stack([0.5 * light, red - green, (red + green) / 2 - blue], axis=1)


def _scaled(size: tuple[int, int], scale: float) -> tuple[int, int]:
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
