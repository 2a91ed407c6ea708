"""How much of two quadrilaterals is common to both.

OpenCV's `intersectConvexConvex` fails now and then where sides nearly coincide, which is just where
it matters here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Corners = NDArray[np.float32]
"""(4, 2) x, y in pixels: top left, top right, bottom right, bottom left."""

Outline = Corners | NDArray[np.float64]
"""The same, of any float type."""

_Point = tuple[float, float]


def rectangle(left: float, top: float, right: float, bottom: float) -> Corners:
    """(4, 2) corners of an upright rectangle."""
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)


def overlap(one: Outline, other: Outline) -> float:
    """Intersection over union of two convex quadrilaterals (4, 2), 0..1."""
    common = shared(one, other)
    return common / max(size_of(one) + size_of(other) - common, 1e-9)


def shared(one: Outline, other: Outline) -> float:
    """Area common to two convex quadrilaterals (4, 2), in square pixels."""
    return area(clipped(_points(one), _points(other)))


def size_of(one: Outline) -> float:
    """Area of a quadrilateral (4, 2), in square pixels."""
    return area(_points(one))


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


def _points(corners: Outline) -> list[_Point]:
    return [(x, y) for x, y in np.asarray(corners, np.float64).tolist()]
