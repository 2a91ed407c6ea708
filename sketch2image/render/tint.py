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
_ENOUGH = 0.35
_GROUND, _SPAN = 0.05, 0.88
_USUAL_LIGHT = 110.0
_BRIGHTNESS = np.array([0.3, 0.59, 0.11])


def by_pen(image: Image, ink: Mask, labels: Labels, count: int) -> dict[int, Color]:
    """The regions whose strokes are of a color, at least a good share of them, and which color.

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


def marked(picture: Image, image: Image, marks: Mask) -> Image:
    """A picture with colored strokes of the drawing painted onto its surface.

    Args:
        picture: (H, W, 3) what was rendered.
        image: (H, W, 3) the drawing.
        marks: (H, W) strokes that lie on the object; black ones among them are left out.
    """
    from sketch2image.core.opencv import cv2

    colored = marks & is_colored(image)
    if not colored.any():
        return picture
    weight = np.asarray(cv2.GaussianBlur(colored.astype(np.float32), (0, 0), 1.0))
    ink = np.asarray(cv2.GaussianBlur(image * colored[..., None].astype(np.float32), (0, 0), 1.0))
    pigment = (_GROUND + _SPAN * ink / (weight[..., None] + 1e-4) / 255) * 255
    light = np.clip(picture @ _BRIGHTNESS / _USUAL_LIGHT, 0.55, 1.2)[..., None]
    cover = np.clip(1.5 * weight, 0, 1)[..., None]
    painted = picture * (1 - cover) + pigment * light * cover
    return np.round(np.clip(painted, 0, 255)).astype(np.uint8)


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
    if len(colored) < _ENOUGH * max(1, len(ink)):
        return None
    pens = nearest_pen(colored)
    most = np.bincount(pens).argmax()
    return np.median(colored[pens == most], axis=0)
