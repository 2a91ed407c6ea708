"""Line drawings made out of photos: local contrast, then Canny (1986) edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.ink import Mask
from sketch2image.train.lite.augment import length
from sketch2image.train.lite.drawings import Drawing, Line, trace
from sketch2image.train.lite.photos import Photo, read_photo

BLURS = (1.0, 1.8)
"""A finer and a plainer drawing."""

_SIDE = 128
_SHORTEST = 14
_MOST_LINES = 60
_PALE = 190
"""Median brightness from which on a photo shows a pale thing on a light ground."""

Gray = NDArray[np.uint8]


def edge_drawings(photos: Iterable[Photo], blurs: Sequence[float] = BLURS) -> Iterator[Drawing]:
    """A drawing of each photo for each blur; photos without edges give none."""
    for photo in photos:
        gray = _gray(photo)
        for blur in blurs:
            lines = trace(edges(gray, blur))
            if lines:
                yield Drawing(photo.label, _longest(lines), photo.key)


def edges(gray: Gray, blur: float) -> Mask:
    """(H, W) True on the edges of a gray photo of about 128 pixels.

    Contrast is evened out first. Thresholds follow the gradient, but for pale things, whose edges
    are faint: those are blurred more and have low thresholds of their own.

    Args:
        gray: (H, W) uint8.
        blur: in pixels.
    """
    from sketch2image.core.opencv import cv2

    even = cv2.createCLAHE(2.0, (8, 8) if _is_pale(gray) else (4, 4)).apply(gray)
    soft = np.asarray(cv2.GaussianBlur(even, (0, 0), blur), np.uint8)
    if _is_pale(gray):
        return _long(cv2.Canny(soft, 50, 100, L2gradient=True) > 0)
    gradient = np.hypot(cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1))
    high = float(np.percentile(gradient, 90))
    return _long(cv2.Canny(soft, 0.4 * high, high, L2gradient=True) > 0)


def _is_pale(gray: Gray) -> bool:
    return bool(np.median(gray) > _PALE)


def _gray(photo: Photo) -> Gray:
    from sketch2image.core.opencv import cv2

    gray = cv2.cvtColor(read_photo(photo.file), cv2.COLOR_RGB2GRAY)
    scale = _SIDE / max(gray.shape)
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _long(mask: Mask) -> Mask:
    """Keeps edges of at least `_SHORTEST` pixels."""
    from sketch2image.core.opencv import cv2

    _, parts, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    long = np.asarray(stats)[:, cv2.CC_STAT_AREA] >= _SHORTEST
    long[0] = False
    return long[np.asarray(parts, np.intp)]


def _longest(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=length, reverse=True)[:_MOST_LINES])
