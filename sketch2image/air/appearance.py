"""What tells one person's hand from another's: which hand it is, its size, and its color."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sketch2image.air.hand import KNUCKLES, WRIST, Hand
from sketch2image.core.types import Image

SIZES = 1.4
"""How much larger or smaller a palm may appear, all else being equal."""

SHADES = 40.0
"""How far apart it may be in any channel, 0..255: it is turned, shaded and blurred."""

SIDES = 0.7
"""How far apart the model may find its side, 0..1."""

LIKE = 1.2
"""What size, color and side, each as a part of what is allowed, may add up to."""

_NEW = 0.1
_CORNERS = (WRIST, KNUCKLES[0], KNUCKLES[3])
_SHARES = np.array(
    [(a, b, 8 - a - b) for a in range(1, 7) for b in range(1, 8 - a)], np.float32
) / np.float32(8)


@dataclass(frozen=True, eq=False)
class Appearance:
    """How a hand looks.

    Attributes:
        right: how far it is a right hand, 0..1.
        palm: length of the palm in pixels.
        color: (3,) RGB of the palm, 0..255.
    """

    right: float
    palm: float
    color: NDArray[np.float32]

    @classmethod
    def of(cls, hand: Hand, image: Image) -> Self:
        """The look of a hand in (H, W, 3) uint8 RGB."""
        right = hand.score if hand.handedness == "Right" else 1 - hand.score
        return cls(right, hand.palm, _color(hand, image))

    def like(self, other: Appearance) -> bool:
        """Whether both may be the same hand."""
        size = abs(math.log(max(self.palm, 1.0) / max(other.palm, 1.0))) / math.log(SIZES)
        color = float(np.abs(self.color - other.color).max()) / SHADES
        side = abs(self.right - other.right) / SIDES
        return size + color + side <= LIKE

    def after(self, newer: Appearance) -> Appearance:
        """This look brought up to date slowly, so that a frame gone wrong changes little."""
        return Appearance(
            self.right + _NEW * (newer.right - self.right),
            self.palm + _NEW * (newer.palm - self.palm),
            (self.color + _NEW * (newer.color - self.color)).astype(np.float32),
        )


def _color(hand: Hand, image: Image) -> NDArray[np.float32]:
    """Median over a grid on the palm; what lies outside of the picture is left out."""
    places = np.round(_SHARES @ hand.landmarks[_CORNERS, :2]).astype(int)
    inside = ((places >= 0) & (places < (image.shape[1], image.shape[0]))).all(axis=1)
    x, y = places[inside].T
    seen = image[y, x] if len(x) else np.full((1, 3), 128)
    return np.median(seen, axis=0).astype(np.float32)
