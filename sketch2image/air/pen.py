"""The pen in the air: puts what a gesture means onto the canvas, at the right moment."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sketch2image.air.canvas import Canvas
from sketch2image.air.gesture import GestureState
from sketch2image.air.hand import Hand
from sketch2image.air.profiles import Action
from sketch2image.air.strokes import OneEuro, Points, round_off, simplify, smooth

LONGEST_GAP = 0.25
"""Seconds without a position that a stroke survives."""

LONGEST_LEAP = 0.8
"""How far a stroke may go on between two positions, in spans of the hand."""

MOMENTUM = 1.0
"""How much farther while the hand is not seen: this part of what it would have gone on."""

CURL = 0.93
"""A finger shorter than this part of its usual length in the stroke is beginning to fold."""

CURL_SECONDS = 0.25
"""Seconds at either end of a stroke that a folding finger can spoil."""

AHEAD = 0.033
"""Seconds that the stroke is shown ahead of the frame: about what camera and screen take."""

ERASER = 0.65
"""Width of the eraser in palm lengths."""

_INK = frozenset({Action.draw, Action.erase})


@dataclass(frozen=True)
class _Sample:
    time: float
    hand: Hand
    pinched: bool

    @property
    def place(self) -> tuple[float, float]:
        return self.hand.pinch if self.pinched else self.hand.pen


class AirPen:
    """Draws on a canvas with the tip of the index finger, or with what thumb and index finger hold.

    Positions seen while a gesture may be changing wait until it is known what they belong to, so
    that strokes lose neither their start nor gain a tail.

    Args:
        canvas: what to draw on.
        palm: length of the person's palm in pixels, or 0 to take it as it is seen.
    """

    def __init__(self, canvas: Canvas, palm: float = 0.0) -> None:
        self._canvas = canvas
        self._palm = palm
        self._waiting: list[tuple[float, Hand]] = []
        self._line: list[_Sample] = []
        self._begun = 0.0
        self._filter = OneEuro()

    def update(self, state: GestureState, hand: Hand | None, time: float) -> None:
        """Take one frame: what the gesture means, and where the hand is."""
        if hand is not None:
            self._waiting.append((time, hand))
        if not state.settled:
            return
        if state.action not in _INK or state.since > self._begun:
            self.lift()
            self._begun = state.since
        if state.action in _INK:
            for moment, seen in self._waiting:
                if moment >= state.since:
                    self._draw(_Sample(moment, seen, state.pinched), state)
        self._waiting.clear()

    def lift(self) -> None:
        """Finish the stroke being drawn."""
        if self._line:
            self._canvas.up(self._clean())
            self._line.clear()

    def _draw(self, sample: _Sample, state: GestureState) -> None:
        if self._line and _torn(self._line, sample):
            self.lift()
        if not self._canvas.is_drawing:
            self._line.clear()
        if self._line:
            x, y = self._filter(*sample.place, sample.time)
            self._canvas.move(x, y, self._filter.ahead(AHEAD))
        else:
            self._put_down(sample, state)
        self._line.append(sample)

    def _put_down(self, sample: _Sample, state: GestureState) -> None:
        self._filter = OneEuro()
        x, y = self._filter(*sample.place, sample.time)
        erases = state.action is Action.erase
        width = ERASER * (self._palm or sample.hand.palm) if erases else state.width
        self._canvas.down(x, y, state.color, erases, width)

    def _clean(self) -> Points:
        line = self._line if self._line[0].pinched else _without_curl(self._line)
        points = np.array([sample.place for sample in line], np.float32)
        times = np.array([sample.time for sample in line])
        return simplify(round_off(smooth(points, times, self._canvas.size[0])))


def _torn(line: list[_Sample], sample: _Sample) -> bool:
    """Whether the hand cannot have gone on drawing from the end of a line to a sample."""
    last, gap = line[-1], sample.time - line[-1].time
    way = math.dist(sample.place, last.place)
    return gap > LONGEST_GAP or way > LONGEST_LEAP * sample.hand.span + MOMENTUM * _pace(line) * gap


def _pace(line: list[_Sample]) -> float:
    """Pixels a second at the end of a line."""
    first, last = line[-min(len(line), 3)], line[-1]
    seconds = last.time - first.time
    return math.dist(first.place, last.place) / seconds if seconds else 0.0


def _without_curl(line: list[_Sample]) -> list[_Sample]:
    """The stroke without the ends where the finger was still unfolding or already folding."""
    least = CURL * float(np.median([sample.hand.reach for sample in line]))
    start, end = line[0].time + CURL_SECONDS, line[-1].time - CURL_SECONDS
    order = range(len(line))
    first = next(i for i in order if line[i].hand.reach >= least or line[i].time > start)
    last = next(i for i in reversed(order) if line[i].hand.reach >= least or line[i].time < end)
    return line[first : last + 1]
