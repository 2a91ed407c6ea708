"""Which quadrilaterals are the outlines of hung pictures, best first.

The weights were fitted by `tools/learn_frame.py` on photos of pictures that no benchmark shows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sketch2image.detect.overlap import Corners, overlap
from sketch2image.detect.quads import FEATURES, Quads, Values

APART = 0.8
"""Intersection over union from which two outlines are one."""

WEIGHTS = {
    "edges": 3.73, "onward": -14.0, "most onward": 2.02, "calmer outside": 4.14, "area": 1.1,
    "aside": -12.56, "above": -11.02, "taper": -1.68, "turn": -2.67, "slim": -2.46,
}  # fmt: skip
"""Of each feature."""

NESTING = (1.005, 0.259, -0.254)
"""Of a quadrilateral's own value, of a good frame around it, of a good picture within."""

_SLOPE, _LEVEL = 0.56, -0.04
"""Of the logistic function that turns a value into a chance."""

_LONG_LIST, _FINALISTS = 400, 80
_SAME = 5.0
"""Pixels by which a corner must differ for two quadrilaterals to be finalists both."""
_LAG, _LEAD = -4.0, 4.0
"""How far a frame may be behind its picture in value to count, and from where on it counts no
more."""
_CENTERED, _SMALLEST = 0.12, 0.55
"""Of a picture in its frame: distance of their middles, and its size, in sizes of the frame."""
_MARGIN = 2.0


def best_of(quads: Quads, most: int) -> list[tuple[Corners, float]]:
    """Corners and the chance that they are a picture's or its frame's, best first; distinct.

    Args:
        quads: candidates.
        most: how many are wanted.
    """
    values = quads.features @ np.array([WEIGHTS[name] for name in FEATURES])
    places, traits = finalists(quads, values)
    corners, final = quads.corners[places], traits @ NESTING
    chances = 1 / (1 + np.exp(-(_SLOPE * final + _LEVEL)))
    kept = distinct(corners, np.argsort(-final, kind="stable"), most)
    return [(corners[place].astype(np.float32), float(chances[place])) for place in kept]


def finalists(quads: Quads, values: Values) -> tuple[NDArray[np.intp], Values]:
    """Places of the N quadrilaterals of most value; (N, 3) what decides between them.

    That is their value; how good the best frame around each is, and the best picture within.
    """
    order = np.argsort(-values, kind="stable")[:_LONG_LIST]
    places = order[_spread(quads.corners[order])]
    return places, np.column_stack([values[places], nesting(quads.corners[places], values[places])])


def nesting(corners: Values, values: Values) -> Values:
    """(N, 2) how good the best frame around each of N quadrilaterals is, and the best within.

    Args:
        corners: (N, 4, 2).
        values: (N,), of which the frame's less the picture's counts.
    """
    area = np.sqrt(_areas(corners))
    middle = corners.mean(axis=1)
    away = np.linalg.norm(middle[:, None] - middle, axis=2)
    framed = _inside(corners) & (away < _CENTERED * area[:, None])
    framed &= area > _SMALLEST * area[:, None]
    ahead = np.clip(values[:, None] - values, _LAG, _LEAD)
    behind = np.clip(-(values[:, None] - values), _LAG, _LEAD)
    around = np.where(framed, ahead - _LAG, 0).max(axis=0, initial=0)
    within = np.where(framed, behind - _LAG, 0).max(axis=1, initial=0)
    return np.column_stack([around, within])


def distinct(corners: Values, order: NDArray[np.intp], most: int) -> list[int]:
    """The first places in an order whose quadrilaterals do not nearly coincide."""
    kept: list[int] = []
    for place in order.tolist():
        if len(kept) == most:
            break
        if all(overlap(corners[place], corners[other]) < APART for other in kept):
            kept.append(place)
    return kept


def _spread(corners: Values) -> list[int]:
    """Places of the first quadrilaterals that are not nearly an earlier one."""
    flat = corners.reshape(len(corners), 8)
    free, kept = np.ones(len(flat), np.bool_), []
    while free.any() and len(kept) < _FINALISTS:
        place = int(free.argmax())
        kept.append(place)
        free &= np.abs(flat - flat[place]).max(axis=1) > _SAME
    return kept


def _areas(corners: Values) -> Values:
    (ax, ay), (bx, by) = (corners[:, 2] - corners[:, 0]).T, (corners[:, 3] - corners[:, 1]).T
    return np.abs(ax * by - ay * bx) / 2


def _inside(corners: Values) -> NDArray[np.bool_]:
    """(N, N) whether all of the second lies within the first."""
    sides = np.roll(corners, -1, axis=1) - corners
    unit = sides / np.maximum(np.linalg.norm(sides, axis=2, keepdims=True), 1e-6)
    inward = np.stack([-unit[..., 1], unit[..., 0]], axis=-1)
    reach = np.einsum("isc,jkc->isjk", inward, corners)
    depth = reach - np.einsum("isc,isc->is", inward, corners)[:, :, None, None]
    return depth.min(axis=(1, 3)) > _MARGIN
