"""RootSIFT: corners and blobs of a picture, each with a description of what is around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Image

VERSION = "rootsift-1"
"""Changes whenever the same picture gives other features."""

LENGTH = 128
WORK_SIDE, WORK_MOST = 640, 500
"""Longest side in pixels, and most features, of a picture that is kept."""

PHOTO_SIDE, PHOTO_MOST = 800, 1000
"""The same of a query: what is looked for fills only a part of it."""

_CONTRAST = 0.02
"""Half of the usual one: dark and pale paintings have few strong corners."""

Points = NDArray[np.float32]
"""(N, 2) x, y, where the longer side of the picture is 1."""


@dataclass(frozen=True, eq=False)
class LocalFeatures:
    """Features of one picture, strongest first.

    Attributes:
        points: where they are.
        descriptors: (N, 128) uint8, about 255 times a unit row.
        size: (width, height) of the picture where the longer one is 1.
    """

    points: Points
    descriptors: NDArray[np.uint8]
    size: tuple[float, float]

    def __len__(self) -> int:
        return len(self.points)

    def only(self, kept: NDArray[np.bool_]) -> LocalFeatures:
        """Those that a (N,) mask keeps."""
        return LocalFeatures(self.points[kept], self.descriptors[kept], self.size)


def features_of_work(image: Image) -> LocalFeatures:
    """At most `WORK_MOST` features of a picture that is kept, (H, W, 3) uint8 RGB of any size."""
    return _features(image, WORK_SIDE, WORK_MOST)


def features_of_photo(image: Image) -> LocalFeatures:
    """At most `PHOTO_MOST` features of a query, (H, W, 3) uint8 RGB of any size."""
    return _features(image, PHOTO_SIDE, PHOTO_MOST)


def _features(image: Image, side: int, most: int) -> LocalFeatures:
    """By SIFT (Lowe, 2004), described as RootSIFT (Arandjelovic and Zisserman, CVPR 2012)."""
    from sketch2image.core.opencv import cv2

    shown = cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2GRAY)
    grey = _small(np.asarray(shown, np.uint8), side)
    height, width = grey.shape
    longer = max(height, width)
    found, described = cv2.SIFT.create(most, contrastThreshold=_CONTRAST).detectAndCompute(
        grey, None
    )
    points = np.array([point.pt for point in found], np.float32).reshape(-1, 2)
    order = np.argsort([-point.response for point in found], kind="stable")[:most]
    rows = _rooted(np.zeros((0, LENGTH)) if described is None else np.asarray(described))
    return LocalFeatures(points[order] / longer, rows[order], (width / longer, height / longer))


def _small(grey: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    from sketch2image.core.opencv import cv2

    scale = side / max(grey.shape)
    if scale >= 1:
        return grey
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.uint8)


def _rooted(rows: NDArray[Any]) -> NDArray[np.uint8]:
    shares = rows / np.maximum(rows.sum(axis=1, keepdims=True), 1e-9)
    return np.round(255 * np.sqrt(shares)).clip(0, 255).astype(np.uint8)
