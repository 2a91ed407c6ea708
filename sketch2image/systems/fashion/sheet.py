"""A sheet of examples of triplets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sketch2image.core.pictures import open_picture
from sketch2image.core.types import Image
from sketch2image.engine.lettering import shortened, wrapped, write
from sketch2image.engine.page import PAPER, SOFT, TEXT, card

if TYPE_CHECKING:
    from PIL import Image as Pictures

    from sketch2image.systems.fashion.build import Built
    from sketch2image.systems.fashion.triplet import Triplet
    from sketch2image.train.data.triplets import TripletFolder

_SIDE, _GAP = 190, 18
_LETTERS, _LINES = 15, 2
_MOST, _COLUMNS = 24, 3
_CELL = 2 * _SIDE + _GAP, _SIDE + (_LINES + 1) * (_LETTERS + 6) + _GAP


def sheet_of(built: Built) -> Image:
    """Pictures beside their edges, with their captions; (H, W, 3) uint8 RGB.

    At most 24, evenly chosen.
    """
    from PIL import Image as Pictures

    numbers = list(built.triplets)
    places = np.linspace(0, len(numbers) - 1, min(len(numbers), _MOST)).round().astype(int)
    columns = min(_COLUMNS, len(places))
    rows = -(-len(places) // columns)
    size = (columns * (_CELL[0] + 2 * _GAP), rows * (_CELL[1] + _GAP) + _GAP)
    page = Pictures.new("RGB", size, PAPER)
    for cell, place in enumerate(places):
        row, column = divmod(cell, columns)
        corner = _GAP + column * (_CELL[0] + 2 * _GAP), _GAP + row * (_CELL[1] + _GAP)
        _draw(page, corner, built.files, numbers[place], built.triplets[numbers[place]])
    return np.asarray(page)


def _draw(
    page: Pictures.Image, corner: tuple[int, int], files: TripletFolder, number: int, one: Triplet
) -> None:
    from PIL import ImageDraw

    left, top = corner
    card(page, open_picture(files.image(number), 2 * _SIDE), corner, _SIDE)
    edges = np.full((2, 2, 3), 255, np.uint8)
    if one.drawn:
        edges = open_picture(files.edge(number), 2 * _SIDE)
    card(page, edges, (left + _SIDE + _GAP, top), _SIDE)
    draw, below = ImageDraw.Draw(page), top + _SIDE + 8
    for line in wrapped(one.text, _LETTERS, _CELL[0], _LINES):
        write(draw, (left, below), line, _LETTERS, TEXT)
        below += _LETTERS + 6
    how = f"pale by {one.pale}" if one.pale else "usual lines"
    note = f"{number} · {how if one.drawn else 'no edges found'} · {one.source}"
    write(draw, (left, below), shortened(note, 12, _CELL[0]), 12, SOFT)
