"""Cameras with scripted faults, opened inside the camera process."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import numpy as np

from sketch2image.core.closing import Closing
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.frames import Frame

SIZE = (1280, 720)
FRAMES = 3
_OPENED = count(1)


def lost() -> UserError:
    return UserError(ErrorKind.camera, "the camera is gone", "Check its cable.")


class Gray(Closing):
    """A few gray frames; then the camera is lost, or the stream is over."""

    live = False
    size = SIZE

    def __init__(self, lost_after: bool) -> None:
        self._lost_after = lost_after
        self._frames: Iterator[int] = iter(range(FRAMES))

    def read(self) -> Frame | None:
        index = next(self._frames, None)
        if index is not None:
            return Frame(np.full((*SIZE[::-1], 3), 90, np.uint8), index / 30)
        if self._lost_after:
            raise lost()
        return None

    def close(self) -> None:
        self._frames = iter(())


def plugged_in_late_and_pulled_out_once(camera: str, subject: str, seed: int) -> Gray:
    """Not there at first, then lost after some frames, then back until its stream is over."""
    time = next(_OPENED)
    if time == 1:
        raise lost()
    return Gray(lost_after=time == 2)


def broken(camera: str, subject: str, seed: int) -> Gray:
    """Fails in a way that nobody expects."""
    raise RuntimeError("a fault of ours")
