"""Another hand that comes into the picture, moves about and goes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sketch2image.synth.actor import HAND, Cutout, cutout
from sketch2image.synth.hand import COUNTS, SKINS, Pose, sprite
from sketch2image.synth.motion import RATE

_FIRST = 1.0
_LONG = (1.6, 3.2)
_COMING = 0.35
_APART = 190.0
_BELOW = 420.0
_SIDES = (90.0, 550.0)


@dataclass(frozen=True, eq=False)
class Visit:
    """One stay of a hand in the picture.

    Attributes:
        hand: what it looks like; anchored at its palm.
        start: first frame.
        places: (N, 2) of its palm in pixels, frame after frame.
    """

    hand: Cutout
    start: int
    places: NDArray[np.float64]

    def at(self, frame: float) -> NDArray[np.float64] | None:
        """(2,) place of the palm, None while the hand is away."""
        index = frame - self.start
        if not 0 <= index <= len(self.places) - 1:
            return None
        ticks = np.arange(len(self.places))
        return np.array([np.interp(index, ticks, self.places[:, axis]) for axis in (0, 1)])


def visits(
    count: int, palms: NDArray[np.float64], skin: str, rng: np.random.Generator
) -> list[Visit]:
    """Stays of another person's hand, one after the other, beside the hand that draws.

    Args:
        count: how many.
        palms: (N, 2) pixels, where the palm of the drawing hand is in every frame. The other hand
            keeps to the side where there is more room and goes out of the way, as people do.
        skin: of the hand that draws; the other has another.
        rng: decides the rest.
    """
    first, last = round(_FIRST * RATE), len(palms) - round(1.5 * RATE)
    edges = np.linspace(first, max(last, first + 1), count + 1)
    return [_visit(int(a), int(b), palms, skin, rng) for a, b in pairwise(edges)]


def _visit(
    start: int, stop: int, palms: NDArray[np.float64], skin: str, rng: np.random.Generator
) -> Visit:
    frames = min(round(rng.uniform(*_LONG) * RATE), max(stop - start, 2))
    start = int(rng.integers(start, max(stop - frames, start) + 1))
    beside = palms[start : start + frames]
    left = beside[:, 0].mean() > 320
    places = _path(len(beside), left, rng)
    away = np.minimum if left else np.maximum
    border = beside[:, 0] - _APART if left else beside[:, 0] + _APART
    places[:, 0] = away(places[:, 0], _calm(border, away))
    return Visit(_hand(left, skin, rng), start, places)


def _path(frames: int, left: bool, rng: np.random.Generator) -> NDArray[np.float64]:
    """Up from below, about its place, and down again."""
    t = np.arange(frames) / RATE
    up = np.clip(np.minimum(t, t[-1] - t) / _COMING, 0, 1) if frames > 1 else np.zeros(frames)
    rise = up * up * (3 - 2 * up)
    home = np.array([_SIDES[0] if left else _SIDES[1], rng.uniform(170, 300)])
    rates, phases = rng.uniform(0.3, 1.1, 2), rng.uniform(0, 2 * np.pi, 2)
    reach = rng.uniform((15, 15), (50, 60))
    places = home + reach * np.sin(2 * np.pi * rates * t[:, None] + phases)
    places[:, 1] += (1 - rise) * _BELOW
    return places


def _calm(border: NDArray[np.float64], away: np.ufunc) -> NDArray[np.float64]:
    """The border as somebody keeps to it who sees it coming: the strictest within 0.4 s."""
    reach = round(0.4 * RATE)
    padded = np.pad(border, reach, mode="edge")
    strict = away.reduce([padded[i : i + len(border)] for i in range(2 * reach + 1)])
    soft = np.convolve(np.pad(strict, 4, mode="edge"), np.full(9, 1 / 9), "valid")
    return away(soft, border)


def _hand(left: bool, skin: str, rng: np.random.Generator) -> Cutout:
    pose = Pose(
        COUNTS[rng.integers(len(COUNTS))],
        right=bool(rng.random() < 0.5),
        tilt=float(rng.choice([5.0, 20.0, 35.0])) * (-1 if left else 1),
        palm=bool(rng.random() < 0.6),
    )
    other = str(rng.choice([name for name in SKINS if name != skin]))
    return cutout(sprite(pose, other, HAND * float(rng.choice([0.85, 1.0]))))
