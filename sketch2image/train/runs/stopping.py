"""Ctrl-C, and the word of a cluster that takes its machine back, end a run after its step."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stop:
    """Whether a run should end, and why.

    Args:
        minutes: from now; 0 for no limit.
    """

    def __init__(self, minutes: float = 0.0) -> None:
        self._end = time.monotonic() + 60 * minutes if minutes else None
        self.asked = False

    @property
    def timed_out(self) -> bool:
        """Whether the time is up."""
        return self._end is not None and time.monotonic() >= self._end

    @property
    def now(self) -> bool:
        """Whether to end after this step."""
        return self.asked or self.timed_out

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take signals as a wish to stop; a second one interrupts at once.

        Python lets the main thread alone do this; in others only `asked` counts.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._take) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _take(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
