"""What a search found, on one page: the query, and the pictures nearest to it in style."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sketch2image.core.errors import UserError
from sketch2image.core.labels import words
from sketch2image.core.pictures import open_picture
from sketch2image.core.types import Image
from sketch2image.engine.lettering import shortened, wrapped, write
from sketch2image.engine.page import CARD, LINE, PAPER, SOFT, TEXT, WEAK, card, gone
from sketch2image.systems.style.search import Answer, Found

if TYPE_CHECKING:
    from PIL import Image as Pictures
    from PIL.ImageDraw import ImageDraw

_GAP, _TILE, _PANEL = 24, 208, 320
_COLUMNS = 5
_WIDTH = _COLUMNS * _TILE + (_COLUMNS + 1) * _GAP
_WORDS = 134

Color = tuple[int, int, int]


def figure(query: Image, name: str, answer: Answer, how: str) -> Image:
    """The page of a search, (H, W, 3) uint8 RGB, 1,184 px wide, five pictures in a row.

    Args:
        query: (H, W, 3) uint8 RGB.
        name: of its file.
        answer: what was found.
        how: features, distance and filters, in one line.
    """
    from PIL import Image as Pictures
    from PIL import ImageDraw

    below = 2 * _GAP + _PANEL
    rows = -(-len(answer.found) // _COLUMNS)
    page = Pictures.new("RGB", (_WIDTH, below + rows * (_TILE + _WORDS) + _GAP), PAPER)
    card(page, query, (_GAP, _GAP), _PANEL)
    _headline(ImageDraw.Draw(page), name, answer, how)
    for number, found in enumerate(answer.found):
        row, column = divmod(number, _COLUMNS)
        place = _GAP + column * (_TILE + _GAP), below + row * (_TILE + _WORDS)
        _match(page, found, place)
    return np.asarray(page)


def _headline(draw: ImageDraw, name: str, answer: Answer, how: str) -> None:
    left, width = 2 * _GAP + _PANEL, _WIDTH - 3 * _GAP - _PANEL
    y = 3 * _GAP
    for line in wrapped(words(answer.said), 34, width, 2):
        write(draw, (left, y), line, 34, TEXT)
        y += 44
    facts = (f"{answer.chance:.0%} sure", name, how, f"{answer.among:,} pictures compared")
    for line in facts:
        write(draw, (left, y + 8), shortened(line, 19, width), 19, SOFT)
        y += 30


def _match(page: Pictures.Image, found: Found, place: tuple[int, int]) -> None:
    from PIL import ImageDraw

    draw, (x, y) = ImageDraw.Draw(page), place
    try:
        card(page, open_picture(found.path, max_side=2 * _TILE), place, _TILE)
    except UserError:
        draw.rectangle((x, y, x + _TILE - 1, y + _TILE - 1), CARD, LINE)
        gone(draw, place, _TILE)
    score = f"{found.rank}.  {found.score:.2f}  (distance {found.distance:.2f})"
    write(draw, (x, y + _TILE + 8), shortened(score, 15, _TILE), 15, TEXT)
    for number, (line, color) in enumerate(_lines(found)):
        write(draw, (x, y + _TILE + 31 + 19 * number), line, 14, color)


def _lines(found: Found) -> list[tuple[str, Color]]:
    entry = found.entry
    title = wrapped(entry.title or entry.name, 14, _TILE, 2)
    maker = ", ".join(filter(None, (entry.artist, entry.year)))
    kind = ", ".join(filter(None, (words(entry.style), entry.country)))
    lines: list[tuple[str, Color]] = [(line, TEXT) for line in title]
    lines += [(shortened(line, 14, _TILE), SOFT) for line in (maker, kind) if line]
    return [*lines, ("the file has changed", WEAK)] if found.changed else lines
