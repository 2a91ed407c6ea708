"""Who holds the pen: one hand followed through a stream."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sketch2image.air.appearance import Appearance
from sketch2image.air.hand import Hand
from sketch2image.air.landmarker import Landmarker
from sketch2image.air.setup import Side
from sketch2image.core.closing import Closing
from sketch2image.core.frames import Frame
from sketch2image.core.types import Image

PATIENCE = 1.0
"""Most seconds that a lost hand keeps the pen, so that another one cannot take it. A hand seen only
for a moment keeps it as long as it was seen."""

MASKED = 0.2
"""Seconds that another hand stays covered up before it is looked for again."""

LOOK = 0.5
"""Seconds between two looks for other hands while the owner is followed."""

LIKENESS = 2.0
"""How much larger or smaller than calibrated the owner's hand may be."""

DOUBT = 0.3
"""Seconds that the owner may look like a hand that may not draw."""

_STEP = 0.8
_START = 50.0
_LONGEST_START = 1.4
_SLACK = 1.5
_MOMENTUM = 0.15
_LONGEST_WAY = 1.5
_ARRIVING = 20.0
_BLINK = 0.25
_SAME_PLACE = 0.6


class Tracker(Protocol):
    """Finds the hand that holds the pen, frame after frame."""

    def read(self, frame: Frame) -> Hand | None:
        """The hand that holds the pen, or None while it is not seen."""
        ...


class HandTracker(Closing):
    """Follows one hand through a stream (Tasks, VIDEO mode); a context manager.

    The hand seen first owns the pen. A hand that turns up where the owner cannot have moved to is
    another one: it is covered up so that the landmarker looks elsewhere, and it may own the pen
    only when the owner has been away for `PATIENCE`. Others are looked for every `LOOK` seconds
    (IMAGE mode, the owner covered up): tracking two hands all the time would halve the frame rate.

    Args:
        model: the hand bundle, see `models.hub.ensure("hand")`.
        mirrored: whether frames are mirrored, which decides the name of the hand.
        side: which hand may own the pen.
        palm: length of the owner's palm as a fraction of the picture's width, 0 for any.
    """

    def __init__(
        self, model: Path, mirrored: bool = True, side: Side = "any", palm: float = 0.0
    ) -> None:
        self._landmarker = Landmarker(model, hands=1, video=True, mirrored=mirrored)
        self._scout = Landmarker(model, hands=1, video=False, mirrored=mirrored)
        self._side, self._palm = side, palm
        self._owner: Hand | None = None
        self._owned_from = self._owned_to = 0.0
        self._look: Appearance | None = None
        self._velocity: NDArray[np.float32] | None = None
        self._stranger: Hand | None = None
        self._bystander: Hand | None = None
        self._seen_at = self._looked_at = self._last_time = self._suited_at = 0.0

    @property
    def stranger(self) -> Hand | None:
        """The hand seen last that does not own the pen, None when the last look found none."""
        return self._stranger

    def read(self, frame: Frame) -> Hand | None:
        """The owner's hand in this frame, or None while it is not seen."""
        hand = self._find(frame)
        if hand is None:
            return None
        if self._is_owner(hand, frame):
            self._keep(hand, frame)
            self._look_around(hand, frame)
            return hand
        self._stranger, self._seen_at = hand, frame.time
        return None

    def close(self) -> None:
        """Free the models; safe to call twice."""
        self._landmarker.close()
        self._scout.close()

    def _find(self, frame: Frame) -> Hand | None:
        covered = self._covered(frame.time)
        image = frame.image if covered is None else _without(frame.image, covered)
        self._last_time = frame.time
        return next(iter(self._landmarker.detect(image, frame.time)), None)

    def _covered(self, time: float) -> Hand | None:
        """The other hand, for a moment after the owner was lost or it was seen again itself."""
        followed = self._owner is not None and self._owned_to == self._last_time
        lately = time - max(self._seen_at, self._owned_to) <= MASKED
        return self._stranger if lately and not followed else None

    def _look_around(self, owner: Hand, frame: Frame) -> None:
        if frame.time - self._looked_at < LOOK:
            return
        self._looked_at = frame.time
        others = self._scout.detect(_without(frame.image, owner))
        self._bystander = self._stranger = next(iter(others), None)
        self._seen_at = frame.time

    def _is_owner(self, hand: Hand, frame: Frame) -> bool:
        away = frame.time - self._owned_to
        suits = self._suits(hand, frame.image.shape[1])
        if self._owner and self._can_be(hand, self._owner, frame):
            return self._remains_owner(suits, frame.time)
        if away <= min(PATIENCE, self._owned_to - self._owned_from) and self._owner:
            return False
        if suits:
            self._owner, self._owned_from, self._suited_at = None, frame.time, frame.time
        return suits

    def _can_be(self, hand: Hand, owner: Hand, frame: Frame) -> bool:
        """Whether the owner can have got there, or nearly, and then looks like it."""
        away = frame.time - self._owned_to
        span = max(hand.span, owner.span)
        off = self._off(hand, owner, min(away, _MOMENTUM), span)
        if off <= _STEP * span and away <= _BLINK:
            return True
        near = off <= (_STEP + min(_START * away**2, _LONGEST_START)) * span
        return near and not self._is_stranger(hand) and self._looks_owned(hand, frame)

    def _off(self, hand: Hand, owner: Hand, seconds: float, span: float) -> float:
        """Pixels by which a hand is off the way that the owner was going to go."""
        if self._velocity is None:
            return _distance(hand, owner) - min(_ARRIVING * seconds, _LONGEST_WAY) * span
        way = np.float32(_SLACK * seconds) * self._velocity
        way *= min(1.0, _LONGEST_WAY * span / max(float(np.hypot(*way)), 1e-6))
        return _from_way(hand.center - owner.center, way)

    def _is_stranger(self, hand: Hand) -> bool:
        """Whether it is where another hand was when the owner was seen last."""
        other = self._bystander
        return other is not None and _distance(hand, other) <= _SAME_PLACE * other.span

    def _looks_owned(self, hand: Hand, frame: Frame) -> bool:
        return self._look is None or self._look.like(Appearance.of(hand, frame.image))

    def _remains_owner(self, suits: bool, time: float) -> bool:
        """Whether it is still taken for the owner: the model can be wrong for a moment only."""
        self._suited_at = time if suits else self._suited_at
        if time - self._suited_at > DOUBT:
            self._owner = None
        return self._owner is not None

    def _suits(self, hand: Hand, width: int) -> bool:
        size = hand.palm / (self._palm * width) if self._palm else 1.0
        right_size = 1 / LIKENESS <= size <= LIKENESS
        return right_size and self._side in ("any", hand.handedness.lower())

    def _keep(self, hand: Hand, frame: Frame) -> None:
        passed = frame.time - self._owned_to
        look = Appearance.of(hand, frame.image)
        self._look = self._look.after(look) if self._owner and self._look else look
        self._velocity = None
        if self._owner is not None and passed <= _MOMENTUM:
            self._velocity = (hand.center - self._owner.center) / passed
        self._owner, self._owned_to = hand, frame.time


def _from_way(step: NDArray[np.float32], way: NDArray[np.float32]) -> float:
    """Distance of the point `step` from the stretch between the origin and `way`."""
    along = float(np.clip(step @ way / max(float(way @ way), 1e-6), 0, 1))
    return float(np.hypot(*(step - along * way)))


def _distance(hand: Hand, other: Hand) -> float:
    return float(np.hypot(*(hand.center - other.center)))


def _without(image: Image, hand: Hand) -> Image:
    height, width = image.shape[:2]
    margin = 0.15 * hand.span
    low = np.maximum(hand.low - margin, 0).astype(int)
    high = np.minimum(hand.high + margin, (width, height)).astype(int)
    masked = image.copy()
    masked[low[1] : high[1], low[0] : high[0]] = np.median(image[::8, ::8], axis=(0, 1))
    return masked
