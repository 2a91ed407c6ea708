"""A flat picture in a photo, straightened."""

from __future__ import annotations

import numpy as np

from sketch2image.core.types import Image
from sketch2image.detect.overlap import Corners, rectangle
from sketch2image.detect.perspective import aspect_of, mean_sides


def rectified(image: Image, corners: Corners, most_side: int = 512) -> Image:
    """The part of a photo within four corners as a rectangle of its true shape.

    Args:
        image: (H, W, 3) uint8 RGB.
        corners: (4, 2) x, y in pixels: top left, top right, bottom right, bottom left. What lies
            outside the photo is filled with its border.
        most_side: longest side in pixels of what comes back; never longer than in the photo.
    """
    from sketch2image.core.opencv import cv2

    width, height = _size(image, corners, most_side)
    photo, inside = _shrunk(image, corners, max(width, height))
    matrix = cv2.getPerspectiveTransform(inside, rectangle(0, 0, width, height))
    return cv2.warpPerspective(
        photo, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.uint8)


def _size(image: Image, corners: Corners, most_side: int) -> tuple[int, int]:
    longest = max(mean_sides(corners))
    side = max(1.0, min(float(most_side), longest))
    aspect = aspect_of(corners, (image.shape[1], image.shape[0]))
    return max(1, round(side * min(1.0, aspect))), max(1, round(side * min(1.0, 1 / aspect)))


def _shrunk(image: Image, corners: Corners, side: int) -> tuple[Image, Corners]:
    """The photo no larger than is needed for a longest side, and the corners in it."""
    from sketch2image.core.opencv import cv2

    scale = side / max(*mean_sides(corners), 1.0)
    if scale >= 1:
        return image, np.asarray(corners, np.float32)
    height, width = (max(1, round(length * scale)) for length in image.shape[:2])
    small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8)
    ratio = np.array([width / image.shape[1], height / image.shape[0]])
    return small, (corners * ratio).astype(np.float32)
