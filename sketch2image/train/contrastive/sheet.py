"""What some sketches find, as one picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from sketch2image.core.labels import words
from sketch2image.core.pictures import save_png
from sketch2image.core.types import Image
from sketch2image.gallery.preprocess import letterbox
from sketch2image.train.contrastive.pictures import read
from sketch2image.train.contrastive.sources import label_key
from sketch2image.train.data.collection import Item

FILE = "results.png"

BEST = 10
"""Photos a row."""

_SIDE, _FRAME, _GAP, _TEXT = 112, 4, 6, 16
_LETTERS = 18
_QUERY, _OWN, _RIGHT, _WRONG = (205, 205, 205), (25, 90, 210), (40, 150, 80), (205, 60, 50)


def write_results(asked: Sequence[Item], found: Sequence[Sequence[Item]], folder: Path) -> None:
    """A row for each sketch: itself, and the photos that it finds first.

    Photos of its class are framed green, others red, and the photo it was drawn after blue.

    Args:
        asked: sketches.
        found: up to `BEST` photos of each, best first.
        folder: gets `results.png`.

    Raises:
        UserError: the place cannot be written.
    """
    rows = [_row(sketch, photos) for sketch, photos in zip(asked, found, strict=True)]
    save_png(folder / FILE, np.concatenate(rows))


def _row(sketch: Item, found: Sequence[Item]) -> Image:
    tiles = [_tile(sketch, _QUERY), *(_tile(photo, _color(sketch, photo)) for photo in found)]
    blank = np.full_like(tiles[0], 255)
    return np.concatenate([*tiles, *[blank] * (BEST + 1 - len(tiles))], axis=1)


def _color(sketch: Item, photo: Item) -> tuple[int, int, int]:
    if label_key(sketch) != label_key(photo):
        return _WRONG
    return _OWN if sketch.instance and sketch.instance == photo.instance else _RIGHT


def _tile(item: Item, color: tuple[int, int, int]) -> Image:
    framed = _SIDE + 2 * _FRAME
    tile = Pillow.new("RGB", (framed + 2 * _GAP, framed + 2 * _GAP + _TEXT), "white")
    tile.paste(color, (_GAP, _GAP, _GAP + framed, _GAP + framed))
    picture = Pillow.fromarray(letterbox(read(item), _SIDE))
    tile.paste(picture, (_GAP + _FRAME, _GAP + _FRAME))
    ImageDraw.Draw(tile).text(
        (tile.width / 2, _GAP + framed + 2),
        words(item.label)[:_LETTERS],
        fill="black",
        font=ImageFont.load_default(12),
        anchor="ma",
    )
    return np.asarray(tile)
