"""Colors a person asked for: by the pen, or by a word of the prompt."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Image
from sketch2image.render.control import PENS, Mask, is_colored, nearest_pen
from sketch2image.synth.shapes import Color

Labels = NDArray[np.int32]

_NEAR = 7
_MOST = 0.5
_GROUND, _SPAN = 0.05, 0.88
_BRIGHTNESS = np.array([0.3, 0.59, 0.11])


def by_pen(image: Image, ink: Mask, labels: Labels, count: int) -> dict[int, Color]:
    """The regions whose strokes are mostly of a color, and which color.

    Args:
        image: (H, W, 3) the drawing.
        ink: (H, W) its strokes.
        labels: (H, W) region of each pixel, below 0 for none.
        count: number of regions.

    Returns:
        RGB 0..1 of a paint for each region number that gets one.
    """
    if not is_colored(image[ink]).any():
        return {}
    found = ((i, _dominant(image[ink & _around(labels == i)])) for i in range(count))
    return {i: paint(rgb) for i, rgb in found if rgb is not None}


def by_word(prompt: str) -> Color | None:
    """The paint of the first color word in a prompt that describes the thing, or None."""
    described = re.split(r"\binto\b", prompt.lower())[0]
    words = re.findall(r"[a-z]+", described.replace("grey", "gray"))
    named = next((word for word in words if word in PENS), None)
    return None if named is None else paint(np.array(PENS[named], float))


def paint(rgb: NDArray[np.float64]) -> Color:
    """A paint like a pen's RGB 0..255, but neither pure nor black, so that light shows on it."""
    red, green, blue = (_GROUND + _SPAN * np.asarray(rgb, float) / 255).tolist()
    return red, green, blue


def like(color: Color, original: Color, usual: float) -> Color:
    """`color` as much lighter or darker as `original` is than the brightness `usual`."""
    ratio = np.clip(brightness(original) / max(usual, 0.05), 0.7, 1.25)
    red, green, blue = np.clip(np.asarray(color) * ratio, 0, 1).tolist()
    return red, green, blue


def brightness(color: Color) -> float:
    """Perceived lightness of an RGB color, 0..1."""
    return float(np.dot(color, _BRIGHTNESS))


def _around(region: Mask) -> Mask:
    from sketch2image.core.opencv import cv2

    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * _NEAR + 1, 2 * _NEAR + 1))
    return cv2.dilate(region.astype(np.uint8), disc) > 0


def _dominant(ink: NDArray[np.uint8]) -> NDArray[np.float64] | None:
    colored = ink[is_colored(ink)]
    if len(colored) < _MOST * max(1, len(ink)):
        return None
    pens = nearest_pen(colored)
    most = np.bincount(pens).argmax()
    return np.median(colored[pens == most], axis=0)
