"""Recorded and simulated streams in real time."""

from __future__ import annotations

import threading
import time

from sketch2image.air.newest import Newest
from sketch2image.core.closing import Closing
from sketch2image.core.frames import Frame, FrameSource

_PATIENCE = 5.0


class Paced(Closing):
    """Plays a stream at the times of its own frames, as a live camera would; a context manager.

    The film begins with the first `read`. A frame comes out when its time has come and is dropped
    when the next one comes before it was read.

    Args:
        source: frames with their times, as fast as they are taken; it is closed with this one.
    """

    live = True

    def __init__(self, source: FrameSource) -> None:
        self._source = source
        self._start: float | None = None
        self._newest: Newest | None = None
        self._closing = threading.Event()

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of every frame in pixels."""
        return self._source.size

    @property
    def emitted(self) -> int:
        """Frames whose time has come so far."""
        return self._newest.came if self._newest else 0

    @property
    def dropped(self) -> int:
        """Emitted frames that nobody read in time."""
        return self._newest.dropped if self._newest else 0

    def read(self) -> Frame | None:
        """The newest frame not read before; waits for one. None at the end or once closed.

        Raises:
            UserError: the source was lost.
        """
        if self._newest is None and not self._closing.is_set():
            self._newest = Newest(self._next, name="paced stream")
        return self._newest.read() if self._newest else None

    def age(self, frame: Frame) -> float:
        """Seconds since the time of a frame had come, by the clock of the film."""
        return time.perf_counter() - frame.time - (self._start or 0.0)

    def close(self) -> None:
        """Stop the film and close the source; safe to call twice."""
        self._closing.set()
        if self._newest is None or self._newest.close(_PATIENCE):
            self._source.close()

    def _next(self) -> Frame | None:
        frame = self._source.read()
        if frame is None:
            return None
        if self._start is None:
            self._start = time.perf_counter() - frame.time
        self._closing.wait(max(0.0, -self.age(frame)))
        return frame
