"""A drawing on a canvas of another size."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.core.types import Image


def fit(sketch: Sketch, size: tuple[int, int]) -> Sketch:
    """The drawing as large as it goes on a canvas of `size`, centered, its aspect kept.

    Strokes stay strokes: points and widths are scaled. A backdrop is scaled as a picture, its
    lines widened first where shrinking would wash them out.

    Args:
        sketch: the drawing; given back as it is when it has that size.
        size: (width, height) in pixels.
    """
    return Fitting(sketch.size, size)(sketch)


class Fitting:
    """Fits sketches of one size to another; strokes and backdrops that they share stay shared.

    Args:
        before: (width, height) of the sketches in pixels.
        after: (width, height) of the canvas.
    """

    def __init__(self, before: tuple[int, int], after: tuple[int, int]) -> None:
        self._same = before == after
        self._size = after
        self._scale = scale = min(after[0] / before[0], after[1] / before[1])
        self._inner = (max(1, round(before[0] * scale)), max(1, round(before[1] * scale)))
        self._left, self._top = ((a - b) // 2 for a, b in zip(after, self._inner, strict=True))
        self._strokes: dict[Stroke, Stroke] = {}
        self._backdrops: dict[int, Image] = {}

    def __call__(self, sketch: Sketch) -> Sketch:
        """The sketch on the other canvas; itself where the sizes are the same."""
        if self._same:
            return sketch
        strokes = tuple(self._stroke(stroke) for stroke in sketch.strokes)
        backdrop = None if sketch.backdrop is None else self._backdrop(sketch.backdrop)
        return Sketch(self._size, strokes, backdrop)

    def _stroke(self, stroke: Stroke) -> Stroke:
        if stroke not in self._strokes:
            offset = np.array((self._left, self._top), np.float32)
            points = stroke.points * np.float32(self._scale) + offset
            width = stroke.width * self._scale
            self._strokes[stroke] = replace(stroke, points=points, width=width)
        return self._strokes[stroke]

    def _backdrop(self, image: Image) -> Image:
        if id(image) not in self._backdrops:
            fitted = np.full((self._size[1], self._size[0], 3), 255, np.uint8)
            rows = slice(self._top, self._top + self._inner[1])
            columns = slice(self._left, self._left + self._inner[0])
            fitted[rows, columns] = _resized(image, self._inner)
            self._backdrops[id(image)] = fitted
        return self._backdrops[id(image)]


def _resized(image: NDArray[np.uint8], size: tuple[int, int]) -> Image:
    """By Pillow: a window fits drawings too, and OpenCV's import would stall it."""
    from PIL import Image as Picture

    shrinking = image.shape[1] / size[0]
    if shrinking <= 1:
        return np.asarray(Picture.fromarray(image).resize(size, Picture.Resampling.BICUBIC))
    wider = _widened(image, math.ceil(shrinking) - 1)
    return np.asarray(Picture.fromarray(wider).resize(size, Picture.Resampling.BOX))


def _widened(image: NDArray[np.uint8], reach: int) -> NDArray[np.uint8]:
    """Each pixel the darkest of a square of `reach` pixels, as erosion gives it."""
    for axis in (0, 1):
        lines = np.moveaxis(image, axis, 0)
        darkest = lines.copy(order="K")
        for step in range(1, reach // 2 + 1):
            np.minimum(darkest[step:], lines[:-step], out=darkest[step:])
        for step in range(1, (reach - 1) // 2 + 1):
            np.minimum(darkest[:-step], lines[step:], out=darkest[:-step])
        image = np.moveaxis(darkest, 0, axis)
    return image
