"""A finished drawing as it grew: any moment between the empty canvas and the last stroke."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sketch2image.air.fitting import fit
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.core.types import Image

FINENESS = 2
"""Drawings are made at this multiple of the wanted size and averaged down."""

SPEED = 900.0
"""Pixels a second of a pen on a canvas of 640 px."""

LEAST_SECONDS, MOST_SECONDS = 1.2, 2.6

_TOUCH = 45.0
_LIFT = 12.0
_FLIGHT = 0.35
_WIPE = 700.0
_SOFT_EDGE = 40
_REFERENCE = 640.0


@dataclass(frozen=True)
class Tip:
    """Where the pen is.

    Attributes:
        x: pixels to the right.
        y: pixels down.
        stroke: the stroke it draws, or is on its way to.
        down: whether it touches the canvas.
    """

    x: float
    y: float
    stroke: Stroke
    down: bool


@dataclass(frozen=True)
class _Part:
    begin: float
    end: float
    stroke: Stroke
    start: NDArray[np.float32] | None
    """Where the pen comes from, for a part in which it is lifted."""


class Growth:
    """Frames of a drawing in the making.

    Long strokes take longer, and each begins and ends slowly. A scanned picture, which has no
    strokes, is uncovered from left to right first.

    Args:
        sketch: the finished drawing.
        side: (width, height) of the frames in pixels.
    """

    def __init__(self, sketch: Sketch, side: tuple[int, int]) -> None:
        self._size = side
        self._sketch = fit(sketch, (side[0] * FINENESS, side[1] * FINENESS))
        self._unit = _REFERENCE / max(self._sketch.size)
        self._wipe = 0.0 if sketch.backdrop is None else _WIPE
        self._parts = list(self._plan())
        self._way = self._parts[-1].end if self._parts else self._wipe
        self._done = 0
        self._ground = self._backdrop()

    @property
    def seconds(self) -> float:
        """How long the drawing should take to look at ease."""
        return min(max(self._way / SPEED, LEAST_SECONDS), MOST_SECONDS)

    def at(self, share: float) -> tuple[Image, Tip | None]:
        """The drawing when `share` (0..1) of its time has passed, and the pen at work, if any.

        Args:
            share: must not go back from call to call.

        Returns:
            (H, W, 3) uint8 RGB, and the pen in pixels of it; None for the pen once all is drawn.
        """
        way = share * self._way
        if way < self._wipe:
            return self._small(self._uncovered(way / self._wipe)), None
        self._finish_until(way)
        if self._done == len(self._parts):
            return self._small(self._ground), None
        part = self._parts[self._done]
        along = _eased((way - part.begin) / (part.end - part.begin))
        if part.start is not None:
            x, y = (part.start + (part.stroke.points[0] - part.start) * along).tolist()
            return self._small(self._ground), self._tip(x, y, part.stroke, down=False)
        begun = replace(part.stroke, points=_cut(part.stroke.points, along))
        x, y = begun.points[-1].tolist()
        return self._small(self._with(begun)), self._tip(x, y, part.stroke, down=True)

    def _plan(self) -> Iterator[_Part]:
        now, last = self._wipe, None
        for stroke in self._sketch.strokes:
            if last is not None:
                flight = float(np.hypot(*(stroke.points[0] - last))) * self._unit
                end = now + _LIFT + _FLIGHT * flight
                yield _Part(now, end, stroke, last)
                now = end
            end = now + _TOUCH + stroke.length * self._unit
            yield _Part(now, end, stroke, None)
            now, last = end, stroke.points[-1]

    def _finish_until(self, way: float) -> None:
        while self._done < len(self._parts) and self._parts[self._done].end <= way:
            part = self._parts[self._done]
            if part.start is None:
                self._ground = self._with(part.stroke)
            self._done += 1

    def _with(self, stroke: Stroke) -> Image:
        return Sketch(self._sketch.size, (stroke,), self._ground).raster

    def _backdrop(self) -> Image:
        return Sketch(self._sketch.size, (), self._sketch.backdrop).raster

    def _uncovered(self, share: float) -> Image:
        width = self._sketch.size[0]
        edge = share * (width + _SOFT_EDGE)
        cover = np.clip((np.arange(width) - edge) / _SOFT_EDGE + 1, 0, 1)[None, :, None]
        return np.round(self._ground * (1 - cover) + 255 * cover).astype(np.uint8)

    def _small(self, image: Image) -> Image:
        from sketch2image.core.opencv import cv2

        return cv2.resize(image, self._size, interpolation=cv2.INTER_AREA).astype(np.uint8)

    def _tip(self, x: float, y: float, stroke: Stroke, *, down: bool) -> Tip:
        small = replace(stroke, width=stroke.width / FINENESS)
        return Tip(x / FINENESS, y / FINENESS, small, down)


def _eased(share: float) -> float:
    return share * share * (3 - 2 * share)


def _cut(points: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    """The first part of a line by length."""
    way = np.concatenate(([0], np.hypot(*np.diff(points, axis=0).T).cumsum()))
    end = share * way[-1]
    whole = points[: max(1, int(np.searchsorted(way, end, side="right")))]
    tip = [np.interp(end, way, points[:, axis]) for axis in (0, 1)]
    return np.concatenate((whole, np.array([tip], np.float32))).astype(np.float32)
