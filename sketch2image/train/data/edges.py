"""Control pictures out of photos: Canny edges, by recipes that were published."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image
from sketch2image.render.control import edges

Range = tuple[int, int]
"""Smallest and largest value of a threshold; equal for a fixed one."""


@dataclass(frozen=True)
class Lines:
    """How lines are found.

    Attributes:
        low: gradient from which an edge goes on.
        high: gradient at which an edge begins.
        blur: side of the Gaussian kernel in pixels; 0 for none.
        even: whether local contrast is evened out first (CLAHE, clip 2, 8x8 tiles).
    """

    low: Range
    high: Range
    blur: int = 0
    even: bool = False


@dataclass(frozen=True)
class Recipe:
    """Lines of most photos, and of photos whose caption speaks of pale things."""

    usual: Lines
    pale: Lines


_CANNY = Lines((100, 100), (200, 200))

RECIPES: dict[str, Recipe] = {
    "canny": Recipe(_CANNY, _CANNY),
    "fashion": Recipe(
        Lines((100, 100), (300, 300), even=True), Lines((50, 50), (100, 100), blur=5, even=True)
    ),
}
"""`canny`: img2img-turbo (Parmar et al., 2024). `fashion`: fashion-sbir (AIKU, 2024)."""

_PALE_WORDS = re.compile(
    r"\b(white(?! background)|bright|light|pale|ivory|cream|sky|gray)\b", re.IGNORECASE
)
_CLIP, _TILES = 2.0, (8, 8)


def with_thresholds(recipe: Recipe, low: Range | None, high: Range | None) -> Recipe:
    """A recipe with other thresholds in both of its ways."""

    def changed(lines: Lines) -> Lines:
        return Lines(low or lines.low, high or lines.high, lines.blur, lines.even)

    return Recipe(changed(recipe.usual), changed(recipe.pale))


def edge_drawing(photo: Image, recipe: Recipe, caption: str, rng: Generator) -> Sketch:
    """The edges of a photo, black on white.

    Args:
        photo: (S, S, 3) uint8 RGB, as `fit.cropped` gives it.
        recipe: one of `RECIPES`.
        caption: what the photo shows; pale things are drawn with the recipe's `pale` lines.
        rng: draws thresholds out of ranges, `high` never below `low`.
    """
    lines = recipe.pale if _PALE_WORDS.search(caption) else recipe.usual
    low = int(rng.integers(lines.low[0], lines.low[1] + 1))
    high = int(rng.integers(max(low, lines.high[0]), max(low, lines.high[1]) + 1))
    return edges(_prepared(photo, lines), low, high, len(photo))


def seeded(seed: int, name: str) -> Generator:
    """A generator of one picture's own: the same whichever pictures are made with it."""
    digest = hashlib.sha256(name.encode()).digest()
    return np.random.default_rng([seed, int.from_bytes(digest[:8], "big")])


def _prepared(photo: Image, lines: Lines) -> Image:
    from sketch2image.core.opencv import cv2

    if not (lines.blur or lines.even):
        return photo
    gray = cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY)
    if lines.blur:
        gray = cv2.GaussianBlur(gray, (lines.blur, lines.blur), 0)
    if lines.even:
        gray = cv2.createCLAHE(_CLIP, _TILES).apply(gray)
    return np.repeat(np.asarray(gray, np.uint8)[:, :, None], 3, axis=2)
