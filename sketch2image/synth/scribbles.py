"""Random drawings of one to six strokes: lines, curves, loops, letters, rings, ticks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.sketch import Stroke
from sketch2image.synth.curves import spline
from sketch2image.synth.world import REACH

Points = NDArray[np.float64]

_MOST = 6
_LONGEST = 2600.0
_SIZES = (60.0, 210.0)
_TICK = (18.0, 40.0)
_LETTERS: dict[str, tuple[tuple[float, float], ...]] = {
    "L": ((-0.3, -0.5), (-0.3, 0.5), (0.4, 0.5)),
    "N": ((-0.4, 0.5), (-0.4, -0.5), (0.4, 0.5), (0.4, -0.5)),
    "M": ((-0.5, 0.5), (-0.4, -0.5), (0.0, 0.2), (0.4, -0.5), (0.5, 0.5)),
    "V": ((-0.4, -0.5), (0.0, 0.5), (0.4, -0.5)),
    "Z": ((-0.4, -0.5), (0.4, -0.5), (-0.4, 0.5), (0.4, 0.5)),
    "7": ((-0.4, -0.5), (0.4, -0.5), (-0.1, 0.5)),
}
_CURVED_LETTERS: dict[str, tuple[tuple[float, float], ...]] = {
    "S": ((0.3, -0.4), (-0.1, -0.5), (-0.3, -0.25), (0, 0), (0.3, 0.25), (0.1, 0.5), (-0.3, 0.4)),
    "C": ((0.35, -0.4), (-0.1, -0.5), (-0.4, 0.0), (-0.1, 0.5), (0.35, 0.4)),
    "U": ((-0.4, -0.5), (-0.35, 0.2), (0.0, 0.5), (0.35, 0.2), (0.4, -0.5)),
    "e": ((-0.3, 0.0), (0.3, -0.05), (0.1, -0.45), (-0.35, -0.1), (-0.1, 0.45), (0.35, 0.3)),
    "2": ((-0.3, -0.3), (0.0, -0.5), (0.3, -0.25), (0.0, 0.15), (-0.35, 0.5), (0.4, 0.48)),
}  # fmt: skip


def drawing(seed: int) -> tuple[Stroke, ...]:
    """A random drawing within `REACH`, the same for the same seed.

    Args:
        seed: decides how many strokes of which kinds, where and how large.
    """
    rng = np.random.default_rng([0xD2A3, seed])
    strokes: list[Stroke] = []
    for _ in range(rng.integers(1, _MOST + 1)):
        stroke = _stroke(rng)
        if sum(s.length for s in strokes) + stroke.length <= _LONGEST:
            strokes.append(stroke)
    return tuple(strokes)


def _stroke(rng: np.random.Generator) -> Stroke:
    name = str(rng.choice(list(_KINDS)))
    shape = _KINDS[name](rng)
    size = rng.uniform(*(_TICK if name == "tick" else _SIZES))
    lean, (low, high) = rng.normal(0, 0.25), (np.array(REACH[:2]), np.array(REACH[2:]))
    turn = np.array([[np.cos(lean), -np.sin(lean)], [np.sin(lean), np.cos(lean)]])
    points = shape @ turn.T * size * rng.uniform(0.75, 1.25, 2)
    points *= min(1.0, float(((high - low) / np.maximum(np.ptp(points, axis=0), 1e-6)).min()))
    first = low - points.min(axis=0)
    return Stroke((points + rng.uniform(first, high - points.max(axis=0))).astype(np.float32))


def _line(rng: np.random.Generator) -> Points:
    turn = rng.uniform(0, 2 * np.pi)
    end = np.array([np.cos(turn), np.sin(turn)])
    return np.stack([-end, end]) / 2


def _arc(rng: np.random.Generator) -> Points:
    start, sweep = rng.uniform(0, 2 * np.pi), rng.uniform(1.2, 4.5) * rng.choice([-1, 1])
    return _polar(start + np.linspace(0, sweep, 24), 0.5)


def _ring(rng: np.random.Generator) -> Points:
    return _polar(rng.uniform(0, 6) + rng.choice([-1, 1]) * np.linspace(0, 2 * np.pi, 40), 0.5)


def _loop(rng: np.random.Generator) -> Points:
    """Curls in a row, as in handwriting."""
    t = np.linspace(0, 2 * np.pi * rng.integers(2, 4), 60)
    x, y = 0.09 * t - 0.28 * np.sin(t), 0.28 * np.cos(t)
    return np.stack([(x - x.mean()) * rng.choice([-1, 1]), y], axis=1)


def _zigzag(rng: np.random.Generator) -> Points:
    count = int(rng.integers(3, 7))
    x = np.linspace(-0.6, 0.6, count)
    return np.stack([x, np.where(np.arange(count) % 2, -0.3, 0.3)], axis=1)


def _spiral(rng: np.random.Generator) -> Points:
    turns = rng.uniform(1.5, 2.5)
    t = np.linspace(0.15, 1, 60)
    return _polar(rng.choice([-1, 1]) * 2 * np.pi * turns * t, 0.5 * t)


def _wave(rng: np.random.Generator) -> Points:
    knots = [(x, rng.uniform(-0.35, 0.35)) for x in np.linspace(-0.6, 0.6, 5)]
    return np.array(spline(knots, 40))


def _polygon(rng: np.random.Generator) -> Points:
    """A closed triangle, square or pentagon."""
    corners = int(rng.integers(3, 6))
    return _polar(rng.uniform(0, 6) + np.linspace(0, 2 * np.pi, corners + 1), 0.5)


def _letter(rng: np.random.Generator) -> Points:
    return np.array(_LETTERS[str(rng.choice(list(_LETTERS)))])


def _curved_letter(rng: np.random.Generator) -> Points:
    knots = _CURVED_LETTERS[str(rng.choice(list(_CURVED_LETTERS)))]
    return np.array(spline(knots, 40))


def _polar(angles: Points, radii: Points | float) -> Points:
    return np.stack([radii * np.cos(angles), radii * np.sin(angles)], axis=1)


_KINDS: dict[str, Callable[[np.random.Generator], Points]] = {
    "line": _line,
    "arc": _arc,
    "ring": _ring,
    "loop": _loop,
    "zigzag": _zigzag,
    "spiral": _spiral,
    "wave": _wave,
    "polygon": _polygon,
    "letter": _letter,
    "curved letter": _curved_letter,
    "tick": _line,
}
