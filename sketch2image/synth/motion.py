"""How a hand moves to draw given strokes: where its pen is, what it does, whether it is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

RATE = 30.0
"""Frames a second."""

PEN, HOVER, DONE = range(3)
"""What the hand does: it draws, moves without drawing, or says that it is done."""

SEEN, GONE, COVERED = range(3)
"""Whether the camera sees the hand: it does, loses it, or something passes before it."""

STILL = 3
"""Frames that the hand stands still before and after it changes its fingers."""

_DONE_SECONDS = 1.3
_AWAY_SPEED = 1000.0
_HOVER_FACTOR = 1.0
_SHORTEST_MOVE = 5
_LOOK = 5
_STRAIGHT = 0.25
_CORNER = 0.45
_EASE = 14
_WIDE = 120.0


@dataclass(frozen=True, eq=False)
class Motion:
    """One row for each frame.

    Attributes:
        points: (N, 2) place of the pen in pixels.
        roles: (N,) `PEN`, `HOVER` or `DONE`.
        seen: (N,) `SEEN`, `GONE` or `COVERED`.
    """

    points: Points
    roles: NDArray[np.int64]
    seen: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.points)

    def changing(self, frame: int) -> tuple[int, int] | None:
        """The roles before and after, where the fingers are on their way between them."""
        before, now = self.roles[max(frame - 1, 0)], self.roles[frame]
        return (int(before), int(now)) if before != now else None

    def at(self, frame: float) -> Points:
        """(2,) place of the pen at a moment between frames."""
        first = min(max(int(frame), 0), len(self) - 1)
        last = min(first + 1, len(self) - 1)
        return self.points[first] + (self.points[last] - self.points[first]) * (frame - first)


def plan(lines: Sequence[Points], door: tuple[float, float], speed: float) -> Motion:
    """A hand that comes in, draws every line, says that it is done and leaves.

    It stops for a moment wherever it changes its fingers, as people do.

    Args:
        lines: (N, 2) pixels each.
        door: where the hand comes in and leaves, outside the picture.
        speed: pixels a second on straight stretches; corners and ends are slower.
    """
    rows: list[tuple[Points, int]] = []
    place = np.asarray(door, float)
    for line in lines:
        rows += [(move(place, line[0], speed), HOVER)]
        rows += [(_stay(line[0]), PEN), (trace(line, speed), PEN), (_stay(line[-1]), PEN)]
        rows += [(_stay(line[-1]), HOVER)]
        place = line[-1]
    rows += [(_stay(place), HOVER), (_stay(place, round(_DONE_SECONDS * RATE)), DONE)]
    rows += [(move(place, np.asarray(door, float), speed), DONE)]
    roles = np.concatenate([np.full(len(points), role) for points, role in rows])
    return Motion(np.concatenate([points for points, _ in rows]), roles, np.full(len(roles), SEEN))


def runs(motion: Motion, role: int) -> list[range]:
    """The stretches of frames in which the hand does one thing."""
    edges = np.flatnonzero(np.diff(motion.roles == role, prepend=False, append=False))
    return [range(a, b) for a, b in edges.reshape(-1, 2).tolist()]


def excursion(motion: Motion, frame: int, door: tuple[float, float], frames: int) -> Motion:
    """The hand leaves the picture fast at a frame, stays away, and comes back to where it was.

    Args:
        motion: what it does otherwise.
        frame: when it leaves.
        door: where to, outside the picture.
        frames: how long it stays away.
    """
    place, out = motion.points[frame], np.asarray(door, float)
    there, back = move(place, out, _AWAY_SPEED), move(out, place, _AWAY_SPEED)
    points = np.concatenate([there, _stay(out, frames), back])
    return Motion(
        np.insert(motion.points, frame + 1, points, axis=0),
        np.insert(motion.roles, frame + 1, np.full(len(points), motion.roles[frame])),
        np.insert(motion.seen, frame + 1, np.full(len(points), SEEN)),
    )


def move(a: Points, b: Points, speed: float) -> Points:
    """From `a` to `b` without a jerk (Flash and Hogan, 1985), one (x, y) a frame, without `a`."""
    distance = float(np.hypot(*(b - a)))
    frames = max(_SHORTEST_MOVE, round(distance / (_HOVER_FACTOR * speed) * RATE))
    t = np.arange(1, frames + 1)[:, None] / frames
    return a + (b - a) * (10 * t**3 - 15 * t**4 + 6 * t**5)


def trace(line: Points, speed: float) -> Points:
    """Along a line, slower where it bends and at its ends; one (x, y) a frame, end included."""
    dense = _dense(line)
    if len(dense) < 3:
        return dense[-1:]
    moments = np.concatenate([[0.0], np.cumsum(1 / (speed * _pace(dense)))])
    moments *= np.hypot(*np.diff(dense, axis=0).T).mean()
    frames = max(1, round(moments[-1] * RATE))
    ticks = np.linspace(0, moments[-1], frames + 1)[1:]
    return np.stack([np.interp(ticks, moments, dense[:, axis]) for axis in (0, 1)], axis=1)


def _stay(point: Points, frames: int = STILL) -> Points:
    return np.repeat(point[None], frames, axis=0)


def _dense(line: Points) -> Points:
    """The same line with a point about every pixel."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    ticks = np.linspace(0, along[-1], max(2, round(along[-1]) + 1))
    return np.stack([np.interp(ticks, along, line[:, axis]) for axis in (0, 1)], axis=1)


def _pace(dense: Points) -> NDArray[np.float64]:
    """Share of full speed on each step: less in bends and corners, easing in and out at both ends.

    In bends the speed grows with the cube root of the radius (Lacquaniti, Terzuolo and Viviani,
    1983).
    """
    ahead = np.minimum(np.arange(len(dense)) + _LOOK, len(dense) - 1)
    back = np.maximum(np.arange(len(dense)) - _LOOK, 0)
    out, into = dense[ahead] - dense, dense - dense[back]
    cross = into[:, 0] * out[:, 1] - into[:, 1] * out[:, 0]
    turn = np.abs(np.arctan2(cross, (into * out).sum(axis=1)))
    curve = np.convolve(np.pad(turn, _LOOK, mode="edge"), np.ones(2 * _LOOK + 1), "valid")
    radius = _LOOK * (2 * _LOOK + 1) / np.maximum(curve, 1e-6)
    turn = np.maximum(0, turn - _STRAIGHT)
    bend = np.convolve(np.pad(turn, _LOOK, mode="edge"), np.ones(2 * _LOOK + 1), "valid")
    from_end = np.minimum(np.arange(len(dense)), np.arange(len(dense))[::-1])
    ease = 0.3 + 0.7 * np.minimum(1, from_end / _EASE)
    pace = ease * np.minimum(1, np.cbrt(radius / _WIDE)) / (1 + _CORNER * bend)
    return (pace[1:] + pace[:-1]) / 2
