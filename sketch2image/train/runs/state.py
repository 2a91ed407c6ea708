"""Where a run stands, and how it ended."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Finished:
    """A run that came to its end.

    Attributes:
        folder: of the run; `model` and `best` in it are what the program loads.
        steps: done in all.
        seconds: over every resumed part.
        figures: of the last validation.
        best: the best value of the figure that decides; None before the first validation.
        whole: False where the time limit ended it.
    """

    folder: Path
    steps: int
    seconds: float
    figures: dict[str, float]
    best: float | None
    whole: bool


@dataclass
class State:
    """What a checkpoint keeps beside the weights."""

    step: int = 0
    seconds: float = 0.0
    best: float = math.nan
    sums: dict[str, float] = field(default_factory=dict)
    summed: int = 0
    figures: dict[str, float] = field(default_factory=dict)
