"""What the lite encoder sees: the same code at training and at run time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.ink import INK_VERSION, Ink, normalize
from sketch2image.core.types import Image

PHOTO_SIZE = 80
SKETCH_SIZE = 80
VERSION = f"{INK_VERSION}-looks-1-{SKETCH_SIZE}-{PHOTO_SIZE}"

SQUARE = 112
"""Side of the letterboxed square that looks are taken of."""

_MIDDLE = 0.7

_MEAN = np.array([0.5, 0.47, 0.43], np.float32) * 255
_SPREAD = np.float32(0.27 * 255)


def letterbox(photo: Image, size: int = SQUARE) -> Image:
    """The whole photo in a (size, size, 3) square, filled up with the color of its border."""
    from sketch2image.core.opencv import cv2

    height, width = photo.shape[:2]
    scale = size / max(height, width)
    inner = (max(1, round(width * scale)), max(1, round(height * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    source = np.ascontiguousarray(photo)
    small = cv2.resize(source, inner, interpolation=method).astype(np.uint8)
    square = np.empty((size, size, 3), np.uint8)
    square[:] = _border_color(small)
    top, left = (size - inner[1]) // 2, (size - inner[0]) // 2
    square[top : top + inner[1], left : left + inner[0]] = small
    return square


def looks(square: Image, size: int = PHOTO_SIZE) -> NDArray[np.uint8]:
    """(2, size, size, 3): a letterboxed square as a whole, and the middle of it.

    Most photos show their thing in the middle. Looking twice lifts photo to photo P@5 by about two
    points (docs/models.md); the whole still counts as much as the middle.
    """
    edge = round(len(square) * (1 - _MIDDLE) / 2)
    middle = square[edge : len(square) - edge, edge : len(square) - edge]
    return np.stack([shrink(square, size), shrink(middle, size)])


def shrink(square: Image, size: int) -> Image:
    """A square picture at another size."""
    from sketch2image.core.opencv import cv2

    source = np.ascontiguousarray(square)
    return cv2.resize(source, (size, size), interpolation=cv2.INTER_AREA).astype(np.uint8)


def photo_input(squares: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(N, S, S, 3) uint8 to the network's (N, 3, S, S) float32."""
    scaled = (squares.astype(np.float32) - _MEAN) / _SPREAD
    return scaled.transpose(0, 3, 1, 2).astype(np.float32)


def sketch_ink(sketch: Image, size: int = SKETCH_SIZE) -> Ink:
    """(size, size) normalized ink of a drawing.

    Raises:
        UserError: nothing dark in it.
    """
    mask = sketch.min(axis=2) < 128
    if not mask.any():
        raise UserError(
            ErrorKind.input, "the sketch is empty", "Draw something first, dark lines on white."
        )
    return normalize(mask, size)


def _border_color(photo: NDArray[np.uint8]) -> NDArray[np.uint8]:
    border = np.concatenate([photo[0], photo[-1], photo[:, 0], photo[:, -1]])
    return np.median(border, axis=0).astype(np.uint8)
