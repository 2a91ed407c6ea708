"""Looking at one picture: what it is made of, and whether it is a clean drawing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sketch2image.core.ahead import ahead
from sketch2image.core.errors import UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Counter, Report
from sketch2image.core.types import Image
from sketch2image.train.data.collection import Item, read_picture

Role = Literal["sketch", "control", "photo"]
"""A sketch is dark on white, a control white on black."""

_WORKERS = os.cpu_count() or 1
_AHEAD = 4 * _WORKERS

_MAX_SIDE = {"sketch": 1024, "control": 1024, "photo": 256}
"""Fine lines vanish from smaller pictures."""

_FAINTEST = 24
_LEAST_INK = 0.0002
_LEVELS = np.arange(256)
_HALF_TONES = slice(64, 192)
_ORIENTATION = 0x0112
_SIDEWAYS = (5, 6, 7, 8)


@dataclass(frozen=True)
class Picture:
    """A picture to look at.

    Attributes:
        item: file and class.
        role: what it is used as.
        name: for people: its path from the folder on.
        part: `train`, `test`, or empty where the folder has no parts.
    """

    item: Item
    role: Role
    name: str
    part: str = ""


@dataclass(frozen=True)
class Seen:
    """What was seen of a picture; `size` is (0, 0) where it cannot be read.

    Attributes:
        picture: which.
        size: width and height in pixels, after the EXIF mark turned it.
        mode: Pillow's name of the color mode.
        turned: whether an EXIF mark turns it.
        content: digest of its pixels.
        ground: median brightness, 0..255.
        ink: share of pixels that stand out from the ground.
        half_tones: share of pixels that are neither dark nor bright.
    """

    picture: Picture
    size: tuple[int, int] = (0, 0)
    mode: str = ""
    turned: bool = False
    content: str = ""
    ground: int = 255
    ink: float = 0.0
    half_tones: float = 0.0

    @property
    def readable(self) -> bool:
        """Whether it could be decoded to its end."""
        return self.size != (0, 0)

    @property
    def blank(self) -> bool:
        """Whether nothing stands out from the ground."""
        return self.ink < _LEAST_INK


def look_at(pictures: Iterable[Picture], total: int, report: Report) -> Iterator[Seen]:
    """Look at pictures on all cores, in order, a few at a time in memory.

    Raises:
        Cancelled: raised by `report`.
    """
    counter = Counter(report, "check", total)
    with closing(ahead(pictures, look, _WORKERS, _AHEAD)) as looks:
        for seen in looks:
            counter.advance(seen.picture.name)
            yield seen


def look(picture: Picture) -> Seen:
    """Look at one picture; one that cannot be read is no error here."""
    try:
        if picture.item.row >= 0:
            return _measured(picture, read_picture(picture.item))
        return _file(picture)
    except UserError:
        return Seen(picture)


def _file(picture: Picture) -> Seen:
    from PIL import Image as Pillow

    image = open_picture(picture.item.file, _MAX_SIDE[picture.role])
    with Pillow.open(picture.item.file) as header:
        mode = "RGBA" if header.has_transparency_data else header.mode
        mark = header.getexif().get(_ORIENTATION, 1)
        width, height = header.size
        size = (height, width) if mark in _SIDEWAYS else (width, height)
        return _measured(picture, image, size, mode, mark != 1)


def _measured(
    picture: Picture,
    image: Image,
    size: tuple[int, int] | None = None,
    mode: str = "RGB",
    turned: bool = False,
) -> Seen:
    from sketch2image.core.opencv import cv2

    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    shares = np.bincount(gray.ravel(), minlength=256) / gray.size
    ground = int(np.searchsorted(np.cumsum(shares), 0.5))
    return Seen(
        picture,
        size or (image.shape[1], image.shape[0]),
        mode,
        turned,
        hashlib.sha256(repr(image.shape).encode() + image.tobytes()).hexdigest(),
        ground,
        float(shares[np.abs(_LEVELS - ground) > _FAINTEST].sum()),
        float(shares[_HALF_TONES].sum()),
    )
