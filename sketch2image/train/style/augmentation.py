"""A picture as another camera, scanner or book might have given it."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from sketch2image.core.opencv import cv2
from sketch2image.core.types import Image
from sketch2image.train.style.settings import Settings

VERSION = "style-1"
"""Changes whenever equal settings and chances could give another picture."""

_TILT = 0.3
"""Of the aspect, as a natural logarithm."""

_GRAY = 0.1
"""How likely a picture loses its colors; a black-and-white photo is a photo."""

_LIGHT, _TINT = 0.15, 0.05
_SMALLEST, _LARGEST = 56, 256
_MARGIN = 0.2
_QUALITY = (30, 95)
_PALEST = 190


def varied(picture: Image, settings: Settings, rng: Generator) -> Image:
    """A part of a picture, maybe mirrored, in other light, smaller, pressed, or on paper.

    Args:
        picture: (H, W, 3) uint8 RGB.
        settings: `crop`, `mirror`, `color` and `wear` count.
        rng: the only source of chance.
    """
    seen = _part(picture, settings.crop, rng)
    if settings.mirror and rng.random() < 0.5:
        seen = np.ascontiguousarray(seen[:, ::-1])
    if settings.color:
        seen = _recolored(seen, settings.color, rng)
    for change in _WEAR:
        if rng.random() < settings.wear:
            seen = change(seen, rng)
    return seen


def _part(picture: Image, least: float, rng: Generator) -> Image:
    height, width = picture.shape[:2]
    area, tilt = rng.uniform(least, 1), np.exp(rng.uniform(-_TILT, _TILT))
    tall = max(1, min(height, round(height * np.sqrt(area / tilt))))
    wide = max(1, min(width, round(width * np.sqrt(area * tilt))))
    top, left = rng.integers(0, height - tall + 1), rng.integers(0, width - wide + 1)
    return np.ascontiguousarray(picture[top : top + tall, left : left + wide])


def _recolored(picture: Image, strength: float, rng: Generator) -> Image:
    """Other light, contrast and saturation."""
    light, contrast, saturation = np.exp(rng.normal(0, _LIGHT * strength, 3))
    tint = light * np.exp(rng.normal(0, _TINT * strength, 3))
    colors = picture.astype(np.float32)
    gray = colors.mean(axis=2, keepdims=True)
    colors = gray + (colors - gray) * (0.0 if rng.random() < _GRAY else saturation)
    middle = colors.mean(axis=(0, 1))
    return _bytes((colors - middle) * contrast + middle * tint)


def _smaller(picture: Image, rng: Generator) -> Image:
    scale = rng.uniform(_SMALLEST, _LARGEST) / max(picture.shape[:2])
    if scale >= 1:
        return picture
    size = [max(1, round(side * scale)) for side in picture.shape[1::-1]]
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8)


def _pressed(picture: Image, rng: Generator) -> Image:
    """As JPEG leaves it."""
    from PIL import Image as Pillow

    buffer = io.BytesIO()
    Pillow.fromarray(picture).save(buffer, "JPEG", quality=int(rng.integers(*_QUALITY)))
    return np.asarray(Pillow.open(buffer).convert("RGB"))


def _on_paper(picture: Image, rng: Generator) -> Image:
    """With a margin: white, dark, or the tone of some paper."""
    height, width = picture.shape[:2]
    above, below = (rng.uniform(0, _MARGIN, 2) * height).astype(int).tolist()
    left, right = (rng.uniform(0, _MARGIN, 2) * width).astype(int).tolist()
    page = np.empty((above + height + below, left + width + right, 3), np.uint8)
    page[:] = _paper(rng) * rng.choice([0.1, 1.0], p=[0.2, 0.8])
    page[above : above + height, left : left + width] = picture
    return page


def _toned(picture: Image, rng: Generator) -> Image:
    """Printed or drawn on paper that is not quite white."""
    return _bytes(picture * (_paper(rng) / 255))


def _paper(rng: Generator) -> NDArray[np.float64]:
    """(3,) levels of RGB: paper yellows, it does not turn blue."""
    return np.sort(rng.uniform(_PALEST, 255, 3))[::-1]


def _bytes(levels: NDArray[np.floating]) -> Image:
    return np.clip(levels + 0.5, 0, 255).astype(np.uint8)


_WEAR: tuple[Callable[[Image, Generator], Image], ...] = (_toned, _on_paper, _smaller, _pressed)
