"""A query and what it found in one strip; pictures known to be right have a green frame."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sketch2image.core.errors import UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.types import Image, Match
from sketch2image.engine.lettering import length, shortened, wrapped, write
from sketch2image.engine.page import CARD, LINE, PAPER, SOFT, TEXT, card

if TYPE_CHECKING:
    from PIL import Image as Pictures

SIDE = 148
GAP = 8
LETTERS = 24
RIGHT = (40, 160, 60)
_FRAME = 4


def strip(
    matches: Sequence[Match],
    text: str = "",
    drawing: Image | None = None,
    right: Collection[str] = (),
) -> Image:
    """Tiles of a query and its matches, best first, as (H, W, 3) uint8 RGB.

    Args:
        matches: shown with rank and score.
        text: words of the query.
        drawing: picture of the query.
        right: paths of the pictures that are known to be right.
    """
    from PIL import Image as Pictures
    from PIL import ImageDraw

    width = (len(matches) + 1) * (SIDE + GAP) + 3 * GAP
    page = Pictures.new("RGB", (width, SIDE + LETTERS + 2 * GAP), PAPER)
    draw = ImageDraw.Draw(page)
    _query(page, text, drawing)
    for match in matches:
        left = 3 * GAP + match.rank * (SIDE + GAP)
        _tile(page, match.path, (left, GAP))
        if match.path in right:
            box = (left, GAP, left + SIDE - 1, GAP + SIDE - 1)
            draw.rectangle(box, outline=RIGHT, width=_FRAME)
        named = f"{match.score:.2f}  {Path(match.path).stem}"
        write(draw, (left, GAP + SIDE + 4), shortened(named, 13, SIDE), 13, SOFT)
    return np.asarray(page)


def _query(page: Pictures.Image, text: str, drawing: Image | None) -> None:
    from PIL import ImageDraw

    draw = ImageDraw.Draw(page)
    place = (GAP, GAP)
    if drawing is not None:
        card(page, drawing, place, SIDE)
        words = shortened(f"drawing + {text}" if text else "drawing", 13, SIDE)
        write(draw, (GAP, GAP + SIDE + 4), words, 13, TEXT)
        return
    draw.rectangle((*place, GAP + SIDE - 1, GAP + SIDE - 1), CARD, LINE)
    lines = wrapped(text, 20, SIDE - 20, 4)
    top = GAP + (SIDE - 24 * len(lines)) / 2
    for row, line in enumerate(lines):
        left = GAP + (SIDE - length(line, 20)) / 2
        write(draw, (math.floor(left), top + 24 * row), line, 20, TEXT)
    write(draw, (GAP, GAP + SIDE + 4), "words", 13, TEXT)


def _tile(page: Pictures.Image, path: str, place: tuple[int, int]) -> None:
    try:
        card(page, open_picture(path, max_side=2 * SIDE), place, SIDE)
    except UserError:
        card(page, np.full((2, 2, 3), SOFT, np.uint8), place, SIDE)
