"""Control pictures out of photos: Canny edges, by recipes that were published."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator

from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image
from sketch2image.render.control import edges, placement

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
        equal: whether the histogram of the whole is made flat after that.
    """

    low: Range
    high: Range
    blur: int = 0
    even: bool = False
    equal: bool = False


@dataclass(frozen=True)
class Recipe:
    """Lines of most photos, and of photos of pale things."""

    usual: Lines
    pale: Lines


_CANNY = Lines((100, 100), (200, 200))
_FASHION = Lines((100, 100), (300, 300), even=True)
_GHOUMRASSI = Lines((150, 150), (200, 200), blur=7, even=True)

RECIPES: dict[str, Recipe] = {
    "canny": Recipe(_CANNY, _CANNY),
    "fashion": Recipe(_FASHION, Lines((50, 50), (100, 100), blur=5, even=True)),
    "fashion-early": Recipe(_FASHION, Lines((100, 100), (300, 300), blur=3, even=True, equal=True)),
    "fashion-ghoumrassi": Recipe(_GHOUMRASSI, _GHOUMRASSI),
}
"""`canny`: img2img-turbo (Parmar et al., 2024). The others: fashion-sbir (AIKU, 2024), as it ended,
with its earlier lines for pale garments, and as it drew the set ghoumrassi/clothes_sample."""

_PALE_WORDS = re.compile(
    r"\b(white(?! background)|bright|light|pale|ivory|cream|sky|gray)\b", re.IGNORECASE
)
_CLIP, _TILES = 2.0, (8, 8)


def with_thresholds(recipe: Recipe, low: Range | None, high: Range | None) -> Recipe:
    """A recipe with other thresholds in both of its ways."""

    def changed(lines: Lines) -> Lines:
        return replace(lines, low=low or lines.low, high=high or lines.high)

    return Recipe(changed(recipe.usual), changed(recipe.pale))


def speaks_of_pale(caption: str) -> bool:
    """Whether a caption says that a thing is pale."""
    return bool(_PALE_WORDS.search(caption))


def edge_drawing(photo: Image, recipe: Recipe, caption: str, rng: Generator) -> Sketch:
    """The edges of a photo, black on white.

    Args:
        photo: (H, W, 3) uint8 RGB.
        recipe: one of `RECIPES`.
        caption: what the photo shows; pale things are drawn with the recipe's `pale` lines.
        rng: see `drawn`.
    """
    return drawn(photo, recipe.pale if speaks_of_pale(caption) else recipe.usual, rng)


def drawn(photo: Image, lines: Lines, rng: Generator) -> Sketch:
    """The edges of a photo in its own size, black on white, one pixel wide.

    Args:
        photo: (H, W, 3) uint8 RGB.
        lines: how they are found.
        rng: draws thresholds out of ranges, `high` never below `low`.
    """
    height, width = photo.shape[:2]
    low = int(rng.integers(lines.low[0], lines.low[1] + 1))
    high = int(rng.integers(max(low, lines.high[0]), max(low, lines.high[1]) + 1))
    square = edges(_prepared(photo, lines), low, high, max(height, width))
    place = placement((width, height), max(height, width))
    inside = square.raster[place.top : place.top + height, place.left : place.left + width]
    return Sketch((width, height), backdrop=inside)


def seeded(seed: int, name: str) -> Generator:
    """A generator of one picture's own: the same whichever pictures are made with it."""
    digest = hashlib.sha256(name.encode()).digest()
    return np.random.default_rng([seed, int.from_bytes(digest[:8], "big")])


def _prepared(photo: Image, lines: Lines) -> Image:
    from sketch2image.core.opencv import cv2

    if not (lines.blur or lines.even or lines.equal):
        return photo
    gray = cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY)
    if lines.blur:
        gray = cv2.GaussianBlur(gray, (lines.blur, lines.blur), 0)
    if lines.even:
        gray = cv2.createCLAHE(_CLIP, _TILES).apply(gray)
    if lines.equal:
        gray = cv2.equalizeHist(gray)
    return np.repeat(np.asarray(gray, np.uint8)[:, :, None], 3, axis=2)
