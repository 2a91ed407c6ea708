"""What goes wrong before a real camera: tremor, blur, noise, lost and other hands, bad timing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.synth.motion import (
    COVERED,
    GONE,
    HOVER,
    PEN,
    RATE,
    SEEN,
    STILL,
    Motion,
    excursion,
    runs,
)

Rows = NDArray[np.float64]


@dataclass(frozen=True)
class Faults:
    """How badly a stream goes.

    Attributes:
        jitter: tremor of the hand, standard deviation in pixels.
        blur: exposure time as part of the time between frames, 0..1; what moves is smeared.
        noise: sensor noise, standard deviation in steps of 8-bit color.
        flicker: standard deviation of the light, 1 for all of it.
        blinks: how often in a stroke the hand is lost for a moment, short enough to go on drawing.
        leaves: how often the hand leaves the picture between two strokes.
        visits: how often another hand comes, moves about and goes.
        dropped: share of frames that never arrive.
        uneven: standard deviation of the frames' times, 1 for the time between frames.
    """

    jitter: float = 0.5
    blur: float = 0.25
    noise: float = 2.5
    flicker: float = 0.012
    blinks: int = 0
    leaves: int = 0
    visits: int = 0
    dropped: float = 0.0
    uneven: float = 0.0


FAULTS: dict[str, Faults] = {
    "clean": Faults(),
    "jitter": Faults(jitter=2.5),
    "blur": Faults(blur=0.8, noise=5.0, flicker=0.03),
    "lost hand": Faults(blinks=3, leaves=1),
    "second hand": Faults(visits=2),
    "mixed": Faults(
        jitter=1.5, blur=0.6, noise=4.0, flicker=0.03, blinks=1, leaves=1, visits=1,
        dropped=0.05, uneven=0.15,
    ),
}  # fmt: skip
"""Streams to measure with."""

_BLINK = (2, 5)
_AWAY = (6, 16)
_INSIDE = 6
_BESIDE = 2


def tremor(frames: int, size: float, rng: np.random.Generator) -> Rows:
    """(N, 2) small deviations that wander as a hand does, most of it below 10 Hz."""
    return size * np.stack([smooth(rng.normal(size=frames)) for _ in range(2)], axis=1)


def smooth(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Average over three values, with unit variance again for white noise."""
    return np.convolve(np.pad(values, 1, mode="edge"), np.full(3, 3**-0.5), "valid")


def moments(motion: Motion, faults: Faults, rng: np.random.Generator) -> tuple[list[int], Rows]:
    """The frames that arrive, and the (N,) seconds at which all would.

    None is dropped beside a blink, which would make it longer than a pen should bridge.
    """
    frames = len(motion)
    late = np.clip(rng.normal(0, 1, frames) * faults.uneven, -0.4, 0.4)
    blinks = np.convolve(motion.seen != SEEN, np.ones(2 * _BESIDE + 1), "same") > 0
    kept = (rng.random(frames) >= faults.dropped) | blinks
    kept[0] = True
    return np.flatnonzero(kept).tolist(), np.maximum(np.arange(frames) + late, 0) / RATE


def with_losses(
    motion: Motion, faults: Faults, door: tuple[float, float], rng: np.random.Generator
) -> Motion:
    """The same drawing by a hand that is lost now and then.

    It blinks inside strokes, for 2 to 5 frames, which a pen should bridge; it leaves the picture
    between strokes only, where nothing is drawn.
    """
    if faults.blinks:
        motion = _blinking(motion, faults.blinks, rng)
    pauses = [run for run in runs(motion, HOVER) if run.start > 0 and len(run) > 2]
    count = min(faults.leaves, len(pauses))
    chosen = rng.choice(len(pauses), count, replace=False) if count else []
    for frame in sorted((pauses[i].start + STILL - 1 for i in chosen), reverse=True):
        motion = excursion(motion, frame, door, int(rng.integers(*_AWAY)))
    return motion


def _blinking(motion: Motion, count: int, rng: np.random.Generator) -> Motion:
    seen = motion.seen.copy()
    strokes = _long(motion)
    for run in (strokes[i] for i in rng.permutation(len(strokes))[:count]):
        frames = int(rng.integers(_BLINK[0], _BLINK[1] + 1))
        first = int(rng.integers(run.start + _INSIDE, run.stop - _INSIDE - frames + 1))
        seen[first : first + frames] = rng.choice([GONE, COVERED])
    return Motion(motion.points, motion.roles, seen)


def _long(motion: Motion) -> list[range]:
    """Strokes that are long enough to lose the hand in their middle."""
    return [run for run in runs(motion, PEN) if len(run) >= 2 * _INSIDE + _BLINK[1]]
