"""The colors of a garment: words for them, and its hue in numbers.

The words are the eleven basic color terms (Berlin and Kay, 1969), beige and navy. Each has a few
prototypes in `PROTOTYPES`; a color is called by the nearest one in CIELAB, where lightness counts
less than hue: light and shadow change it most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Image
from sketch2image.systems.fashion.garment import garment_mask, small_copy

Lab = NDArray[np.float32]
"""(N, 3) CIELAB: lightness 0..100, and the two axes of color."""

PROTOTYPES: dict[str, tuple[str, ...]] = {
    "black": ("#0c0c0e", "#1e1e20", "#323234"),
    "white": ("#ffffff", "#e2e2e0", "#cbcac8", "#ece6da", "#d8dbe0"),
    "gray": ("#4c4c4e", "#606062", "#808080", "#9c9c9c", "#8c877e"),
    "red": ("#c8141e", "#96141e", "#e63c32", "#6e1423", "#4a1a26", "#56282f"),
    "orange": ("#f08228", "#e65a1e", "#c86e28", "#dc8c50"),
    "yellow": ("#f5dc46", "#e1b92d", "#c8a046", "#faf096"),
    "green": ("#288c3c", "#1e4628", "#5f6e37", "#4a4e36", "#96d7af", "#3cb4a0", "#82b43c"),
    "blue": (
        "#2850c8",
        "#466996",
        "#6e96c8",
        "#a0c8e6",
        "#1e8cb4",
        "#3c4f73",
        "#586a80",
        "#abbfdc",
    ),
    "navy": ("#141e46", "#1c2234", "#232a41"),
    "purple": ("#6e328c", "#a582c8", "#46234b", "#704a64"),
    "pink": ("#f096b4", "#e13c82", "#ebbebe", "#d24678"),
    "brown": ("#6e4128", "#46302a", "#96643c"),
    "beige": ("#dcc8a5", "#bea587", "#e1d2b4"),
}

SHADES: dict[str, tuple[str, ...]] = {
    "gray": ("white", "black", "navy", "beige", "blue", "green", "purple", "brown"),
    "black": ("navy", "green", "brown", "purple"),
    "brown": ("red", "orange", "beige", "purple"),
    "beige": ("white", "yellow", "pink"),
    "purple": ("navy", "pink", "red"),
    "blue": ("navy", "white"),
    "red": ("pink", "orange"),
    "orange": ("yellow",),
}
"""Words that light and shadow make of one color; the lesser one is said only where it is much."""

_LIGHTNESS = 0.6
"""What a step of lightness counts beside a step of color."""

_SATURATION = 70.0, 25.0
"""Chroma counts by this over (lightness + that): the darker, the less of it makes a color."""

_CHROMATIC = 14.0
"""CIELAB chroma from which a color has a hue for sure."""

_LEAST_CHROMATIC = 0.05
"""Share of a garment that has to have a hue."""

_BRIGHTEST, _MOST_GAIN = 98.0, 1.3
"""Percentile of values that is taken for white, and the most a picture is brightened to it."""

_SECOND, _SECOND_SHADE = 0.2, 0.45
"""Shares of the garment from which a second word is said."""


class ColorShare(NamedTuple):
    """A color word, and the share of the garment that it names, 0..1."""

    word: str
    share: float


@dataclass(frozen=True)
class Colors:
    """What was measured of a garment.

    Attributes:
        words: color words, the one of the largest share first; the shares sum to 1.
        hue: CIELAB hue angle in degrees, 0..360 (red near 30, yellow 95, green 140, blue 280), the
            circular mean weighted by chroma; None where next to nothing has a hue.
        chromatic: share of the garment that has a hue, 0..1.
        lightness: median CIELAB lightness of the garment, 0..100.
        ground: the same of what is around it.
    """

    words: tuple[ColorShare, ...]
    hue: float | None
    chromatic: float
    lightness: float
    ground: float


def measured(picture: Image) -> Colors:
    """Colors of the garment in a picture.

    Args:
        picture: (H, W, 3) uint8 RGB of any size.
    """
    small = small_copy(picture)
    mask = garment_mask(small)
    values = _lab(_exposed(small))
    garment, ground = values[mask], values[~mask]
    hue, chromatic = _hue(garment)
    around = ground if len(ground) else garment
    return Colors(
        _shares(garment), hue, chromatic, float(np.median(garment[:, 0])),
        float(np.median(around[:, 0])),
    )  # fmt: skip


def spoken(colors: Sequence[ColorShare]) -> tuple[str, ...]:
    """The one or two words that a person would say.

    Args:
        colors: largest share first.
    """
    first, *others = colors
    for other in others:
        least = _SECOND_SHADE if _is_shade(first.word, other.word) else _SECOND
        if other.share >= least:
            return first.word, other.word
    return (first.word,)


def _is_shade(one: str, other: str) -> bool:
    return other in SHADES.get(one, ()) or one in SHADES.get(other, ())


def _shares(garment: Lab) -> tuple[ColorShare, ...]:
    words = list(PROTOTYPES)
    named, word_of = _named()
    apart = np.linalg.norm(_weighted(garment)[:, None] - _weighted(named)[None], axis=2)
    counts = np.bincount(word_of[apart.argmin(axis=1)], minlength=len(words))
    order = sorted(range(len(words)), key=lambda number: -counts[number])
    return tuple(
        ColorShare(words[number], float(counts[number] / len(garment)))
        for number in order
        if counts[number]
    )


def _hue(garment: Lab) -> tuple[float | None, float]:
    chroma = np.hypot(garment[:, 1], garment[:, 2])
    colored = chroma >= _CHROMATIC
    share = float(colored.mean())
    if share < _LEAST_CHROMATIC:
        return None, share
    a, b = garment[colored, 1:].sum(axis=0)
    return float(np.degrees(np.arctan2(b, a)) % 360), share


def _weighted(values: Lab) -> Lab:
    light = values[:, :1]
    most, offset = _SATURATION
    return np.hstack([_LIGHTNESS * light, values[:, 1:] * (most / (light + offset))])


def _exposed(picture: Image) -> Image:
    """A dim picture, brightened: people see its brightest part as white, or nearly."""
    brightest = float(np.percentile(picture.max(axis=2), _BRIGHTEST))
    gain = min(_MOST_GAIN, 250 / max(brightest, 1.0))
    return np.clip(picture * max(gain, 1.0), 0, 255).astype(np.uint8)


def _lab(picture: Image) -> Lab:
    """(H, W, 3) CIELAB of an RGB picture."""
    from sketch2image.core.opencv import cv2

    values = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return np.asarray(values, np.float32)


@cache
def _named() -> tuple[Lab, NDArray[np.intp]]:
    codes = [(n, code) for n, codes in enumerate(PROTOTYPES.values()) for code in codes]
    rgb = np.array([[tuple(bytes.fromhex(code[1:])) for _, code in codes]], np.uint8)
    return _lab(rgb)[0], np.array([number for number, _ in codes])
