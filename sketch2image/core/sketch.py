"""A drawing: strokes on a white canvas, or a scanned picture of one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Color = tuple[int, int, int]
"""RGB, 0..255 each."""

BLACK: Color = (0, 0, 0)
WHITE: Color = (255, 255, 255)
_SUBPIXEL_BITS = 4


@dataclass(frozen=True, eq=False)
class Stroke:
    """One line drawn without lifting the pen.

    Attributes:
        points: (N, 2) float32, x to the right and y down, in canvas pixels, N >= 1.
        color: RGB of the pen; ignored by an eraser.
        width: pixels.
        eraser: whether the stroke wipes instead of drawing.
    """

    points: NDArray[np.float32]
    color: Color = BLACK
    width: float = 5.0
    eraser: bool = False

    def __getstate__(self) -> dict[str, Any]:
        return _own_fields(self)

    @cached_property
    def length(self) -> float:
        """Length of the line in pixels."""
        steps = np.diff(self.points, axis=0)
        return float(np.hypot(steps[:, 0], steps[:, 1]).sum())


@dataclass(frozen=True, eq=False)
class Sketch:
    """Strokes in drawing order on a white canvas. Two are equal when they look equal.

    Attributes:
        size: (width, height) of the canvas in pixels.
        strokes: oldest first.
        backdrop: (H, W, 3) uint8 RGB under the strokes, for drawings read from a picture.
    """

    size: tuple[int, int]
    strokes: tuple[Stroke, ...] = ()
    backdrop: NDArray[np.uint8] | None = None

    def __getstate__(self) -> dict[str, Any]:
        return _own_fields(self)

    @cached_property
    def raster(self) -> NDArray[np.uint8]:
        """The drawing as (H, W, 3) uint8 RGB on white, antialiased."""
        width, height = self.size
        canvas = np.full((height, width, 3), 255, np.uint8)
        if self.backdrop is not None:
            canvas[:] = self.backdrop
        for stroke in self.strokes:
            _draw(canvas, stroke)
        canvas.setflags(write=False)
        return canvas

    @cached_property
    def mask(self) -> NDArray[np.bool_]:
        """(H, W) True where there is ink of any colour (a channel below one half)."""
        return self.raster.min(axis=2) < 128

    @property
    def is_empty(self) -> bool:
        """Whether no ink is left on the canvas."""
        return not self.mask.any()

    @cached_property
    def digest(self) -> str:
        """sha256 of what is seen: equal for equal pictures, however they were drawn."""
        seen = hashlib.sha256(repr(self.raster.shape).encode())
        seen.update(self.raster.tobytes())
        return seen.hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sketch) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


def _own_fields(drawn: Stroke | Sketch) -> dict[str, Any]:
    """What a copy needs; cached properties live in `__dict__` too and are made again."""
    return {field.name: getattr(drawn, field.name) for field in fields(drawn)}


def _draw(canvas: NDArray[np.uint8], stroke: Stroke) -> None:
    from sketch2image.core.opencv import cv2

    color = WHITE if stroke.eraser else stroke.color
    points = np.round(stroke.points * (1 << _SUBPIXEL_BITS)).astype(np.int32)
    if len(points) == 1:
        radius = round(stroke.width / 2 * (1 << _SUBPIXEL_BITS))
        x, y = points[0].tolist()
        cv2.circle(canvas, (x, y), radius, color, -1, cv2.LINE_AA, _SUBPIXEL_BITS)
        return
    thickness = max(1, round(stroke.width))
    cv2.polylines(canvas, [points], False, color, thickness, cv2.LINE_AA, _SUBPIXEL_BITS)
