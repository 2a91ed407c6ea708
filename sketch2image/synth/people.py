"""From exact outlines to strokes as a person would draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.sketch import Stroke

Points = NDArray[np.float64]
Rng = np.random.Generator

_STEP = 4.0
_SHORTEST = 0.06
_MOST = 14
_JOIN = 0.02
"""Shares of the drawing's span: lines shorter than this are specks, ends closer than this meet."""

_CORNER = 62.0
_ARM = 0.03
_LIFTED = 0.45
"""A line that turns by so many degrees within twice this share of the span is a corner; at this
share of corners the pen is lifted and set down again."""

_STRETCH, _SLANT, _WARP = 0.07, 0.05, 0.018
_SIZE, _TURN, _SHIFT = 0.045, 2.5, 0.007
_DRIFT, _TREMOR = 0.0065, 0.0016
_DRIFT_LENGTH, _TREMOR_LENGTH = 0.22, 0.035
_ROUND = 0.008
_OVER, _UNDER = 0.028, 0.012
_APART = 0.012
"""How much a hand errs, in shares of the span: the drawing as a whole (stretched, slanted,
warped), each line (size, degrees, place), along a line (slow drift, tremor, and over which
lengths they change), at corners, at ends, and where a ring closes."""


def humanise(strokes: Sequence[Stroke], rng: np.random.Generator) -> tuple[Stroke, ...]:
    """Strokes as a hand draws them after a model.

    Specks are left out, lines that meet are drawn in one go, sharp corners sometimes in two.
    Proportions are a little off, every line drifts and trembles, rounds its corners, and ends
    early or late; a closed one does not quite meet itself.

    Args:
        strokes: exact lines in pixels, most important first.
        rng: source of the deviations.

    Returns:
        Between 1 and 14 strokes, outline first, hardly beyond the place that the exact lines
        took; empty for none.
    """
    if not strokes:
        return ()
    corners = _bounds(strokes)
    span = float(np.ptp(corners, axis=0).max())
    kept = [s for s in strokes if s.length > _SHORTEST * span] or list(strokes[:1])
    joined = _joined(kept[:_MOST], _JOIN * span)
    pieces = _lifted(joined, span, rng)
    warped = _misjudged(pieces, corners, rng)
    drawn = [_drawn(stroke, span, rng) for stroke in warped]
    return _within(drawn, corners)


def _bounds(strokes: Sequence[Stroke]) -> Points:
    """(2, 2) least and greatest x and y."""
    points = np.concatenate([stroke.points for stroke in strokes]).astype(float)
    return np.stack([points.min(axis=0), points.max(axis=0)])


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


def _lifted(strokes: list[Stroke], span: float, rng: Rng) -> list[Stroke]:
    """Long lines cut at some of their corners, as long as there are not too many strokes."""
    spare = _MOST - len(strokes)
    pieces: list[Stroke] = []
    for stroke in strokes:
        dense = _even(np.asarray(stroke.points, float))
        if _closed(dense, 1.0):
            dense = _started_elsewhere(dense, rng)
        cuts = [c for c in _corners(dense, span) if rng.random() < _LIFTED][: max(spare, 0)]
        spare -= len(cuts)
        edges = [0, *cuts, len(dense) - 1]
        for a, b in pairwise(edges):
            pieces.append(replace(stroke, points=dense[a : b + 1].astype(np.float32)))
    return pieces


def _corners(dense: Points, span: float) -> list[int]:
    """Where a line turns sharply; the sharpest of each neighborhood, far from the ends."""
    arm = max(2, round(_ARM * span / _STEP))
    if len(dense) < 6 * arm:
        return []
    before = dense[arm:-arm] - dense[: -2 * arm]
    after = dense[2 * arm :] - dense[arm:-arm]
    cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    turn = np.degrees(np.abs(np.arctan2(cross, (before * after).sum(axis=1))))
    found: list[int] = []
    for i in np.argsort(-turn, kind="stable").tolist():
        if turn[i] < _CORNER:
            break
        at = i + arm
        inside = 2 * arm < at < len(dense) - 2 * arm
        if inside and all(abs(at - other) > 4 * arm for other in found):
            found.append(at)
    return sorted(found)


def _misjudged(strokes: list[Stroke], corners: Points, rng: Rng) -> list[Stroke]:
    """The whole drawing with its proportions a little wrong, lines that meet still meeting."""
    middle, span = corners.mean(axis=0), float(np.ptp(corners, axis=0).max())
    frame = np.eye(2) + rng.normal(0, 1, (2, 2)) * [[_STRETCH, _SLANT], [_SLANT / 2, _STRETCH]]
    waves = rng.normal(0, 2.5 / span, (2, 2))
    phases, sizes = rng.uniform(0, 2 * np.pi, 2), rng.normal(0, _WARP * span, (2, 2))

    def wrong(points: Points) -> Points:
        away = points - middle
        return middle + away @ frame.T + np.sin(away @ waves + phases) @ sizes

    return [replace(s, points=wrong(np.asarray(s.points, float)).astype(np.float32))
            for s in strokes]  # fmt: skip


def _drawn(stroke: Stroke, span: float, rng: Rng) -> Stroke:
    dense = np.asarray(stroke.points, float)
    if len(dense) < 3:
        return stroke
    placed = _placed(_rounded(_ended(dense, span, rng), span), span, rng)
    drift = _noise(len(placed), _DRIFT_LENGTH * span, _DRIFT * span, rng)
    tremor = _noise(len(placed), _TREMOR_LENGTH * span, _TREMOR * span, rng)
    return replace(stroke, points=(placed + drift + tremor).astype(np.float32))


def _started_elsewhere(ring: Points, rng: Rng) -> Points:
    """A ring begun near its top."""
    top = int(np.argmin(ring[:-1, 1]) + rng.integers(-6, 7)) % (len(ring) - 1)
    turned = np.roll(ring[:-1], -top, axis=0)
    return np.concatenate([turned, turned[:1]])


def _ended(dense: Points, span: float, rng: Rng) -> Points:
    """The line with its ends drawn too far, or not far enough.

    A ring is drawn on along itself, or stops short, and misses its beginning a little.
    """
    if _closed(dense, 1.5 * _STEP):
        steps = round(rng.uniform(-_UNDER, 1.5 * _OVER) * min(span / _STEP, 2 * len(dense)))
        ring = np.concatenate([dense, dense[1 : max(steps, 0) + 1]])[: len(dense) + steps]
        slope = np.linspace(-0.5, 0.5, len(ring))[:, None] ** 3 * 4
        return ring + slope * rng.normal(0, _APART * span, 2)
    reach = min(span, _STEP * len(dense) / 4)
    for _ in range(2):
        dense = _end(dense[::-1], rng.uniform(-_UNDER, _OVER) * reach)
    return dense


def _end(dense: Points, more: float) -> Points:
    """The line's last end moved on by `more` pixels, straight on, or cut by as many."""
    steps = round(more / _STEP)
    if steps <= 0:
        return dense[: max(3, len(dense) + steps)]
    back = dense[-1] - dense[-min(4, len(dense))]
    ahead = back / max(float(np.hypot(*back)), 1e-9) * _STEP
    return np.concatenate([dense, dense[-1] + np.arange(1, steps + 1)[:, None] * ahead])


def _rounded(points: Points, span: float) -> Points:
    """Corners cut by a hand that is already on its way."""
    smooth = _blurred(points, max(1, round(_ROUND * span / _STEP)))
    smooth[[0, -1]] = points[[0, -1]]
    return smooth


def _placed(points: Points, span: float, rng: Rng) -> Points:
    """The line a bit too large or small, turned and shifted."""
    middle = points.mean(axis=0)
    small = min(1.0, 0.5 * span / max(float(np.ptp(points, axis=0).max()), 1.0))
    turn = np.radians(rng.normal(0, _TURN)) * small
    size = 1 + rng.normal(0, _SIZE) * small
    c, s = np.cos(turn) * size, np.sin(turn) * size
    return (
        middle + (points - middle) @ np.array([[c, s], [-s, c]]) + rng.normal(0, _SHIFT * span, 2)
    )


def _even(points: Points) -> Points:
    """The same line with a point about every `_STEP` pixels."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    ticks = np.linspace(0, along[-1], max(2, round(along[-1] / _STEP) + 1))
    return np.stack([np.interp(ticks, along, points[:, axis]) for axis in (0, 1)], axis=1)


def _noise(count: int, length: float, size: float, rng: Rng) -> Points:
    """(N, 2) deviations of about `size` pixels that change over about `length` pixels."""
    knots = max(2, round(count * _STEP / length) + 1)
    values = rng.normal(0, size, (knots, 2))
    ticks = np.linspace(0, knots - 1, count)
    rough = np.stack([np.interp(ticks, np.arange(knots), values[:, axis]) for axis in (0, 1)], 1)
    return _blurred(rough, max(1, round(0.3 * length / _STEP)))


def _blurred(points: Points, reach: int) -> Points:
    weights = np.hanning(2 * reach + 3)[1:-1]
    padded = np.pad(points, ((reach, reach), (0, 0)), mode="edge")
    columns = [np.convolve(padded[:, axis], weights / weights.sum(), "valid") for axis in (0, 1)]
    return np.stack(columns, axis=1).astype(np.float64)


def _within(strokes: list[Stroke], corners: Points) -> tuple[Stroke, ...]:
    """The drawing no larger than the exact one, and in the same place."""
    now = _bounds(strokes)
    share = float(min(1.0, (np.ptp(corners, axis=0).max() / np.ptp(now, axis=0).max())))
    middle, old = now.mean(axis=0), corners.mean(axis=0)
    return tuple(
        replace(s, points=((s.points - middle) * share + old).astype(np.float32)) for s in strokes
    )
