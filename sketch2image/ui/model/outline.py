"""A strawberry to trace."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Line = NDArray[np.float32]
"""(N, 2) points, x to the right and y down."""

_SHARE = 0.62
"""Of the shorter side of the canvas."""

_REACH = 0.07
"""How near a line has to be drawn to count as traced, in sides of the strawberry."""

_CORNERS = 24
_BODY = (
    (0.50, 0.20), (0.30, 0.18), (0.14, 0.32), (0.20, 0.58), (0.36, 0.84), (0.50, 0.97),
    (0.64, 0.84), (0.80, 0.58), (0.86, 0.32), (0.70, 0.18), (0.50, 0.20),
)  # fmt: skip
_LEAVES = (
    (0.28, 0.19), (0.40, 0.25), (0.44, 0.33), (0.50, 0.25), (0.56, 0.33), (0.60, 0.25),
    (0.72, 0.19), (0.58, 0.14), (0.50, 0.17), (0.42, 0.14), (0.28, 0.19),
)  # fmt: skip
_STALK = ((0.50, 0.17), (0.52, 0.09), (0.58, 0.03))
_SEEDS = ((0.34, 0.44), (0.50, 0.46), (0.66, 0.44), (0.42, 0.62), (0.58, 0.62), (0.50, 0.78))


def outline(size: tuple[int, int]) -> list[Line]:
    """The lines of a strawberry in the middle of a canvas.

    Args:
        size: (width, height) of the canvas in pixels.

    Returns:
        Lines in pixels of the canvas, in the order in which they are best drawn.
    """
    side = _SHARE * min(size)
    corner = (np.array(size) - side) / 2
    seeds = [((x, y), (x + 0.01, y + 0.035)) for x, y in _SEEDS]
    lines = [_smooth(_BODY), np.array(_LEAVES), np.array(_STALK), *map(np.array, seeds)]
    return [(corner + side * line).astype(np.float32) for line in lines]


def share_traced(lines: Sequence[Line], drawn: Sequence[Line]) -> float:
    """The share of lines, 0..1, near whose middle something was drawn.

    Args:
        lines: to trace.
        drawn: lines drawn, in the same pixels.
    """
    if not drawn:
        return 0.0
    middles = np.array([line.mean(0) if len(line) == 2 else line[len(line) // 2] for line in lines])
    apart = np.linalg.norm(np.concatenate(drawn)[None] - middles[:, None], axis=2).min(1)
    return float((apart <= _REACH * np.ptp(np.concatenate(lines), axis=0).max()).mean())


def _smooth(points: tuple[tuple[float, float], ...]) -> NDArray[np.float64]:
    """A round line through a ring of points (Catmull-Rom)."""
    ring = np.array(points[:-1])
    before, after, beyond = (np.roll(ring, shift, 0) for shift in (1, -1, -2))
    at = np.linspace(0, 1, _CORNERS)[:, None, None]
    bent = 2 * ring + at * (after - before)
    bent = bent + at**2 * (2 * before - 5 * ring + 4 * after - beyond)
    bent = bent + at**3 * (3 * ring - before - 3 * after + beyond)
    return (bent / 2).transpose(1, 0, 2).reshape(-1, 2)
