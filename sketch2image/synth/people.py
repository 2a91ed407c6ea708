"""From exact outlines to strokes as a person would draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.sketch import Stroke

Points = NDArray[np.float64]

_STEP = 4.0
_SHORTEST = 0.06
_MOST = 14
_JOIN = 0.02


def humanise(strokes: Sequence[Stroke], rng: np.random.Generator) -> tuple[Stroke, ...]:
    """Strokes as a hand draws them after a model.

    Specks are left out, lines that meet are drawn in one go, every line is a little off, wavers,
    rounds its corners, and a closed one does not quite meet itself.

    Args:
        strokes: exact lines in pixels, most important first.
        rng: source of the deviations.

    Returns:
        Between 1 and 14 strokes, outline first; empty for none.
    """
    if not strokes:
        return ()
    span = float(np.ptp(np.concatenate([stroke.points for stroke in strokes]), axis=0).max())
    kept = [s for s in strokes if s.length > _SHORTEST * span] or list(strokes[:1])
    joined = _joined(kept[:_MOST], _JOIN * span)
    return tuple(_drawn(stroke, span, rng) for stroke in joined)


def _joined(strokes: list[Stroke], reach: float) -> list[Stroke]:
    """Lines whose ends meet become one."""
    rest, done = list(strokes), []
    while rest:
        line = rest.pop(0)
        while (other := _follower(line, rest, reach)) is not None:
            index, points = other
            line = replace(line, points=np.concatenate([line.points, points]))
            rest.pop(index)
        done.append(line)
    return done


def _follower(
    line: Stroke, rest: list[Stroke], reach: float
) -> tuple[int, NDArray[np.float32]] | None:
    if _closed(line.points, reach):
        return None
    for index, other in enumerate(rest):
        if _closed(other.points, reach):
            continue
        for points in (other.points, other.points[::-1]):
            if np.hypot(*(points[0] - line.points[-1])) < reach:
                return index, points
    return None


def _closed(points: NDArray[np.floating], reach: float) -> bool:
    return len(points) > 2 and bool(np.hypot(*(points[0] - points[-1])) < reach)


def _drawn(stroke: Stroke, span: float, rng: np.random.Generator) -> Stroke:
    dense = _even(np.asarray(stroke.points, float))
    if len(dense) < 3:
        return stroke
    if _closed(dense, 1.0):
        dense = _started_elsewhere(dense, rng)
    rounded = _blurred(dense, 2)
    rounded[[0, -1]] = dense[[0, -1]]
    off = rng.normal(0, 0.004 * span, 2) + _waver(len(dense), 0.006 * span, rng)
    return replace(stroke, points=(rounded + off).astype(np.float32))


def _started_elsewhere(ring: Points, rng: np.random.Generator) -> Points:
    """A ring begun near its top and drawn a little past its beginning, or not quite to it."""
    top = int(np.argmin(ring[:-1, 1]) + rng.integers(-3, 4)) % (len(ring) - 1)
    turned = np.roll(ring[:-1], -top, axis=0)
    past = int(rng.integers(-2, 4))
    return np.concatenate([turned, turned[: max(past, 0)]])[: len(turned) + past]


def _even(points: Points) -> Points:
    """The same line with a point about every `_STEP` pixels."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    ticks = np.linspace(0, along[-1], max(2, round(along[-1] / _STEP) + 1))
    return np.stack([np.interp(ticks, along, points[:, axis]) for axis in (0, 1)], axis=1)


def _waver(count: int, size: float, rng: np.random.Generator) -> Points:
    """(N, 2) slow deviations with a standard deviation of about `size`."""
    knots = max(2, round(count * _STEP / 60) + 1)
    values = rng.normal(0, size, (knots, 2))
    ticks = np.linspace(0, knots - 1, count)
    rough = np.stack([np.interp(ticks, np.arange(knots), values[:, axis]) for axis in (0, 1)], 1)
    return _blurred(rough, 3)


def _blurred(points: Points, reach: int) -> Points:
    weights = np.hanning(2 * reach + 3)[1:-1]
    padded = np.pad(points, ((reach, reach), (0, 0)), mode="edge")
    columns = [np.convolve(padded[:, axis], weights / weights.sum(), "valid") for axis in (0, 1)]
    return np.stack(columns, axis=1).astype(np.float64)
