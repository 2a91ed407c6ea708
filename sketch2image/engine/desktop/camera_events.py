"""What the camera process tells the window."""

from __future__ import annotations

from dataclasses import dataclass

from sketch2image.air.hand import Hand
from sketch2image.core.errors import UserError
from sketch2image.core.progress import Progress
from sketch2image.core.types import Image


@dataclass(frozen=True)
class Opening:
    """Something must be done before there are frames.

    Attributes:
        text: one line for people: what is being done.
        progress: how far it is.
    """

    text: str
    progress: Progress


@dataclass(frozen=True)
class Opened:
    """Frames follow.

    Attributes:
        size: (width, height) of the stream in pixels; landmarks of hands are in these pixels.
    """

    size: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Seen:
    """One frame.

    Attributes:
        time: seconds since the first frame, strictly increasing, even when the camera was lost and
            came back.
        hand: the hand that holds the pen, None while it is not seen.
        stranger: a hand that does not, None when there is none.
        brightness: mean of the frame, 0..255.
        lag: seconds from when the frame was taken until this was sent.
        image: (h, w, 3) uint8 RGB as the person sees it (a live camera is mirrored), at most
            `LONGEST` wide and high; None while the window has not taken the last one.
    """

    time: float
    hand: Hand | None
    stranger: Hand | None
    brightness: float
    lag: float
    image: Image | None


@dataclass(frozen=True)
class Lost:
    """The camera cannot be opened or gives no more frames; it is tried again every second.

    Attributes:
        error: what is wrong and what to do.
    """

    error: UserError


@dataclass(frozen=True)
class Ended:
    """The process has ended; nothing follows.

    Attributes:
        error: None when the stream is over, else why there is none.
    """

    error: UserError | None


CameraEvent = Opening | Opened | Seen | Lost | Ended

LONGEST = 960
"""Most pixels of either side of an image; larger frames are shrunk before they travel."""
