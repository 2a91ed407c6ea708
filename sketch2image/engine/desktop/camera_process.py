"""What runs in the camera process: frames in, hands and pictures out."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from ctypes import Array, c_uint8
from dataclasses import dataclass, replace
from functools import cached_property
from multiprocessing.connection import Connection

import numpy as np

from sketch2image.air.setup import Side
from sketch2image.air.tracker import HandTracker
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.frames import Frame, FrameSource
from sketch2image.core.progress import Progress, Report
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
from sketch2image.engine.sources import SIMULATED, TimedSource, in_real_time, open_source
from sketch2image.models.hub import ensure

Opener = Callable[[str, str, int], FrameSource]
"""Opens a camera by name, subject and seed, as `engine.sources.open_source` does; a function of a
module, so that it pickles."""

Pixels = Array[c_uint8]
"""Memory of both processes, for one image."""

TAKE, STOP = "take", "stop"
"""What the window says to the process."""

RETRY_SECONDS = 1.0
"""Seconds until a lost camera is tried again."""

GRACE = 2.0
"""Seconds in which a process that was told to stop must have left."""

_SAMPLE = 8


@dataclass(frozen=True)
class Watching:
    """What to watch, and who may draw; see `CameraLink`."""

    camera: str
    subject: str
    seed: int
    hand: Side
    palm: float
    opener: Opener = open_source


def watch(connection: Connection, pixels: Pixels, watching: Watching) -> None:
    """Send what a camera sees until told to stop, until the stream is over, or until the parent is
    gone.

    Args:
        connection: takes pairs of an event and the shape of the image in `pixels` that belongs to
            it, if any; gives `TAKE` and `STOP`.
        pixels: at least 3 x `LONGEST` x `LONGEST` bytes; written only on credit.
        watching: what to watch.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError, ConnectionResetError):
        _Watcher(connection, pixels, watching).run()


class _Watcher:
    def __init__(self, connection: Connection, pixels: Pixels, watching: Watching) -> None:
        self._connection = connection
        self._pixels = np.ctypeslib.as_array(pixels)
        self._watching = watching
        self._credit = True
        self._stopped = threading.Event()
        self._lost = False
        self._time = 0.0
        self._models = ExitStack()
        threading.Thread(target=self._obey, daemon=True).start()

    def run(self) -> None:
        try:
            with self._models:
                self._watch()
        except UserError as error:
            self._send(Ended(error))
        else:
            self._send(Ended(None))

    def _watch(self) -> None:
        self._model = ensure("hand", self._opening("fetching the hand model"))
        self._opening(f"opening {_name(self._watching.camera)}")(Progress("camera"))
        while not self._stopped.is_set() and not self._is_over():
            self._stopped.wait(RETRY_SECONDS)

    @cached_property
    def _tracker(self) -> HandTracker:
        self._opening("starting the hand tracker")(Progress("hand"))
        tracker = HandTracker(self._model, side=self._watching.hand, palm=self._watching.palm)
        return self._models.enter_context(tracker)

    def _is_over(self) -> bool:
        """Watch the camera as long as it is there; whether the stream has ended for good."""
        try:
            with closing(self._opened()) as source:
                self._follow(source)
        except UserError as error:
            if error.kind is not ErrorKind.camera:
                raise
            self._lose(error)
            return False
        return True

    def _opened(self) -> TimedSource:
        watching = self._watching
        source = watching.opener(watching.camera, watching.subject, watching.seed)
        self._lost = False
        self._send(Opened(source.size))
        return in_real_time(source)

    def _lose(self, error: UserError) -> None:
        if not self._lost:
            self._send(Lost(error))
        self._lost = True

    def _follow(self, source: TimedSource) -> None:
        tracker = self._tracker
        begun = self._time and self._time + RETRY_SECONDS
        while not self._stopped.is_set() and (frame := source.read()):
            self._time = begun + frame.time
            hand = tracker.read(replace(frame, time=self._time))
            brightness = float(frame.image[::_SAMPLE, ::_SAMPLE].mean())
            lag = source.age(frame)
            seen = Seen(self._time, hand, tracker.stranger, brightness, lag, None)
            self._send(seen, self._picture(frame))

    def _picture(self, frame: Frame) -> tuple[int, ...] | None:
        """Put the image where the window takes it; its shape, or None without credit."""
        if not self._credit:
            return None
        self._credit = False
        image = _shrunk(frame.image)
        self._pixels[: image.size] = image.reshape(-1)
        return image.shape

    def _opening(self, text: str) -> Report:
        return lambda progress: self._send(Opening(progress.text or text, progress))

    def _send(self, event: CameraEvent, shape: tuple[int, ...] | None = None) -> None:
        self._connection.send((event, shape))

    def _obey(self) -> None:
        with suppress(EOFError, OSError):  # the parent is gone
            while self._connection.recv() == TAKE:
                self._credit = True
        self._stopped.set()
        time.sleep(GRACE)
        os._exit(1)  # whatever holds the main thread, such as a camera that does not open


def _name(camera: str) -> str:
    if camera == SIMULATED:
        return "the simulated camera"
    return f"camera {camera}" if camera.isdecimal() else camera


def _shrunk(image: Image) -> Image:
    height, width = image.shape[:2]
    scale = LONGEST / max(height, width)
    if scale >= 1:
        return image
    from sketch2image.core.opencv import cv2

    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
