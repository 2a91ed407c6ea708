"""A sheet of examples of training data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sketch2image.core.pictures import open_picture
from sketch2image.core.types import Image
from sketch2image.engine.lettering import shortened, write
from sketch2image.engine.page import PAPER, TEXT

if TYPE_CHECKING:
    from sketch2image.train.data.collection import Collection, Item
    from sketch2image.train.data.paired import Paired

_TILE, _GAP, _WORDS = 128, 12, 24
_EACH = 3
"""Sketches and photos of a class."""

_MOST_ROWS, _MOST_PAIRS, _COLUMNS = 40, 24, 4

Row = tuple[str, list[Image]]


def of_classes(found: Collection) -> Image:
    """Three sketches and three photos of each class, (H, W, 3) uint8 RGB; at most 40 classes."""
    from sketch2image.train.data.collection import read_picture

    drawn, shot = _by_class(found.sketches), _by_class(found.photos)
    rows: list[Row] = []
    for label in _evenly(found.labels, _MOST_ROWS):
        items = [*_evenly(drawn[label], _EACH), *_evenly(shot[label], _EACH)]
        rows.append((label, [read_picture(item) for item in items]))
    return _page(rows, 2)


def of_pairs(pairs: Sequence[Paired]) -> Image:
    """Controls beside their targets and prompts, (H, W, 3) uint8 RGB; at most 24 pairs."""
    rows = [
        (one.prompt, [open_picture(one.control, _TILE), open_picture(one.target, _TILE)])
        for one in _evenly(pairs, _MOST_PAIRS)
    ]
    return _page(rows, _COLUMNS)


def _by_class(items: Iterable[Item]) -> dict[str, list[Item]]:
    classes: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        classes[item.label].append(item)
    return classes


def _evenly(items: Sequence, most: int) -> list:
    if len(items) <= most:
        return list(items)
    return [items[int(place)] for place in np.linspace(0, len(items) - 1, most)]


def _page(rows: Sequence[Row], columns: int) -> Image:
    from PIL import Image as Pictures
    from PIL import ImageDraw

    wide = max((len(pictures) for _, pictures in rows), default=1)
    cell = wide * (_TILE + _GAP) + _GAP, _TILE + _WORDS + _GAP
    lines = -(-len(rows) // columns)
    page = Pictures.new("RGB", (columns * cell[0] + _GAP, lines * cell[1] + _GAP), PAPER)
    draw = ImageDraw.Draw(page)
    for number, (words, pictures) in enumerate(rows):
        left = _GAP + number % columns * cell[0]
        top = _GAP + number // columns * cell[1]
        write(draw, (left, top), shortened(words, 14, cell[0] - 2 * _GAP), 14, TEXT)
        for place, picture in enumerate(pictures):
            tile = Pictures.fromarray(picture)
            tile.thumbnail((_TILE, _TILE))
            page.paste(tile, (left + place * (_TILE + _GAP), top + _WORDS))
    return np.asarray(page)
