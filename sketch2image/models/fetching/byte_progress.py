"""One progress bar over all bytes of a checkpoint."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from sketch2image.core.progress import Progress, Report

_WINDOW = 10.0
_STEP = 0.25


class Meter:
    """Counts bytes of several files as one piece of work.

    The time left follows the pace of the last ten seconds, so that bytes which were there already
    do not promise too much.

    Args:
        report: where events go; may raise `Cancelled`.
        stage: name of the stage.
        total: bytes in all, or None when not known.
        clock: seconds; another one in tests.

    Attributes:
        text: one line for people, what is moved just now.
        done: bytes so far.
    """

    def __init__(
        self,
        report: Report,
        stage: str,
        total: int | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.text = ""
        self.done = 0
        self._report = report
        self._stage = stage
        self._total = total
        self._clock = clock
        self._marks = deque([(clock(), 0)])

    def moved(self, size: int) -> None:
        """Count `size` more bytes, or fewer when it is negative, and report them."""
        self.done += size
        self._mark()
        left = self._seconds_left()
        self._report(Progress(self._stage, self.done, self._total, self.text, left))

    def _mark(self) -> None:
        now = self._clock()
        if now - self._marks[-1][0] >= _STEP:
            self._marks.append((now, self.done))
        while now - self._marks[0][0] > _WINDOW and len(self._marks) > 1:
            self._marks.popleft()

    def _seconds_left(self) -> float | None:
        (start, first), (end, last) = self._marks[0], self._marks[-1]
        if not self._total or last <= first:
            return None
        return (end - start) / (last - first) * (self._total - self.done)
