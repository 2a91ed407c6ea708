"""Smooth curves, outlines and directions that scenes are made with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sketch2image.synth.shapes import Matrix, Shape, Vector


def spline(points: Sequence[Vector], count: int, closed: bool = False) -> list[tuple[float, ...]]:
    """A smooth line through points of any dimension (Catmull-Rom).

    Args:
        points: what the line runs through.
        count: points of the answer, evenly spread over the pieces.
        closed: whether the line runs back to its start, which is then not repeated.
    """
    knots = np.asarray(points, float)
    size = len(knots)
    at = np.linspace(0, size if closed else size - 1, count, endpoint=not closed)
    piece = np.minimum(at.astype(int), size - 1 if closed else size - 2)
    around = piece[:, None] + np.arange(-1, 3)
    if closed:
        a, b, c, d = np.moveaxis(knots[around % size], 1, 0)
    else:
        ends = np.concatenate([2 * knots[:1] - knots[1:2], knots, 2 * knots[-1:] - knots[-2:-1]])
        a, b, c, d = np.moveaxis(ends[around + 1], 1, 0)
    t = (at - piece)[:, None]
    cubic = (3 * b - a - 3 * c + d) * t**3 + (2 * a - 5 * b + 4 * c - d) * t**2 + (c - a) * t
    return [tuple(row) for row in (b + cubic / 2).tolist()]


def profile(points: Sequence[tuple[float, float]], count: int = 44) -> list[tuple[float, float]]:
    """A smooth (radius, y) line from the axis back to the axis, for a lathe."""
    return [(max(0.0, radius), height) for radius, height in spline(points, count)]


def circle(radius: float, count: int = 24) -> list[tuple[float, float]]:
    """A regular polygon round the origin."""
    turns = np.arange(count) / count * 2 * np.pi
    return [(radius * np.cos(turn), radius * np.sin(turn)) for turn in turns.tolist()]


def leaf(length: float, width: float, belly: float = 0.45) -> list[tuple[float, float]]:
    """A pointed leaf from the origin up to (0, length), widest at the share `belly`."""
    side = [(0.0, 0.0), (width * 0.38, length * belly * 0.4), (width * 0.5, length * belly)]
    side = spline([*side, (width * 0.3, length * (0.45 + belly * 0.6)), (0.0, length)], 9)
    return [(x, y) for x, y in side] + [(-x, y) for x, y in side[-2:0:-1]]


def together(shapes: Sequence[Shape], turn: Matrix) -> list[Shape]:
    """All shapes turned about the origin, so that they lie otherwise on the floor."""
    return [shape.turned(turn) for shape in shapes]


def aim(direction: Vector) -> Matrix:
    """(3, 3) rotation that takes the y axis to a direction, and keeps x level."""
    y = np.asarray(direction, float) / np.linalg.norm(direction)
    level = np.cross(y, (0.0, 0.0, 1.0)) if abs(y[2]) < 0.95 else np.cross(y, (0.0, 1.0, 0.0))
    x = level / np.linalg.norm(level)
    return np.stack([x, y, np.cross(x, y)], axis=1)


def on_lathe(
    line: Sequence[tuple[float, float]], height: float, angle: float
) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Point and outward normal of a lathe's side.

    Args:
        line: its (radius, y) points, one radius for each height near `height`.
        height: y of the point.
        angle: radians about the y axis, 0 toward the viewer, growing to the right.
    """
    radii, heights = np.transpose(line)
    order = np.argsort(heights)
    low, here, high = np.interp(
        [height - 0.02, height, height + 0.02], heights[order], radii[order]
    )
    slope = (high - low) / 0.04
    s, c = float(np.sin(angle)), float(np.cos(angle))
    return (here * s, height, here * c), (s, float(-slope), c)
