"""What every detector can do, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sketch2image.core.types import Image

PROMPT = "an artwork."

Box = tuple[int, int, int, int]
"""(left, top, right, bottom) in pixels, right and bottom just outside."""


@dataclass(frozen=True)
class Detection:
    """A thing found in a picture.

    Attributes:
        box: where it is; inside the picture and never empty.
        score: confidence, 0..1; 0 for the whole picture.
        label: the words of the prompt it answers to; empty for the whole picture.
        whole: whether nothing was found and `box` is the whole picture.
    """

    box: Box
    score: float
    label: str
    whole: bool = False


class Detector(Protocol):
    """Finds things named in words."""

    @property
    def fingerprint(self) -> str:
        """Short text that differs whenever the weights or the preprocessing do."""
        ...

    def detect(self, image: Image, prompt: str = PROMPT) -> Detection:
        """The surest thing found in (H, W, 3) uint8 RGB, or the whole picture.

        Raises:
            UserError: the prompt is empty or too long.
        """
        ...

    def detections(self, image: Image, prompt: str = PROMPT) -> list[Detection]:
        """All things found in (H, W, 3) uint8 RGB, surest first; may be none.

        Raises:
            UserError: the prompt is empty or too long.
        """
        ...


def whole_picture(image: Image) -> Detection:
    """What a detector answers when it found nothing."""
    height, width = image.shape[:2]
    return Detection((0, 0, width, height), 0.0, "", whole=True)


def crop(image: Image, detection: Detection) -> Image:
    """The detected part of the (H, W, 3) picture it was found in."""
    left, top, right, bottom = detection.box
    return image[top:bottom, left:right]
