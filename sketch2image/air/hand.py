"""One hand as MediaPipe sees it, with names for its 21 landmarks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Handedness = Literal["Left", "Right"]
Box = tuple[float, float, float, float]

WRIST = 0
THUMB, INDEX, MIDDLE, RING, PINKY = range(5)
FINGER_NAMES = ("thumb", "index", "middle", "ring", "pinky")
TIPS = (4, 8, 12, 16, 20)
KNUCKLES = (5, 9, 13, 17)
CHAINS: tuple[tuple[int, ...], ...] = (
    (0, 1, 2, 3, 4),
    (0, 5, 6, 7, 8),
    (0, 9, 10, 11, 12),
    (0, 13, 14, 15, 16),
    (0, 17, 18, 19, 20),
)
"""Landmarks of each finger from the wrist to the tip, thumb first."""

PEN = TIPS[INDEX]
"""The landmark that draws: the tip of the index finger."""


@dataclass(frozen=True, eq=False)
class Hand:
    """One hand in one picture.

    Attributes:
        landmarks: (21, 3) float32; x to the right and y down in pixels of the picture, z toward the
            back in about the same scale, 0 at the wrist.
        world: (21, 3) float32 in meters, origin at the middle of the hand.
        handedness: which hand of the person it is.
        score: how sure the model is of the handedness, 0..1.
        box: xmin, ymin, xmax, ymax of the landmarks as fractions of the picture, 0..1.
    """

    landmarks: NDArray[np.float32]
    world: NDArray[np.float32]
    handedness: Handedness
    score: float
    box: Box

    @cached_property
    def center(self) -> NDArray[np.float32]:
        """(2,) middle of the palm in pixels."""
        return self.landmarks[[WRIST, *KNUCKLES], :2].mean(axis=0)

    @property
    def low(self) -> NDArray[np.float32]:
        """(2,) upper left corner of the landmarks in pixels."""
        return self.landmarks[:, :2].min(axis=0)

    @property
    def high(self) -> NDArray[np.float32]:
        """(2,) lower right corner of the landmarks in pixels."""
        return self.landmarks[:, :2].max(axis=0)

    @cached_property
    def span(self) -> float:
        """Diagonal of the box of the landmarks in pixels."""
        return float(np.hypot(*np.ptp(self.landmarks[:, :2], axis=0)))

    @cached_property
    def palm(self) -> float:
        """Length of the palm, wrist to middle knuckle, in pixels, as if it faced the camera."""
        flat = self.landmarks[[WRIST, *KNUCKLES], :2] - self.center
        deep = self.world[[WRIST, *KNUCKLES]]
        shown = np.linalg.norm(deep[:, :2] - deep[:, :2].mean(axis=0))
        length = np.linalg.norm(self.world[KNUCKLES[1]] - self.world[WRIST])
        return float(np.linalg.norm(flat) * length / max(shown, 1e-6))

    @cached_property
    def reach(self) -> float:
        """Length of the index finger from knuckle to tip in units of the palm's length."""
        ends = self.world[[PEN, KNUCKLES[0], KNUCKLES[1], WRIST]]
        finger, palm = np.linalg.norm(ends[::2] - ends[1::2], axis=1).tolist()
        return finger / max(palm, 1e-6)

    def speed(self, before: Hand, seconds: float, palm: float = 0.0) -> float:
        """How fast the hand moved, in palm lengths a second.

        Args:
            before: the hand `seconds` ago.
            seconds: greater than 0.
            palm: length of the palm in pixels, 0 to take it as it is seen.
        """
        way = float(np.hypot(*(self.center - before.center)))
        return way / seconds / max(palm or self.palm, 1.0)

    @property
    def pen(self) -> tuple[float, float]:
        """x and y of the tip of the index finger in pixels."""
        x, y = self.landmarks[PEN, :2].tolist()
        return x, y

    @property
    def pinch(self) -> tuple[float, float]:
        """x and y of the middle between the tips of thumb and index finger in pixels."""
        x, y = self.landmarks[[TIPS[THUMB], PEN], :2].mean(axis=0).tolist()
        return x, y
