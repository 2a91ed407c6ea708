"""How a pair of pictures comes to size: one decision, carried out on both alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.types import Image
from sketch2image.render.turbo.vae import FACTOR
from sketch2image.train.turbo.settings import Prep as Name

_CUT = 0.1
"""Most of a side that augmentation cuts away."""

_ASPECTS_APART = 0.02


@dataclass(frozen=True)
class Prep:
    """A way to bring pictures to size.

    Attributes:
        short: pixels of the shorter side, 0 for what it is.
        square: whether the longer side becomes as long.
        crop: side of the square that is cut out, 0 for none.
        random: whether its place, and whether it is mirrored, is left to chance in training.
    """

    short: int = 0
    square: bool = False
    crop: int = 0
    random: bool = False

    def __post_init__(self) -> None:
        assert not self.random or self.crop


PREPS: dict[Name, Prep] = {
    "resized_crop_512": Prep(512, crop=512),
    "resized_crop_256": Prep(256, crop=256),
    "resize_286_randomcrop_256x256_hflip": Prep(286, square=True, crop=256, random=True),
    "resize_256": Prep(256, square=True),
    "resize_512": Prep(512, square=True),
    "no_resize": Prep(),
}
"""By the names of img2img-turbo, which draws anew for the control and so tears random crops apart;
and one for small GPUs."""


@dataclass(frozen=True)
class Framing:
    """What is done to both pictures of a pair.

    Attributes:
        original: (width, height) of the target.
        size: (width, height) to resize to.
        corner: (left, top) of what is cut out of that.
        inner: (width, height) of it; multiples of 8.
        mirrored: left becomes right.
    """

    original: tuple[int, int]
    size: tuple[int, int]
    corner: tuple[int, int]
    inner: tuple[int, int]
    mirrored: bool = False

    def resized(self, image: Image) -> Image:
        """The whole of an (H, W, 3) picture in the size it is cut from.

        Raises:
            UserError: its aspect is another one, so that the two would not lie on each other.
        """
        height, width = image.shape[:2]
        wide, high = self.original
        if abs(width * high / (height * wide) - 1) > _ASPECTS_APART:
            message = f"a control of {width} x {height} pixels has not the shape of its target"
            hint = "`data check FOLDER --for turbo` lists all that is wrong."
            raise UserError(ErrorKind.input, message, hint)
        return _lanczos(image, self.size)

    def cut(self, image: Image) -> Image:
        """The part of a resized picture that is used."""
        (left, top), (width, height) = self.corner, self.inner
        part = image[top : top + height, left : left + width]
        return np.ascontiguousarray(part[:, ::-1] if self.mirrored else part)


def framing(
    size: tuple[int, int], prep: Prep, rng: Generator | None, *, augment: bool = False
) -> Framing:
    """How a pair is framed.

    Args:
        size: (width, height) of the target.
        prep: of the table.
        rng: None for the middle of the picture and no mirror, as validation has it.
        augment: mirror half of the pairs, and cut away up to a tenth of each side.
    """
    free = rng if rng is not None and (prep.random or augment) else None
    scale = 1 if free is None or prep.random else 1 / (1 - free.uniform(0, _CUT))
    whole = _scaled(size, prep, scale)
    inner = _inner(size, whole, prep)
    room = whole[0] - inner[0], whole[1] - inner[1]
    if free is None:
        return Framing(size, whole, (round(room[0] / 2), round(room[1] / 2)), inner)
    left, top = (int(free.integers(one, endpoint=True)) for one in room)
    return Framing(size, whole, (left, top), inner, mirrored=bool(free.integers(2)))


def _scaled(size: tuple[int, int], prep: Prep, scale: float) -> tuple[int, int]:
    short = round((prep.short or min(size)) * scale)
    if prep.square:
        return short, short
    width, height = size
    if width <= height:
        return short, max(short, int(short * height / width))
    return max(short, int(short * width / height)), short


def _inner(size: tuple[int, int], whole: tuple[int, int], prep: Prep) -> tuple[int, int]:
    wide, high = (prep.crop, prep.crop) if prep.crop else _scaled(size, prep, 1)
    return min(wide, whole[0]) // FACTOR * FACTOR, min(high, whole[1]) // FACTOR * FACTOR


def _lanczos(image: Image, size: tuple[int, int]) -> Image:
    from PIL import Image as Pillow

    if size == (image.shape[1], image.shape[0]):
        return image
    return np.asarray(Pillow.fromarray(image).resize(size, Pillow.Resampling.LANCZOS))
