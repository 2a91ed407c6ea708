"""A small real encoder for the gallery's tests: colors and edges on a coarse grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from PIL import Image as Pillow

from sketch2image.core.types import Image, Vectors

_COLORS = {"red": (200, 30, 30), "green": (30, 170, 60), "blue": (30, 60, 200)}


class TinyEncoder:
    """Means of color and of edge strength in 6 x 6 cells; deterministic, no weights."""

    grid = 6
    weak_below: ClassVar = {"sketch": 0.3, "photo": 0.8, "words": 0.5}

    def __init__(self, fingerprint: str = "tiny-1") -> None:
        self.fingerprint = fingerprint
        self.dim = self.grid * self.grid * 4
        self.encoded = 0

    def encode_photos(self, images: Sequence[Image]) -> Vectors:
        self.encoded += len(images)
        return np.stack([self._vector(image) for image in images])

    def encode_sketches(self, images: Sequence[Image]) -> Vectors:
        return np.stack([self._vector(image) for image in images])

    def encode_words(self, labels: Sequence[str]) -> Vectors:
        """Knows colors only: `red` is what a red picture looks like."""
        rows = np.zeros((len(labels), self.dim), np.float32)
        for row, label in zip(rows, labels, strict=True):
            if label in _COLORS:
                row[:] = self._vector(np.full((8, 8, 3), _COLORS[label], np.uint8))
        return rows

    def _vector(self, image: Image) -> np.ndarray:
        side = self.grid * 8
        small = Pillow.fromarray(image).resize((side, side), Pillow.Resampling.BOX)
        color = np.asarray(small, np.float32) / 255
        grey = color.mean(axis=2)
        edges = np.abs(np.diff(grey, axis=0, prepend=0)) + np.abs(np.diff(grey, axis=1, prepend=0))
        cells = np.dstack([color - color.mean(), edges])
        means = cells.reshape(self.grid, 8, self.grid, 8, 4).mean(axis=(1, 3)).ravel()
        return (means / (np.linalg.norm(means) + 1e-9)).astype(np.float32)
