"""The learning rate of a step."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

from sketch2image.train.runs.settings import RunSettings


class Course(Protocol):
    """How long a run is."""

    @property
    def steps(self) -> int:
        """Of the whole run."""
        ...

    @property
    def an_epoch(self) -> int:
        """Steps of an epoch."""
        ...


def rate_at(step: int, course: Course, settings: RunSettings) -> float:
    """The learning rate: a warm-up along a line from near 0, then the schedule.

    Args:
        step: counted from 0.
        course: of the run.
        settings: `rate`, `warm_up`, `schedule` and `fall_every` count.
    """
    if step < settings.warm_up:
        return settings.rate * (step + 1) / settings.warm_up
    after = step - settings.warm_up
    done = after / max(1, course.steps - settings.warm_up)
    falls = after / course.an_epoch / settings.fall_every
    return settings.rate * _SCHEDULES[settings.schedule](done, falls)


_STEP_DOWN = 0.6
"""Share of a run: six of ten epochs."""

_SCHEDULES: dict[str, Callable[[float, float], float]] = {
    "constant": lambda _done, _falls: 1.0,
    "cosine": lambda done, _falls: 0.5 * (1 + math.cos(math.pi * done)),
    "linear": lambda done, _falls: 1 - done,
    "staircase": lambda done, _falls: 0.1 if done >= _STEP_DOWN else 1.0,
    "tenths": lambda _done, falls: 0.1 ** int(falls),
}
"""Share of the highest rate, by the share of the run that is done, and by the falls that were."""
