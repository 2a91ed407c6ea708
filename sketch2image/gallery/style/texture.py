"""How a picture is made, and not what it shows: statistics of its texture and colors.

Responses to the filters of a discrete cosine transform, in lightness and in color, at two sizes;
how flat the flat places are; patterns of neighbors (Ojala et al., "Multiresolution Gray-Scale and
Rotation Invariant Texture Classification with Local Binary Patterns", TPAMI 2002); a histogram of
hue, saturation and value. That color and lightness change otherwise in paintings than in photos was
found by Cutzu, Hammoud and Leykin ("Distinguishing paintings from photographs", CVIU 2005).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.opencv import cv2
from sketch2image.core.types import Image

VERSION = "texture-1"
"""Changes whenever numbers could."""

Plane = NDArray[np.float32]
"""(H, W)."""

_SIDES = (112, 56)
"""Longest side at which filters look, pixels. Most pictures are larger: how sharp a file happens to
be says little here."""

_EVERY = 2
"""Rows and columns that are counted: neighbors say nearly the same."""

_TAPS = 4
_IN_COLOR = ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0))
"""Filters that look at colors, by how often they change down and across."""

_WEAK, _STRONG = 1.0, 12.0
"""Responses that count as none and as an edge, on a scale of 255."""

_LEVELS = (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98)
_SPREADS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9)
_BLOCKS = (4, 8)
_HUES, _SATURATIONS, _VALUES = 12, 3, 3
_NEIGHBORS = ((-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1))
_NOISE = 2
"""By how much a neighbor must be lighter to count, of 255."""


def texture(image: Image) -> NDArray[np.float32]:
    """(WIDTH,) numbers of any size for a picture of (H, W, 3) uint8 RGB, any size."""
    parts = [part for side in _SIDES for part in _responses(_fitted(image, side))]
    small = _fitted(image, _SIDES[0])
    return np.concatenate([*parts, *(look(small) for look in _LOOKS)]).astype(np.float32)


def _fitted(image: Image, side: int) -> Image:
    """At least a filter wide."""
    height, width = image.shape[:2]
    scale = min(1.0, side / max(height, width))
    size = (max(_TAPS, round(width * scale)), max(_TAPS, round(height * scale)))
    return cv2.resize(np.ascontiguousarray(image), size, interpolation=cv2.INTER_AREA).astype(
        np.uint8
    )


def _planes(image: Image) -> NDArray[np.float32]:
    """(H, W, 3) CIE Lab."""
    lab = cv2.cvtColor(image.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    return lab.astype(np.float32)


def _responses(image: Image) -> Iterator[NDArray[np.float64]]:
    lab = _planes(image)
    lightness = lab[..., 0] * np.float32(2.55)
    for place in list(np.ndindex(_TAPS, _TAPS))[1:]:
        yield _summary(cv2.filter2D(lightness, -1, _FILTERS[place]))
    for channel in (1, 2):
        for place in _IN_COLOR:
            yield _summary(cv2.filter2D(lab[..., channel], -1, _FILTERS[place]))


def _filters() -> NDArray[np.float32]:
    """(T, T, T, T) products of two cosines: by changes down and across, then rows and columns."""
    steps = np.arange(_TAPS)
    waves = np.cos(np.pi * (2 * steps + 1) * steps[:, None] / (2 * _TAPS)) * np.sqrt(2 / _TAPS)
    waves[0] /= np.sqrt(2)
    return np.einsum("ia,jb->ijab", waves, waves).astype(np.float32)


_FILTERS = _filters()


def _summary(response: NDArray) -> NDArray[np.float64]:
    """(5,): how strong, how uneven in two ways, how often none, and how often an edge."""
    size = np.abs(response[::_EVERY, ::_EVERY])
    mean, root = float(size.mean()) + 1e-2, float(np.sqrt(size).mean())
    power = float((size * size).mean()) + 1e-4
    uneven = (np.log(power) / 2 - np.log(mean), root**2 / mean)
    return np.array([np.log(mean), *uneven, (size < _WEAK).mean(), (size > _STRONG).mean()])


def _levels(image: Image) -> NDArray[np.float64]:
    """(36,): mean, spread and quantiles of lightness, of both colors, and of their strength."""
    lab = _planes(image)
    planes = (lab[..., 0], lab[..., 1], lab[..., 2], np.hypot(lab[..., 1], lab[..., 2]))
    return np.concatenate([(p.mean(), p.std(), *_quantiles(p, _LEVELS)) for p in planes])


def _flatness(image: Image) -> NDArray[np.float64]:
    """(16,): quantiles of the spread of lightness in blocks, and how many blocks are flat."""
    lightness = _planes(image)[..., 0]
    return np.concatenate([_block_spreads(lightness, block) for block in _BLOCKS])


def _block_spreads(plane: Plane, block: int) -> NDArray[np.float64]:
    mean, squares = (cv2.blur(one, (block, block)) for one in (plane, plane * plane))
    spread = np.sqrt(np.maximum(squares - mean * mean, 0))
    quantiles = np.log(_quantiles(spread, _SPREADS) + 0.1)
    return np.array([*quantiles, (spread < 1).mean(), (spread < 3).mean()])


def _colors(image: Image) -> NDArray[np.float64]:
    """(108,): square roots of the shares of the colors."""
    hue, saturation, value = np.moveaxis(cv2.cvtColor(image, cv2.COLOR_RGB2HSV).astype(int), 2, 0)
    hue = np.minimum(hue * _HUES // 180, _HUES - 1)
    bins = (hue * _SATURATIONS + saturation * _SATURATIONS // 256) * _VALUES
    bins += value * _VALUES // 256
    return _shares(bins, _HUES * _SATURATIONS * _VALUES)


def _patterns(image: Image) -> NDArray[np.float64]:
    """(256,): square roots of the shares of the patterns of lighter neighbors."""
    gray = image.mean(axis=2).astype(np.int16)
    height, width = gray.shape
    middle = gray[1:-1, 1:-1]
    codes = np.zeros(middle.shape, int)
    for bit, (down, across) in enumerate(_NEIGHBORS):
        beside = gray[1 + down : height - 1 + down, 1 + across : width - 1 + across]
        codes |= (beside > middle + _NOISE).astype(int) << bit
    return _shares(codes, 1 << len(_NEIGHBORS))


def _quantiles(plane: NDArray, shares: tuple[float, ...]) -> NDArray[np.float64]:
    ordered = np.sort(plane[::_EVERY, ::_EVERY], axis=None)
    return ordered[(np.array(shares) * (ordered.size - 1)).astype(int)].astype(np.float64)


def _shares(codes: NDArray, count: int) -> NDArray[np.float64]:
    return np.sqrt(np.bincount(codes.ravel(), minlength=count) / codes.size)


_LOOKS: tuple[Callable[[Image], NDArray[np.float64]], ...] = (
    _levels,
    _flatness,
    _colors,
    _patterns,
)

WIDTH = len(_SIDES) * 5 * (_TAPS**2 - 1 + 2 * len(_IN_COLOR)) + 36 + 16 + 108 + 256
"""Of `texture`."""
