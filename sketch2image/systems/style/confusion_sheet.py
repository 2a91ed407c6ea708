"""A confusion matrix as a picture: counts, over a color that is the share of the row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sketch2image.core.labels import words
from sketch2image.core.types import Image
from sketch2image.engine.lettering import length, shortened, write
from sketch2image.engine.page import LINE, PAPER, SOFT, TEXT
from sketch2image.train.style.figures import Confusion

if TYPE_CHECKING:
    from PIL import Image as Pictures
    from PIL.ImageDraw import ImageDraw

_GAP, _HEAD, _LONGEST = 28, 92, 250
_CELLS = ((4, 110), (10, 70), (20, 52))
_SMALLEST = 44
"""Side of a cell by the most classes it is for, and for more, pixels."""

_FULL = (20, 82, 140)
_WHITE = (255, 255, 255)
_DARK = 0.5
"""Share of a row from which on letters are white."""


def confusion_sheet(confusion: Confusion) -> Image:
    """The picture, (H, W, 3) uint8 RGB; a row for each true class, a column for what was said."""
    from PIL import Image as Pictures
    from PIL import ImageDraw

    side = next((px for most, px in _CELLS if len(confusion.classes) <= most), _SMALLEST)
    size = _letters(side)
    names = [shortened(words(name), size, _LONGEST) for name in confusion.classes]
    room = round(max(length(name, size) for name in names)) + _GAP
    left, top, wide = _GAP + room, _HEAD + room, side * len(names)
    page = Pictures.new("RGB", (left + wide + _GAP + 3 * size, top + wide + 2 * _GAP), PAPER)
    draw = ImageDraw.Draw(page)
    _headline(draw, confusion, page.width - 2 * _GAP)
    _cells(draw, confusion, (left, top), side)
    for number, name in enumerate(names):
        middle = number * side + side // 2
        write(draw, (left - 10, top + middle), name, size, TEXT, anchor="rm")
        _upright(page, name, size, (left + middle, top - 10))
    write(draw, (left, top + wide + 12), "said to be  →   true  ↓", 14, SOFT)
    return np.asarray(page)


def _letters(side: int) -> int:
    return max(13, round(side * 0.26)) if side < 100 else 20


def _headline(draw: ImageDraw, confusion: Confusion, width: float) -> None:
    said = f"{confusion.accuracy:.1%} right, macro F1 {confusion.macro('f1'):.3f}"
    write(draw, (_GAP, 20), shortened(said, 26, width), 26, TEXT)
    below = f"{confusion.counts.sum():,} pictures; color: share of the row"
    write(draw, (_GAP, 58), shortened(below, 15, width), 15, SOFT)


def _cells(draw: ImageDraw, confusion: Confusion, place: tuple[int, int], side: int) -> None:
    counts = confusion.counts
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    for row, column in np.ndindex(*counts.shape):
        x, y = place[0] + column * side, place[1] + row * side
        share, count = float(shares[row, column]), int(counts[row, column])
        box = (x, y, x + side, y + side)
        draw.rectangle(box, _mixed(share), LINE)
        if count:
            text, color = f"{count:,}", _WHITE if share > _DARK else TEXT
            size = min(_letters(side), round(0.9 * side / max(1.0, length(text, 100) / 100)))
            write(draw, (x + side / 2, y + side / 2), text, size, color, anchor="mm")


def _mixed(share: float) -> tuple[int, int, int]:
    red, green, blue = (round(a + (b - a) * share**0.7) for a, b in zip(_WHITE, _FULL, strict=True))
    return red, green, blue


def _upright(page: Pictures.Image, name: str, size: int, place: tuple[int, int]) -> None:
    """A name that reads upwards and ends at `place`."""
    from PIL import Image as Pictures
    from PIL import ImageDraw

    strip = Pictures.new("RGB", (round(length(name, size)) + 4, 2 * size), PAPER)
    write(ImageDraw.Draw(strip), (0, size), name, size, TEXT, anchor="lm")
    turned = strip.rotate(90, expand=True)
    page.paste(turned, (place[0] - size, place[1] - turned.height))
