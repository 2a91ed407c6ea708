"""Other drawings of the same thing: turned, moved, mirrored, in thinner or thicker strokes."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.random import Generator

from sketch2image.core.types import Image

_WHITE = (255, 255, 255)
_LEAST_INK = 0.5
"""Share of the ink that thinning must leave; hairlines would vanish."""


class Variation(Protocol):
    """How far drawings are varied: shares of the side, and degrees."""

    @property
    def rotate(self) -> float: ...

    @property
    def shift(self) -> float: ...

    @property
    def thickness(self) -> float: ...

    @property
    def mirror(self) -> bool: ...


def vary(square: Image, settings: Variation, rng: Generator) -> Image:
    """An (S, S, 3) uint8 sketch on white as another hand might have drawn it.

    Args:
        square: dark or colored strokes on white.
        settings: `rotate`, `shift`, `thickness` and `mirror` count.
        rng: the only source of chance; draws five numbers whatever the settings.
    """
    angle, across, down, stroke, flip = rng.uniform(-1, 1, 5)
    side = len(square)
    if settings.mirror and flip > 0:
        square = np.ascontiguousarray(square[:, ::-1])
    square = _stroked(square, round(stroke * settings.thickness * side))
    shift = across * settings.shift * side, down * settings.shift * side
    return _moved(square, angle * settings.rotate, shift)


def _moved(square: Image, degrees: float, shift: tuple[float, float]) -> Image:
    from sketch2image.core.opencv import cv2

    if not any((degrees, *shift)):
        return square
    side = len(square)
    matrix = cv2.getRotationMatrix2D((side / 2, side / 2), degrees, 1.0)
    matrix[:, 2] += shift
    return cv2.warpAffine(square, matrix, (side, side), borderValue=_WHITE).astype(np.uint8)


def _stroked(square: Image, pixels: int) -> Image:
    """Strokes wider by so many pixels on each side, or narrower where it is negative."""
    from sketch2image.core.opencv import cv2

    if not pixels:
        return square
    width = 2 * abs(pixels) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width))
    if pixels > 0:
        return cv2.erode(square, disc).astype(np.uint8)
    thin = cv2.dilate(square, disc).astype(np.uint8)
    return thin if _ink(thin) >= _LEAST_INK * _ink(square) else square


def _ink(square: Image) -> float:
    return float((255 - square).mean())
