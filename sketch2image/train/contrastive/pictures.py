"""What the towers are shown of a sketch or photo: as galleries show it, or varied to learn from."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator

from sketch2image.core.errors import UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.types import Image
from sketch2image.gallery.protocol import PICTURE_SIDE
from sketch2image.gallery.towers import Branch
from sketch2image.gallery.views import Pixels, View, on_white, pixels
from sketch2image.train.contrastive.settings import Settings
from sketch2image.train.data.collection import Item, read_picture
from sketch2image.train.data.varied import vary


def read(item: Item) -> Image:
    """The picture of an item, as large as galleries decode theirs."""
    return read_picture(item) if item.row >= 0 else open_picture(item.file, PICTURE_SIDE)


def shown(item: Item, branch: Branch, view: View) -> Pixels:
    """(3, S, S) of a sketch or photo, as the trained encoder is shown it.

    Raises:
        UserError: it cannot be read, or the sketch is empty.
    """
    return pixels(_LOOKS[branch](item, view), view)


def varied_sketch(
    item: Item, view: View, settings: Settings, rng: Generator, mirrored: bool
) -> Pixels:
    """(3, S, S) of a sketch as another hand might have drawn it."""
    square = _mirrored(on_its_square(item, view), mirrored)
    return pixels(vary(square, settings.model_copy(update={"mirror": False}), rng), view)


def varied_photo(
    item: Item, view: View, settings: Settings, rng: Generator, mirrored: bool
) -> Pixels:
    """(3, S, S) of a part of a photo."""
    return pixels(_mirrored(_part(read(item), settings.crop, rng), mirrored), view)


def on_its_square(item: Item, view: View) -> Image:
    """(S, S, 3) uint8: a sketch on white, so large that the view cuts none of it off.

    Raises:
        UserError: it cannot be read, or is empty.
    """
    try:
        return on_white(read(item), view)
    except UserError as error:
        raise UserError(error.kind, f"{item.file}: {error.message}", "Remove it.") from error


def _photo(item: Item, _: View) -> Image:
    return read(item)


_LOOKS: dict[Branch, Callable[[Item, View], Image]] = {"sketch": on_its_square, "photo": _photo}


def _mirrored(image: Image, mirrored: bool) -> Image:
    return np.ascontiguousarray(image[:, ::-1]) if mirrored else image


def _part(photo: Image, least: float, rng: Generator) -> Image:
    """A random rectangle of at least this share of the area, of another aspect."""
    share, tilt = rng.uniform(least, 1), rng.uniform(0, 1)
    height, width = photo.shape[:2]
    tall, wide = round(height * share**tilt), round(width * share ** (1 - tilt))
    tall, wide = max(1, tall), max(1, wide)
    top, left = rng.integers(0, height - tall + 1), rng.integers(0, width - wide + 1)
    return photo[top : top + tall, left : left + wide]
