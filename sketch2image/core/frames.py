"""What a camera gives, real or simulated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sketch2image.core.types import Image


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture of a stream.

    Attributes:
        image: (H, W, 3) uint8 RGB, oriented as the person sees it (a live camera is mirrored).
        time: seconds since the stream began, strictly increasing.
    """

    image: Image
    time: float


class FrameSource(Protocol):
    """A stream of frames; also a context manager that closes itself."""

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of every frame in pixels."""
        ...

    @property
    def live(self) -> bool:
        """Whether frames come in real time and may be dropped when the reader is slow."""
        ...

    def read(self) -> Frame | None:
        """The next frame, or None when the stream has ended.

        Raises:
            UserError: the camera was lost.
        """
        ...

    def close(self) -> None:
        """Give the device back; safe to call twice."""
        ...
