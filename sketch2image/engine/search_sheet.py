"""A page of what a search found: each query with its matches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sketch2image.core.types import Image, Match
from sketch2image.engine.lettering import shortened, write
from sketch2image.engine.match_grid import GAP, WIDTH, grid_height, match_grid
from sketch2image.engine.page import PAPER, SOFT, TEXT, card

if TYPE_CHECKING:
    from PIL import Image as Pictures

_PANEL = 300
_HEAD = 88


@dataclass(frozen=True)
class Found:
    """One query and what was found for it.

    Attributes:
        title: what was looked for, e.g. the name of a file, or words.
        detail: how and where, in one line.
        picture: the query, (H, W, 3) uint8 RGB; None for words alone.
        matches: best first.
    """

    title: str
    detail: str
    picture: Image | None
    matches: Sequence[Match]

    @property
    def height(self) -> int:
        """Pixels that it takes on the page."""
        panel = 0 if self.picture is None else _PANEL
        return _HEAD + panel + grid_height(self.matches)


def search_sheet(found: Sequence[Found]) -> Image:
    """The page of a search, (H, W, 3) uint8 RGB, as wide as `sheet`; one query under another."""
    import numpy as np
    from PIL import Image as Pictures

    page = Pictures.new("RGB", (WIDTH, sum(one.height for one in found)), PAPER)
    top = 0
    for one in found:
        _section(page, one, top)
        top += one.height
    return np.asarray(page)


def _section(page: Pictures.Image, found: Found, top: int) -> None:
    from PIL import ImageDraw

    draw, room = ImageDraw.Draw(page), WIDTH - 2 * GAP
    write(draw, (GAP, top + 18), shortened(found.title, 30, room), 30, TEXT)
    write(draw, (GAP, top + 58), shortened(found.detail, 15, room), 15, SOFT)
    below = top + _HEAD
    if found.picture is not None:
        card(page, found.picture, (GAP, below), _PANEL)
        below += _PANEL
    match_grid(page, found.matches, below)
