"""A small real encoder for the gallery's tests: colors and edges on a coarse grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from PIL import Image as Pillow

from sketch2image.core.types import Image, QueryKind, Vectors


class TinyEncoder:
    """Means of color and of edge strength in 6 x 6 cells; deterministic, no weights."""

    grid = 6
    weak_below: ClassVar = {QueryKind.sketch: 0.3, QueryKind.photo: 0.8}

    def __init__(self, fingerprint: str = "tiny-1") -> None:
        self.fingerprint = fingerprint
        self.dim = self.grid * self.grid * 4
        self.encoded = 0

    def encode_photos(self, images: Sequence[Image]) -> Vectors:
        self.encoded += len(images)
        return np.stack([self._vector(image) for image in images])

    def encode_sketches(self, images: Sequence[Image]) -> Vectors:
        return np.stack([self._vector(image) for image in images])

    def _vector(self, image: Image) -> np.ndarray:
        side = self.grid * 8
        small = Pillow.fromarray(image).resize((side, side), Pillow.Resampling.BOX)
        color = np.asarray(small, np.float32) / 255
        grey = color.mean(axis=2)
        edges = np.abs(np.diff(grey, axis=0, prepend=0)) + np.abs(np.diff(grey, axis=1, prepend=0))
        cells = np.dstack([color - color.mean(), edges])
        means = cells.reshape(self.grid, 8, self.grid, 8, 4).mean(axis=(1, 3)).ravel()
        return (means / (np.linalg.norm(means) + 1e-9)).astype(np.float32)
