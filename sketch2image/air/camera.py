"""Frames from a live camera."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import numpy as np

from sketch2image.air.newest import Newest
from sketch2image.air.quiet import quiet_stderr
from sketch2image.core.closing import Closing
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.frames import Frame
from sketch2image.core.types import Image

if TYPE_CHECKING:
    from sketch2image.core.opencv import cv2

LOST_SECONDS = 5.0
"""Seconds without a frame after which a camera counts as lost."""


class IndexCamera(Closing):
    """A live camera, mirrored as in a selfie view; a context manager.

    A thread of its own keeps only the newest frame: a slow reader misses frames, it never lags.

    Args:
        device: index of the camera, 0 for the first; or the address of a stream.

    Raises:
        UserError: there is no such camera, or another program holds it.
    """

    live = True

    def __init__(self, device: int | str) -> None:
        self._device = device
        self._capture = _open(device)
        self._start = time.perf_counter()
        self._size = self._grab()
        self._newest = Newest(self._next, name=f"camera {device}")

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of every frame in pixels."""
        return self._size

    def read(self) -> Frame | None:
        """The newest frame not read before; waits for one. None once closed.

        Raises:
            UserError: the camera gives no more frames.
        """
        frame = self._newest.read(LOST_SECONDS)
        if frame is None and not self._newest.closed:
            raise UserError(
                ErrorKind.camera,
                f"camera {self._device} gives no more frames",
                "Check its cable, then start again.",
            )
        return frame

    def age(self, frame: Frame) -> float:
        """Seconds since a frame was taken."""
        return time.perf_counter() - self._start - frame.time

    def close(self) -> None:
        """Give the camera back; safe to call twice."""
        if self._newest.close(LOST_SECONDS):
            self._capture.release()

    def _grab(self) -> tuple[int, int]:
        image = _read(self._capture)
        if image is None:
            self._capture.release()
            raise unavailable(self._device)
        return image.shape[1], image.shape[0]

    def _next(self) -> Frame | None:
        image = _read(self._capture)
        return None if image is None else Frame(image, time.perf_counter() - self._start)


def _open(device: int | str) -> cv2.VideoCapture:
    os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
    from sketch2image.core.opencv import cv2

    with quiet_stderr():
        capture = cv2.VideoCapture(device)
    if not capture.isOpened():
        raise unavailable(device)
    return capture


def _read(capture: cv2.VideoCapture) -> Image | None:
    good, image = capture.read()
    if not good:
        return None
    return np.ascontiguousarray(image[:, ::-1, ::-1], np.uint8)


def unavailable(device: int | str) -> UserError:
    """The error for a camera or stream that gives no picture."""
    return UserError(
        ErrorKind.camera,
        f"camera {device} cannot be opened",
        "Connect it, close other programs that use it, or give a video file or `simulated`.",
    )
