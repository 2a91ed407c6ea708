"""How sure a look-up is that a photo shows a work.

Two kinds of evidence, and the stronger one counts. Geometry: points of the work's picture lie in
the photo as on a plane, where a visitor would hold the work. Likeness: the photo is more like the
work than works of this collection are like each other. Geometry adds to confidence. Its absence
takes away only from works that are known to be flat and have points enough to be seen by.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Vectors
from sketch2image.gallery.local.homography import Alignment

KNOWN = 0.5
"""Confidence from which a work counts as found."""

_THERE = np.array((-18.6, 7.0))
"""Weights of 1 and the logarithm of the inliers."""

_MEANT = np.array((3.9, -9.5, 1.5))
"""Weights of 1, `Standing.off` and `Standing.inside`.

Both by logistic regression on rendered photos of works that no figure is measured on: see
docs/artworks.md.
"""

_ENOUGH = 150
"""Points of a flat work by which it would be seen, if the photo showed it."""

_DOUBTED = 0.5
"""What is left of the confidence by likeness where a flat work should have been seen."""

_SAMPLE = 256
_STRANGERS = 0.98
_LEAST_WORKS = 10
_STEEPNESS = 40.0
"""Of confidence by likeness: a cosine .05 above the mark is .88 sure."""


@dataclass(frozen=True)
class Standing:
    """How an outline lies in a photo.

    Attributes:
        off: distance of its middle from the middle of the photo, where 1 is a corner.
        inside: share of it that the photo shows, 0..1.
    """

    off: float
    inside: float


def standing(outline: NDArray[np.float32], size: tuple[float, float]) -> Standing:
    """How an outline lies in a photo of (width, height), in the same unit."""
    from sketch2image.core.opencv import cv2

    width, height = size
    photo = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    shown, _ = cv2.intersectConvexConvex(outline, photo)
    middle = np.array(size) / 2
    off = np.linalg.norm(outline.mean(axis=0) - middle) / np.linalg.norm(middle)
    return Standing(float(off), float(shown) / max(cv2.contourArea(outline), 1e-9))


def seen(alignment: Alignment, size: tuple[float, float]) -> float:
    """Confidence, 0..1, that a photo of (width, height) was taken of an aligned work.

    It is there, and it is what the photo is of: a neighbor on the wall is seen too, but aside and
    often cut off.
    """
    place = standing(alignment.outline, size)
    there = _THERE @ (1.0, math.log(alignment.inliers))
    meant = _MEANT @ (1.0, place.off, place.inside)
    return _logistic(float(there)) * _logistic(float(meant))


def strangers_mark(vectors: Vectors, default: float) -> float:
    """The cosine that only one in fifty works of a collection has with any other of it.

    Args:
        vectors: (N, D) of the collection.
        default: where there are too few works to say.
    """
    if len(vectors) < _LEAST_WORKS:
        return default
    rows = np.linspace(0, len(vectors) - 1, min(_SAMPLE, len(vectors))).round().astype(int)
    cosines = vectors[rows] @ vectors.T
    cosines[np.arange(len(rows)), rows] = -1
    return float(np.quantile(cosines.max(axis=1), _STRANGERS))


def alike(cosine: float, mark: float) -> float:
    """Confidence, 0..1, by likeness alone; 0.5 at the mark."""
    return _logistic(_STEEPNESS * (cosine - mark))


def doubted(confidence: float, *, flat: bool | None, points: int) -> float:
    """Confidence by likeness in a work that was looked for in the photo and not seen there."""
    return _DOUBTED * confidence if flat and points >= _ENOUGH else confidence


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))
