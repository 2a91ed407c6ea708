"""Quadrilaterals that four lines of a picture make, and what tells a hung picture from others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.detect.sides import Bundle, Floats, Stations, stations

Values = NDArray[np.float64]
Places = NDArray[np.intp]
Size = tuple[int, int]
"""Width and height in pixels."""

FEATURES = (
    "edges", "onward", "most onward", "calmer outside",
    "area", "aside", "above", "taper", "turn", "slim",
)  # fmt: skip
"""Share of the sides that is an edge; share of the lines just past the corners that is, in the mean
and at most; log of roughness inside by outside; log of the share of the photo; distance of the
middle from the photo's, in its widths and heights; log of the ratios of opposite sides; cosine of
the angles; log of the aspect."""

_MOST = 4000
_SHORTEST = 0.1
"""Of a side, as part of the picture's shorter side."""
_BAREST = 0.2
"""Least part of a side that is an edge."""
_TAPER = 2.2
"""Longest a side may be, in lengths of the one across: nearer than that no phone is held."""


@dataclass(frozen=True, eq=False)
class Quads:
    """Candidates for the outline of a picture.

    Attributes:
        corners: (Q, 4, 2) in the order of `overlap.Corners`.
        features: (Q, len(FEATURES)) in the order of `FEATURES`.
    """

    corners: Values
    features: Values


NONE = Quads(np.empty((0, 4, 2)), np.empty((0, len(FEATURES))))


@dataclass(frozen=True, eq=False)
class _Pairs:
    """All pieces of N lines between two of M others that cross them.

    Attributes:
        first, second: (P,) which two, the first above or to the left.
        length: (N, P) in pixels along the axis.
        edges: (N, P) part of it that is an edge, 0..1.
    """

    first: Places
    second: Places
    length: Floats
    edges: NDArray[np.float64]


def quads_of(upright: Bundle, level: Bundle) -> Quads:
    """The quadrilaterals with the best marked sides; may be none.

    Args:
        upright: the lines of a picture from top to bottom.
        level: those from left to right, of the transposed picture.
    """
    x, y = crossings(upright, level)
    down, across = stations(upright, y), stations(level, x.T)
    left, top = _chosen(_pairs(down), _pairs(across), min(upright.height, level.height))
    sides = (left[0], left[1], top[0], top[1])
    rows = [(left[0], top[0]), (left[1], top[0]), (left[1], top[1]), (left[0], top[1])]
    corners = np.stack([np.stack([x[at], y[at]], axis=-1) for at in rows], axis=1)
    return Quads(corners, _features(corners, sides, down, across, (level.height, upright.height)))


def crossings(upright: Bundle, level: Bundle) -> tuple[Floats, Floats]:
    """(N, M) x and y where N upright lines cross M level ones."""
    a, b = upright.lines[:, :1], upright.lines[:, 1:]
    c, d = level.lines[:, 0], level.lines[:, 1]
    x = (a + b * (c - d * level.height / 2 - upright.height / 2)) / (1 - b * d)
    return x, c + d * (x - level.height / 2)


def _pairs(seen: Stations) -> _Pairs:
    first, second = np.triu_indices(seen.at.shape[1], 1)
    length = seen.at[:, second] - seen.at[:, first]
    edges = seen.sums[0][:, second] - seen.sums[0][:, first]
    return _Pairs(first, second, length, edges / np.maximum(length, 1))


def _chosen(down: _Pairs, across: _Pairs, shorter: int) -> tuple[tuple[Places, Places], ...]:
    """((left, right), (top, bottom)) lines of the best quadrilaterals."""
    a, c = _both(down, across, shorter)
    b, d = (part.T for part in _both(across, down, shorter))
    worst = np.minimum(a, b)
    value = np.where(worst > _BAREST, c + d + worst, 0)
    order = np.argsort(-value, axis=None, kind="stable")[:_MOST]
    sides, ends = np.unravel_index(order[value.ravel()[order] > 0], value.shape)
    return (across.first[sides], across.second[sides]), (down.first[ends], down.second[ends])


def _both(pieces: _Pairs, others: _Pairs, shorter: int) -> tuple[Floats, Floats]:
    """Least edges, and half their mean, of opposite sides: (pairs of lines, pairs of ends)."""
    sound = (pieces.length > _SHORTEST * shorter) * pieces.edges
    log = np.log(np.maximum(pieces.length, 1))
    near, far = others.first, others.second
    even = np.abs(log[near] - log[far]) < np.log(_TAPER)
    return np.minimum(sound[near], sound[far]) * even, (sound[near] + sound[far]) / 4


def _features(
    corners: Values, lines: tuple[Places, ...], down: Stations, across: Stations, size: Size
) -> Values:
    left, right, top, bottom = lines
    sides = [
        _side(down, left, (top, bottom), after=False),
        _side(down, right, (top, bottom), after=True),
        _side(across, top, (left, right), after=False),
        _side(across, bottom, (left, right), after=True),
    ]
    edges, onward, outside, inside, length = np.stack(sides, axis=1)
    calmer = np.log1p(inside.mean(axis=0)) - np.log1p(outside.mean(axis=0))
    look = (edges.mean(axis=0), onward.mean(axis=0), onward.max(axis=0), calmer)
    return np.column_stack([*look, *_shape(corners, length, size)])


def _side(seen: Stations, line: Places, ends: tuple[Places, Places], *, after: bool) -> Values:
    """(5, Q) of a side: edges, edges past its ends, roughness outside and inside, length.

    Args:
        after: whether outside is to the right of it.
    """
    start, end = ends
    length = np.maximum(seen.at[line, end] - seen.at[line, start], 1)
    edges, *beside = (seen.sums[:, line, end] - seen.sums[:, line, start]) / length
    outside, inside = reversed(beside) if after else beside
    onward = (seen.before[line, start] + seen.after[line, end]) / 2
    return np.stack([edges, onward, outside, inside, length])


def _shape(
    corners: NDArray[np.float64], length: NDArray[np.float64], size: Size
) -> tuple[NDArray[np.float64], ...]:
    """Area, place, taper, angles and aspect of (Q, 4, 2) corners."""
    edges = np.roll(corners, -1, axis=1) - corners
    ways = edges / np.maximum(np.linalg.norm(edges, axis=2, keepdims=True), 1e-6)
    turn = np.abs((ways * np.roll(ways, 1, axis=1)).sum(axis=2)).mean(axis=1)
    diagonals = corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1]
    area = np.abs(diagonals[0][:, 0] * diagonals[1][:, 1] - diagonals[0][:, 1] * diagonals[1][:, 0])
    aside, above = np.abs(corners.mean(axis=1) / size - 0.5).T
    left, right, top, bottom = np.log(length)
    taper = np.abs(left - right) + np.abs(top - bottom)
    slim = np.abs(left + right - top - bottom) / 2
    return np.log(area / (2 * size[0] * size[1]) + 1e-6), aside, above, taper, turn, slim
