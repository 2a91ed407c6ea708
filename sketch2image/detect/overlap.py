"""How much of two quadrilaterals is common to both.

OpenCV's `intersectConvexConvex` fails now and then where sides nearly coincide, which is just where
it matters here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Corners = NDArray[np.float32]
"""(4, 2) x, y in pixels: top left, top right, bottom right, bottom left."""

_Point = tuple[float, float]


def overlap(one: Corners | NDArray[np.float64], other: Corners | NDArray[np.float64]) -> float:
    """Intersection over union of two convex quadrilaterals (4, 2), 0..1."""
    first, second = _points(one), _points(other)
    common = area(clipped(first, second))
    return common / max(area(first) + area(second) - common, 1e-9)


def clipped(polygon: list[_Point], by: list[_Point]) -> list[_Point]:
    """The part of a polygon within a convex one (Sutherland and Hodgman, CACM 17, 1974).

    Both go the way of `Corners`, clockwise on the screen.
    """
    for start, end in zip(by, [*by[1:], by[0]], strict=True):
        polygon = _beside(polygon, start, end)
    return polygon


def area(polygon: list[_Point]) -> float:
    """In square pixels."""
    pairs = zip(polygon, [*polygon[1:], *polygon[:1]], strict=True)
    return abs(sum(x * v - y * u for (x, y), (u, v) in pairs)) / 2


def _beside(polygon: list[_Point], start: _Point, end: _Point) -> list[_Point]:
    """What lies on the right hand of a line."""
    depths = [
        (end[0] - start[0]) * (y - start[1]) - (end[1] - start[1]) * (x - start[0])
        for x, y in polygon
    ]
    kept: list[_Point] = []
    for place, (x, y) in enumerate(polygon):
        (u, v), before, depth = polygon[place - 1], depths[place - 1], depths[place]
        if (before < 0) != (depth < 0):
            part = before / (before - depth)
            kept.append((u + part * (x - u), v + part * (y - v)))
        if depth >= 0:
            kept.append((x, y))
    return kept


def _points(corners: Corners | NDArray[np.float64]) -> list[_Point]:
    return [(x, y) for x, y in np.asarray(corners, np.float64).tolist()]
