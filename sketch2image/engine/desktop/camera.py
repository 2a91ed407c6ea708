"""The camera and MediaPipe in a process of their own: importing it alone would stall a window."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from contextlib import suppress
from ctypes import c_uint8
from dataclasses import replace

import numpy as np

from sketch2image.air.setup import Side
from sketch2image.core import defaults
from sketch2image.core.closing import Closing
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.types import Image
from sketch2image.engine.desktop.camera_events import (
    LONGEST,
    CameraEvent,
    Ended,
    Lost,
    Opened,
    Opening,
    Seen,
)
from sketch2image.engine.desktop.camera_process import GRACE, STOP, TAKE, Opener, Watching, watch
from sketch2image.engine.process import interrupts_kept
from sketch2image.engine.sources import open_source

__all__ = ["CameraEvent", "CameraLink", "Ended", "Lost", "Opened", "Opening", "Seen"]


class CameraLink(Closing):
    """Runs a camera and the hand tracker in a spawned process; a context manager.

    Every frame's hand is sent. Images are sent on credit: one, then one more for each `take`. They
    come through shared memory: one of 640 x 480 takes 0.27 ms from the window's threads, through a
    pipe it takes 0.86 ms.

    Args:
        camera: as for `engine.sources.open_source`; a recorded or simulated stream plays at its own
            speed.
        on_event: called for every event, from the link's own thread.
        hand: which hand may draw.
        palm: length of the palm as a fraction of the picture's width, 0 when never measured.
        subject: what the simulated hand draws.
        seed: of the simulated drawing.
        opener: opens the camera.
    """

    def __init__(
        self,
        camera: str,
        on_event: Callable[[CameraEvent], None],
        *,
        hand: Side = "any",
        palm: float = 0.0,
        subject: str = defaults.SUBJECT,
        seed: int = 0,
        opener: Opener = open_source,
    ) -> None:
        self._on_event = on_event
        self._closed = self._ended = False
        context = multiprocessing.get_context("spawn")
        pixels = context.RawArray(c_uint8, 3 * LONGEST * LONGEST)
        self._pixels = np.ctypeslib.as_array(pixels)
        self._connection, theirs = context.Pipe()
        watching = Watching(camera, subject, seed, hand, palm, opener)
        self._process = context.Process(target=watch, args=(theirs, pixels, watching), daemon=True)
        with interrupts_kept():
            self._process.start()
        theirs.close()
        threading.Thread(target=self._listen, name=f"camera {camera}", daemon=True).start()

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid or 0

    def take(self) -> None:
        """Say that the last image has been painted: the next frame's comes along."""
        self._say(TAKE)

    def close(self) -> None:
        """End the process; returns at once, and no more events are begun. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self._say(STOP)
        end = threading.Timer(GRACE, self._process.kill)
        end.daemon = True
        end.start()

    def _say(self, word: str) -> None:
        with suppress(OSError):  # the process is gone; the listener tells the window
            self._connection.send(word)

    def _listen(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                self._heard(*self._connection.recv())
        self._process.join(GRACE)
        self._process.kill()
        self._process.join()
        self._connection.close()
        if not self._ended:
            self._tell(Ended(_crashed()))

    def _heard(self, event: CameraEvent, shape: tuple[int, int, int] | None) -> None:
        if isinstance(event, Ended):
            self._ended = True
        if isinstance(event, Seen) and shape is not None:
            event = replace(event, image=self._image(shape))
        self._tell(event)

    def _image(self, shape: tuple[int, int, int]) -> Image:
        return self._pixels[: np.prod(shape)].reshape(shape).copy()

    def _tell(self, event: CameraEvent) -> None:
        if not self._closed:
            self._on_event(event)


def _crashed() -> UserError:
    return UserError(
        ErrorKind.engine,
        "the camera process stopped unexpectedly",
        "Open the camera again; the drawing is kept.",
    )
