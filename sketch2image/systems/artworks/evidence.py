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

from sketch2image.core.types import Vectors
from sketch2image.detect.overlap import Corners, rectangle, shared, size_of
from sketch2image.gallery.local.homography import Alignment
from sketch2image.gallery.local.seeing import Sighting

KNOWN = 0.5
"""Confidence from which a work counts as found."""

_THERE = np.array((-18.6, 7.0))
"""Weights of 1 and the logarithm of the inliers."""

_MEANT = np.array((2.1, -8.4, 1.2, 1.5))
"""Weights of 1, `Standing.off`, `Standing.inside` and `Standing.agrees`.

Both by logistic regression on rendered photos of works that no figure is measured on: see
docs/artworks.md.
"""

_ENOUGH = 150
"""Points of a flat work by which it would be seen, if the photo showed it."""

_DOUBTED = 0.5
"""What is left of the confidence by likeness where a flat work should have been seen."""

_SAME, _APART = 0.5, 0.1
"""Share of the smaller of two outlines that the other covers."""

_TINY = 1e-9
_SAMPLE = 256
_STRANGERS = 0.98
_LEAST_WORKS = 10
_STEEPNESS = 40.0
"""Of confidence by likeness: a cosine .05 above the mark is .88 sure."""


@dataclass(frozen=True, eq=False)
class View:
    """A photo, as far as outlines in it are judged; its longer side is 1.

    Attributes:
        size: (width, height).
        guess: (4, 2), where a detector takes the work to be; None where none says.
    """

    size: tuple[float, float]
    guess: Corners | None = None


@dataclass(frozen=True)
class Standing:
    """How an outline lies in a photo.

    Attributes:
        off: distance of its middle from the middle of the photo, where 1 is a corner.
        inside: share of it that the photo shows, 0..1.
        agrees: 1 where it is what a detector takes for the work, or most of it; -1 where that is
            elsewhere; 0 in between, and where there is no detector.
    """

    off: float
    inside: float
    agrees: int


def standing(outline: Corners, view: View) -> Standing:
    """How a convex (4, 2) outline lies in a photo."""
    middle = np.array(view.size) / 2
    off = np.linalg.norm(outline.mean(axis=0) - middle) / np.linalg.norm(middle)
    inside = shared(outline, rectangle(0, 0, *view.size)) / max(size_of(outline), _TINY)
    agrees = 0 if view.guess is None else _agreement(outline, view.guess)
    return Standing(float(off), inside, agrees)


def seen(alignment: Alignment, view: View) -> float:
    """Confidence, 0..1, that a photo was taken of an aligned work.

    It is there, and it is what the photo is of: a neighbor on the wall is seen too, but aside,
    often cut off, and not what a detector finds first.
    """
    place = standing(alignment.outline, view)
    there = _THERE @ (1.0, math.log(alignment.inliers))
    meant = _MEANT @ (1.0, place.off, place.inside, place.agrees)
    return _logistic(float(there)) * _logistic(float(meant))


def alike(cosine: float, mark: float) -> float:
    """Confidence, 0..1, by likeness alone; 0.5 at the mark."""
    return _logistic(_STEEPNESS * (cosine - mark))


def with_points(by_likeness: float, sighting: Sighting, view: View, *, flat: bool) -> float:
    """Confidence, 0..1, in a work that was looked for in the photo, point by point.

    Args:
        by_likeness: what `alike` gives.
        sighting: of the work.
        view: of the photo.
        flat: whether it is known to be.
    """
    doubtful = flat and sighting.points >= _ENOUGH
    kept = _DOUBTED * by_likeness if doubtful else by_likeness
    return max(kept, seen(sighting.alignment, view)) if sighting.alignment else kept


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


def _agreement(outline: Corners, guess: Corners) -> int:
    share = shared(outline, guess) / max(min(size_of(outline), size_of(guess)), _TINY)
    return int(share > _SAME) - int(share < _APART)


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))
