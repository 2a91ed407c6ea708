"""How a picture becomes the input of a full encoder: the same numbers on every machine.

Resizing is Pillow's or OpenCV's own, never a library's choice of backend.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.types import Image

Pixels = NDArray[np.float32]
"""(3, S, S) normalized, or (N, 3, S, S) of several pictures."""

Channels = tuple[float, float, float]

IMAGENET_MEAN: Channels = (0.485, 0.456, 0.406)
IMAGENET_STD: Channels = (0.229, 0.224, 0.225)

_VERSION = "view-1"
_INK_BELOW = 128
_LONGEST = 8
"""Aspect above which a picture is cut before it is resized, and not only after."""


@dataclass(frozen=True)
class View:
    """What a network is shown of a picture.

    Attributes:
        side: of the square input, pixels.
        short: side that a picture is resized to before the middle of it is cut out; `side` where
            nothing is cut away.
        fit: `shortest` fills the square and cuts the rest off, `longest` shows all of the picture
            on a ground of `fill`, `squash` changes its aspect; `squash-opencv` likewise, but as
            OpenCV does it by default, without smoothing.
        filter: of the resizing, which Pillow widens when it shrinks (antialias).
        mean: of each channel, for values 0..1.
        std: of each channel.
        order: of the channels that the network sees; mean and std are applied in that order.
        fill: gray 0..255 of the ground for `longest`.
    """

    side: int = 224
    short: int = 224
    fit: Literal["shortest", "longest", "squash", "squash-opencv"] = "shortest"
    filter: Literal["bicubic", "bilinear"] = "bicubic"
    mean: Channels = IMAGENET_MEAN
    std: Channels = IMAGENET_STD
    order: Literal["rgb", "bgr"] = "rgb"
    fill: int = 0

    @property
    def version(self) -> str:
        """Differs whenever the pixels could; part of an encoder's fingerprint."""
        return f"{_VERSION}-{hashlib.sha256(repr(self).encode()).hexdigest()[:8]}"


VIEWS: dict[str, View] = {
    "dino": View(short=256),
    "bgr-compat": View(fit="squash-opencv", order="bgr"),
    "rgb-compat": View(fit="squash-opencv"),
}
"""Views by name.

`dino` is the evaluation of DINOv2 (facebookresearch/dinov2, `make_classification_eval_transform`).
`bgr-compat` is what the published index of Pocket Docent was made with: blue first, under mean and
std meant for red first, and squashed. New galleries have no use for it. `rgb-compat` is the same
with red first, for an index made with that one mistake mended.
"""


def view_named(name: str) -> View:
    """A view of the table.

    Raises:
        UserError: no such name.
    """
    if name not in VIEWS:
        hint = f"Known: {', '.join(VIEWS)}."
        raise UserError(ErrorKind.input, f"no such view of a picture: {name!r}", hint)
    return VIEWS[name]


def pixels(image: Image, view: View) -> Pixels:
    """(3, side, side) float32 of a picture of (H, W, 3) uint8 RGB, any size."""
    square = _FITS[view.fit](image, view)
    ordered = square if view.order == "rgb" else square[..., ::-1]
    scaled = ordered.astype(np.float32) / np.float32(255)
    normalized = (scaled - np.array(view.mean, np.float32)) / np.array(view.std, np.float32)
    return np.ascontiguousarray(normalized.transpose(2, 0, 1))


def on_white(sketch: Image, view: View) -> Image:
    """A drawing in the middle of a white square, so large that the view cuts none of it off.

    Raises:
        UserError: nothing dark in it.
    """
    if not (sketch.min(axis=2) < _INK_BELOW).any():
        hint = "Draw something first, dark lines on white."
        raise UserError(ErrorKind.input, "the sketch is empty", hint)
    return white_square(sketch, math.ceil(max(sketch.shape[:2]) * view.short / view.side))


def white_square(picture: Image, side: int) -> Image:
    """(side, side, 3): a picture in the middle of a white square that is not smaller than it."""
    height, width = picture.shape[:2]
    top, left = (side - height) // 2, (side - width) // 2
    square = np.full((side, side, 3), 255, np.uint8)
    square[top : top + height, left : left + width] = picture
    return square


def _shortest(image: Image, view: View) -> Image:
    near = _without_ends(image)
    height, width = near.shape[:2]
    scaled = _scaled(width, height, view.short)
    left, top = (round((size - view.side) / 2) for size in scaled)
    whole = _resized(near, scaled, view)
    return whole[top : top + view.side, left : left + view.side]


def _without_ends(image: Image) -> Image:
    """A picture of one long row would fill the memory, only to be cut to its middle."""
    height, width = image.shape[:2]
    most = _LONGEST * min(height, width)
    left, top = max(0, (width - most) // 2), max(0, (height - most) // 2)
    return image[top : top + most, left : left + most]


def _scaled(width: int, height: int, short: int) -> tuple[int, int]:
    """Rounded down, as torchvision's `Resize` does it."""
    if width <= height:
        return short, int(short * height / width)
    return int(short * width / height), short


def _longest(image: Image, view: View) -> Image:
    height, width = image.shape[:2]
    ratio = max(height, width) / view.short
    inner = (max(1, round(width / ratio)), max(1, round(height / ratio)))
    left, top = (view.side - inner[0]) // 2, (view.side - inner[1]) // 2
    square = np.full((view.side, view.side, 3), view.fill, np.uint8)
    square[top : top + inner[1], left : left + inner[0]] = _resized(image, inner, view)
    return square


def _squash(image: Image, view: View) -> Image:
    return _resized(image, (view.side, view.side), view)


def _squash_opencv(image: Image, view: View) -> Image:
    from sketch2image.core.opencv import cv2

    return cv2.resize(np.ascontiguousarray(image), (view.side, view.side)).astype(np.uint8)


def _resized(image: Image, size: tuple[int, int], view: View) -> Image:
    from PIL import Image as Pillow

    method = Pillow.Resampling[view.filter.upper()]
    picture = Pillow.fromarray(np.ascontiguousarray(image))
    return np.asarray(picture.resize(size, method))


_FITS: dict[str, Callable[[Image, View], Image]] = {
    "shortest": _shortest,
    "longest": _longest,
    "squash": _squash,
    "squash-opencv": _squash_opencv,
}
