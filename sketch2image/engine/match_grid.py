"""The matches on a page of answers: rows of cards under a heading."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sketch2image.core.types import Match
from sketch2image.engine.lettering import write
from sketch2image.engine.page import SOFT, match_card

if TYPE_CHECKING:
    from PIL import Image as Pictures

TILE = 208
GAP = 24
COLUMNS = 5
WIDTH = COLUMNS * TILE + (COLUMNS + 1) * GAP
"""Of the page, in pixels."""

_HEADING = 54
_ROW = TILE + 62


def grid_height(matches: Sequence[Match]) -> int:
    """Pixels that `match_grid` takes, with the margin under it."""
    return _HEADING + math.ceil(len(matches) / COLUMNS) * _ROW + GAP


def match_grid(page: Pictures.Image, matches: Sequence[Match], top: int) -> None:
    """Draw matches, best first, onto a page that is `WIDTH` wide; nothing where there are none."""
    from PIL import ImageDraw

    if matches:
        write(ImageDraw.Draw(page), (GAP, top + 20), "Matches in your gallery", 17, SOFT)
    for i, match in enumerate(matches):
        row, column = divmod(i, COLUMNS)
        place = (GAP + column * (TILE + GAP), top + _HEADING + row * _ROW)
        match_card(page, match, place, TILE)
