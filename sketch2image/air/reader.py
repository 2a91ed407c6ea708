"""Hands read in single pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.air.hand import Hand
from sketch2image.air.landmarker import Landmarker
from sketch2image.core.closing import Closing
from sketch2image.core.types import Image

Matrix = NDArray[np.float64]

MOST = 2
"""Hands looked for in a picture."""

DARK = 40.0
"""Pictures of a lower mean, 0..255, are read from a brighter copy."""

SMALL = 0.2
"""A lone hand that spans less of the picture's longer side may have company as small as itself."""

WINDOW = 0.75
"""Side of the windows a picture is searched in, as a part of its shorter side."""

TURNS = ((20, -20), (45, -45, 90, -90, 180))
"""Degrees a picture is turned by before and after it is searched in windows."""

_CONFIDENCE, _KEEN = 0.15, 0.05
_SAME, _AGREEING = 0.6, 0.2
_SURE, _SURE_OF_COMPANY = 0.8, 0.9
_MOST_ACROSS = 4
_BRIGHT, _SOFT = 110.0, 1.5


@dataclass(frozen=True)
class Look:
    """A part of a picture, turned.

    Attributes:
        angle: degrees, to the left.
        middle: x and y of the part in pixels.
        size: width and height of the part in pixels, before it is turned.
    """

    angle: float
    middle: tuple[float, float]
    size: tuple[float, float]


def looks(width: int, height: int) -> list[Look]:
    """How a picture is searched in which too few hands were seen at once: a little turned, in
    square windows that cover it twice, turned by more.
    """
    whole = ((width / 2, height / 2), (width, height))
    side = max(WINDOW * min(width, height), max(width, height) / _MOST_ACROSS)
    size = min(side, width), min(side, height)
    rows = product(_middles(height, size[1]), _middles(width, size[0]))
    windows = [Look(0, (x, y), size) for y, x in rows]
    early, late = ([Look(angle, *whole) for angle in angles] for angles in TURNS)
    return early + windows + late


def _middles(length: float, side: float) -> list[float]:
    """Middles of windows that overlap by half or more."""
    count = 1 + int(np.ceil(2 * (length - side) / side))
    return np.linspace(side / 2, length - side / 2, count).tolist()


class HandReader(Closing):
    """Reads up to two hands in single pictures (Tasks, IMAGE mode); a context manager.

    A picture in which no hand is seen at once is searched in turned and enlarged parts, and so is
    one with a single hand that is `SMALL`. There a weaker trace of a palm is followed too, and a
    hand is believed when two looks agree about its landmarks: what is no hand, a beard or an ear,
    seems a different one each time.

    Args:
        model: the hand bundle, see `models.hub.ensure("hand")`.
        mirrored: whether pictures are mirrored, which decides the names of the hands.
    """

    def __init__(self, model: Path, mirrored: bool = False) -> None:
        self._sure, self._keen = (
            Landmarker(model, hands=MOST, video=False, mirrored=mirrored, confidence=confidence)
            for confidence in (_CONFIDENCE, _KEEN)
        )

    def read(self, image: Image) -> tuple[Hand, ...]:
        """The hands in (H, W, 3) uint8 RGB, surest first."""
        clear = _brightened(image) if image.mean() < DARK else image
        hands = _distinct(_surest_first(self._sure.detect(clear)))
        if not hands or (len(hands) == 1 and hands[0].span < SMALL * max(image.shape)):
            hands = _surest_first(self._searched(clear, hands))
        return tuple(hands)

    def close(self) -> None:
        """Free the models; safe to call twice."""
        self._sure.close()
        self._keen.close()

    def _searched(self, image: Image, hands: list[Hand]) -> list[Hand]:
        """The hands and those found beside them."""
        hands, guesses = list(hands), list[Hand]()
        for look in looks(image.shape[1], image.shape[0]):
            seen = self._seen(image, look)
            for hand in seen:
                sure = _SURE_OF_COMPANY if hands else _SURE
                if any(_agree(hand, guess, sure) for guess in guesses):
                    hands = _distinct([*hands, hand])
            if len(hands) >= MOST:
                break
            guesses += seen
        return hands

    def _seen(self, image: Image, look: Look) -> list[Hand]:
        from sketch2image.core.opencv import cv2

        there, size = _way(look)
        part = cv2.warpAffine(image, there, size).astype(np.uint8, copy=False)
        back = np.asarray(cv2.invertAffineTransform(there), np.float64)
        return [_moved(hand, back, image) for hand in self._keen.detect(part)]


def _surest_first(hands: Sequence[Hand]) -> list[Hand]:
    return sorted(hands, key=lambda hand: -hand.score)


def _distinct(hands: Sequence[Hand]) -> list[Hand]:
    """Without those that were found before in the list, and no more than `MOST`."""
    kept: list[Hand] = []
    for hand in hands:
        if all(_overlap(hand, other) < _SAME for other in kept):
            kept.append(hand)
    return kept[:MOST]


def _overlap(hand: Hand, other: Hand) -> float:
    """Part of the smaller box that two hands share."""
    a, b = (np.array(one.box).reshape(2, 2) for one in (hand, other))
    shared = np.clip(np.minimum(a[1], b[1]) - np.maximum(a[0], b[0]), 0, None).prod()
    smaller = min(np.ptp(a, axis=0).prod(), np.ptp(b, axis=0).prod())
    return float(shared / max(smaller, 1e-9))


def _agree(hand: Hand, other: Hand, sure: float) -> bool:
    """Whether two guesses are sure enough together, and about the same landmarks."""
    if (hand.score + other.score) / 2 < sure:
        return False
    steps = hand.landmarks[:, :2] - other.landmarks[:, :2]
    apart = np.linalg.norm(steps, axis=1).mean()
    return bool(apart < _AGREEING * max(hand.span, other.span))


def _way(look: Look) -> tuple[Matrix, tuple[int, int]]:
    """The (2, 3) matrix from the picture to what is looked at, and its width and height."""
    from sketch2image.core.opencv import cv2

    there = np.asarray(cv2.getRotationMatrix2D(look.middle, look.angle, 1.0), np.float64)
    extent = np.abs(there[:, :2]) @ look.size
    there[:, 2] += extent / 2 - look.middle
    across, down = np.maximum(np.round(extent), 1).astype(int).tolist()
    return there, (across, down)


def _moved(hand: Hand, back: Matrix, image: Image) -> Hand:
    """A hand of a look, in the picture."""
    landmarks, world = hand.landmarks.copy(), hand.world.copy()
    landmarks[:, :2] = landmarks[:, :2] @ back[:, :2].T + back[:, 2]
    world[:, :2] = world[:, :2] @ back[:, :2].T
    corners = landmarks[:, :2].min(axis=0), landmarks[:, :2].max(axis=0)
    low, high = np.clip(np.array(corners) / image.shape[1::-1], 0, 1).tolist()
    box = (low[0], low[1], high[0], high[1])
    return replace(hand, landmarks=landmarks, world=world, box=box)


def _brightened(image: Image) -> Image:
    """A copy with less noise, its darks lifted to an ordinary mean."""
    from sketch2image.core.opencv import cv2

    soft = cv2.GaussianBlur(image, (0, 0), _SOFT).astype(np.float32) / 255
    gamma = np.log(_BRIGHT / 255) / np.log(max(float(soft.mean()), 1 / 255))
    return np.round(255 * soft**gamma).astype(np.uint8)
