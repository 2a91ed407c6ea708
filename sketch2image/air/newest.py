"""The newest frame of a stream: a slow reader misses frames, it never lags."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sketch2image.core.frames import Frame


class Newest:
    """A thread of its own takes the frames as they come; the reader gets the newest one.

    Args:
        following: waits for the next frame; None at the end of the stream. What it raises reaches
            the reader.
        name: of the thread.

    Attributes:
        came: frames that came so far.
        dropped: those of them that a newer one replaced before anyone read them.
        closed: whether the reader ended the stream.
    """

    def __init__(self, following: Callable[[], Frame | None], name: str) -> None:
        self.came = self.dropped = 0
        self.closed = False
        self._following = following
        self._frame: Frame | None = None
        self._error: Exception | None = None
        self._ended = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def read(self, patience: float | None = None) -> Frame | None:
        """The newest frame not read before; waits for one.

        Args:
            patience: most seconds to wait, or None to wait as long as the stream goes on.

        Returns:
            None once the stream has ended or was closed, or when patience ran out.
        """
        with self._changed:
            self._changed.wait_for(self._has_news, patience)
            frame, self._frame = self._frame, None
        if frame is None and self._error is not None and not self.closed:
            raise self._error
        return frame

    def close(self, patience: float) -> bool:
        """End the stream; whether its thread left within `patience` seconds. Safe to call twice."""
        with self._changed:
            self.closed = True
            self._frame = None
            self._changed.notify_all()
        self._thread.join(patience)
        return not self._thread.is_alive()

    def _has_news(self) -> bool:
        return self._frame is not None or self._ended or self.closed

    def _run(self) -> None:
        try:
            while (frame := self._following()) is not None and not self.closed:
                self._keep(frame)
        except Exception as error:  # whatever it is, the reader is the one to know
            self._error = error
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _keep(self, frame: Frame) -> None:
        with self._changed:
            if self.closed:
                return
            self.came += 1
            self.dropped += self._frame is not None
            self._frame = frame
            self._changed.notify_all()
