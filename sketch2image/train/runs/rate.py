"""The learning rate of a step."""

from __future__ import annotations

import math
from collections.abc import Callable

from sketch2image.train.runs.settings import RunSettings


def rate_at(step: int, steps: int, settings: RunSettings) -> float:
    """The learning rate: a warm-up along a line from near 0, then the schedule.

    Args:
        step: counted from 0.
        steps: of the whole run.
        settings: `rate`, `warm_up` and `schedule` count.
    """
    if step < settings.warm_up:
        return settings.rate * (step + 1) / settings.warm_up
    done = (step - settings.warm_up) / max(1, steps - settings.warm_up)
    return settings.rate * _SCHEDULES[settings.schedule](done)


_STEP_DOWN = 0.6
"""Share of a run: six of ten epochs."""

_SCHEDULES: dict[str, Callable[[float], float]] = {
    "constant": lambda _: 1.0,
    "cosine": lambda done: 0.5 * (1 + math.cos(math.pi * done)),
    "linear": lambda done: 1 - done,
    "staircase": lambda done: 0.1 if done >= _STEP_DOWN else 1.0,
}
"""Share of the highest rate, by the share of the run that is done."""
