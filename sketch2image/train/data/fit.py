"""Pictures brought to the square that pairs are made of."""

from __future__ import annotations

import numpy as np

from sketch2image.core.paper import sketch_on
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image
from sketch2image.render.control import control, placement


def fit_inside(photo: Image, side: int) -> Image:
    """An (H, W, 3) photo with its longer side `side` pixels."""
    return _scaled(photo, side / max(photo.shape[:2]))


def cropped(photo: Image, side: int) -> Image:
    """The middle of an (H, W, 3) photo, (side, side, 3): img2img-turbo's `resized_crop`."""
    fitted = _scaled(photo, side / min(photo.shape[:2]))
    top, left = ((length - side) // 2 for length in fitted.shape[:2])
    return np.ascontiguousarray(fitted[top : top + side, left : left + side])


def target_of(photo: Image, side: int) -> Image:
    """An (H, W, 3) photo on a white (side, side, 3) ground, where `control_of` puts its sketch."""
    height, width = photo.shape[:2]
    place, fitted = placement((width, height), side), fit_inside(photo, side)
    square = np.full((side, side, 3), 255, np.uint8)
    square[place.top :, place.left :][: fitted.shape[0], : fitted.shape[1]] = fitted
    return square


def control_of(sketch: Image, side: int) -> Image:
    """An (H, W, 3) drawing as white strokes on black, (side, side, 3), letterboxed.

    The strokes are those that `render.control.control` gives networks when they render.
    """
    return strokes_on_black(sketch_on(sketch), side)


def strokes_on_black(sketch: Sketch, side: int) -> Image:
    """A sketch as `control_of` gives it."""
    mask = control(sketch, side, 3)
    return np.ascontiguousarray((mask * 255).astype(np.uint8).transpose(1, 2, 0))


def _scaled(photo: Image, scale: float) -> Image:
    from sketch2image.core.opencv import cv2

    size = [max(1, round(length * scale)) for length in photo.shape[1::-1]]
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(photo, size, interpolation=method).astype(np.uint8)
