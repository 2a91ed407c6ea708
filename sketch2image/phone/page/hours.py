"""How long a page stays open."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sketch2image.phone.page.options import Reason

Clock = Callable[[], float]


class Hours:
    """Ends once, by itself when nothing has happened for a while; safe from any thread.

    Args:
        seconds_idle: how long nothing may happen.
        clock: seconds that only grow.

    Attributes:
        reason: why it ended; None while it goes on.
        on_end: called at the end, in any thread.
    """

    def __init__(self, seconds_idle: float, clock: Clock) -> None:
        self._seconds_idle, self._clock = seconds_idle, clock
        self._used = clock()
        self._lock = threading.Lock()
        self.reason: Reason | None = None
        self.on_end: Callable[[], None] = lambda: None

    @property
    def seconds_left(self) -> float:
        """Until it ends by itself."""
        return max(0.0, self._used + self._seconds_idle - self._clock())

    def touch(self) -> None:
        """Something happened: the time runs anew."""
        self._used = self._clock()

    def end(self, reason: Reason) -> None:
        """Close; the first reason stands."""
        with self._lock:
            self.reason = self.reason or reason
        self.on_end()

    async def look(self) -> None:
        """End when nothing has happened for too long; to be called now and then."""
        if not self.seconds_left:
            self.end(Reason.idle)
