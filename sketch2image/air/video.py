"""Frames from a video file."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sketch2image.air.quiet import quiet_stderr
from sketch2image.core.closing import Closing
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.frames import Frame
from sketch2image.core.types import Image

if TYPE_CHECKING:
    from sketch2image.core.opencv import cv2

_SILENT = "-8"
_USUAL_RATE = 30.0
_HIGHEST_RATE = 1000.0


class VideoFile(Closing):
    """A video file, taken as it is: every frame, not mirrored; a context manager.

    Args:
        path: the file.

    Raises:
        UserError: it is missing, may not be read, is no video, or holds no frames.
    """

    live = False

    def __init__(self, path: Path) -> None:
        self._capture = _open(path)
        self._rate = _rate(self._capture)
        self._count = 0
        self._next = self._decode()
        if self._next is None:
            self.close()
            raise _unreadable(path, "holds no frames that can be read")
        self._size = (self._next.shape[1], self._next.shape[0])

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of every frame in pixels."""
        return self._size

    def read(self) -> Frame | None:
        """The next frame at its time by the file's frame rate, or None at the end."""
        if self._next is None:
            return None
        frame = Frame(self._next, self._count / self._rate)
        self._count += 1
        self._next = self._decode()
        return frame

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self._capture.release()

    def _decode(self) -> Image | None:
        good, image = self._capture.read()
        return np.ascontiguousarray(image[..., ::-1], np.uint8) if good else None


def _open(path: Path) -> cv2.VideoCapture:
    try:
        _check(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UserError(
            ErrorKind.unreadable, f"{path} cannot be opened: {reason}", "Check its permissions."
        ) from error
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", _SILENT)
    from sketch2image.core.opencv import cv2

    with quiet_stderr():
        capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    if not capture.isOpened():
        raise _unreadable(path, "is not a video that can be read")
    return capture


def _check(path: Path) -> None:
    if not path.is_file():
        raise UserError(
            ErrorKind.missing_file, f"no such video: {path}", "Give the path of a video file."
        )
    if _is_text(path):
        raise _unreadable(path, "is not a video (it holds text)")


def _is_text(path: Path) -> bool:
    """FFmpeg plays text as a film of a terminal; every real container has zero bytes early on."""
    with path.open("rb") as file:
        start = file.read(4096)
    return bool(start) and 0 not in start


def _rate(capture: cv2.VideoCapture) -> float:
    from sketch2image.core.opencv import cv2

    rate = float(capture.get(cv2.CAP_PROP_FPS))
    return rate if math.isfinite(rate) and 0 < rate <= _HIGHEST_RATE else _USUAL_RATE


def _unreadable(path: Path, what: str) -> UserError:
    return UserError(
        ErrorKind.unreadable, f"{path} {what}", "Convert it to MP4 or AVI, or record it again."
    )
