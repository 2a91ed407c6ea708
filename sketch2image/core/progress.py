"""One progress event for terminal, window and tests."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Progress:
    """How far a piece of work has come.

    Attributes:
        stage: short name of the stage, e.g. "caption".
        done: units finished; `total` of them end the stage.
        total: units in all, or None when not known.
        text: one line for people.
        seconds_left: estimate from the pace so far, or None when not known.
    """

    stage: str
    done: int = 0
    total: int | None = None
    text: str = ""
    seconds_left: float | None = None


Report = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """A `Report` that shows nothing."""


@dataclass
class Counter:
    """Counts units of one stage and reports each, with the time left.

    Args:
        report: where events go. A `Report` may raise `Cancelled` to stop the work.
        stage: name of the stage.
        total: units in all, or None when not known.
    """

    report: Report
    stage: str
    total: int | None = None
    done: int = 0
    _start: float = field(default_factory=time.monotonic)

    def advance(self, text: str = "", units: int = 1) -> None:
        """Count `units` more as done and report them."""
        self.done += units
        self.report(Progress(self.stage, self.done, self.total, text, self._seconds_left()))

    def _seconds_left(self) -> float | None:
        return seconds_left(self._start, self.done, self.total)


def seconds_left(start: float, done: int, total: int | None) -> float | None:
    """Time until `total` at the pace since `start`, by `time.monotonic`; None when not known."""
    if not total or not done:
        return None
    return (time.monotonic() - start) / done * max(total - done, 0)
