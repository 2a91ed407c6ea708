"""Hands read in single pictures."""

from __future__ import annotations

from pathlib import Path

from sketch2image.air.hand import Hand
from sketch2image.air.landmarker import Landmarker
from sketch2image.core.types import Image

_STILL_CONFIDENCE = 0.15


class HandReader(Landmarker):
    """Reads up to two hands in single pictures (Tasks, IMAGE mode); a context manager.

    Args:
        model: the hand bundle, see `models.hub.ensure("hand")`.
        mirrored: whether pictures are mirrored, which decides the names of the hands.
    """

    def __init__(self, model: Path, mirrored: bool = False) -> None:
        super().__init__(
            model, hands=2, video=False, mirrored=mirrored, confidence=_STILL_CONFIDENCE
        )

    def read(self, image: Image) -> tuple[Hand, ...]:
        """The hands in (H, W, 3) uint8 RGB, surest first."""
        return tuple(sorted(self.detect(image), key=lambda hand: -hand.score))
