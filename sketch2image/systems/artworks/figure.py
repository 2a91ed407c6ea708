"""What a look-up found, on one page: the photo with the work outlined, and the matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sketch2image.core.errors import UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.types import Image
from sketch2image.engine.lettering import shortened, wrapped, write
from sketch2image.engine.page import CARD, LINE, PAPER, SOFT, TEXT, WEAK, card, gone
from sketch2image.systems.artworks.search import Found, LookUp

if TYPE_CHECKING:
    from PIL import Image as Pictures
    from PIL.ImageDraw import ImageDraw

_GAP, _TILE, _PANEL = 24, 208, 400
_COLUMNS = 5
_WIDTH = _COLUMNS * _TILE + (_COLUMNS + 1) * _GAP
_WORDS = 96
_OUTLINE = (46, 160, 67)
_GUESSED = (230, 150, 30)
UNKNOWN = "Not in this collection"


def figure(photo: Image, found: LookUp) -> Image:
    """The page of a look-up, (H, W, 3) uint8 RGB, 1,184 px wide, with at most five matches.

    Args:
        photo: (H, W, 3) uint8 RGB, the one that was looked up.
        found: what was found for it.
    """
    from PIL import Image as Pictures
    from PIL import ImageDraw

    below = 2 * _GAP + _PANEL
    page = Pictures.new("RGB", (_WIDTH, below + _TILE + _WORDS + _GAP), PAPER)
    draw = ImageDraw.Draw(page)
    card(page, outlined(photo, found), (_GAP, _GAP), _PANEL)
    _headline(draw, found)
    for column, match in enumerate(found.matches[:_COLUMNS]):
        _match(page, match, (_GAP + column * (_TILE + _GAP), below), certain=found.known)
    return np.asarray(page)


def outlined(photo: Image, found: LookUp) -> Image:
    """The photo with a line around the work: green where it was recognized, else orange."""
    from sketch2image.core.opencv import cv2

    if found.corners is None:
        return photo
    drawn = photo.copy()
    corners = found.corners.round().astype(np.int32)
    width = max(2, round(max(photo.shape) / 150))
    color = _OUTLINE if found.known else _GUESSED
    cv2.polylines(drawn, [corners], True, color, width, cv2.LINE_AA)
    return drawn


def _headline(draw: ImageDraw, found: LookUp) -> None:
    left, width = 2 * _GAP + _PANEL, _WIDTH - 3 * _GAP - _PANEL
    best = found.matches[0] if found.matches else None
    name = best.work.name if best and found.known else UNKNOWN
    y = 3 * _GAP
    for line in wrapped(name, 34, width, 3):
        write(draw, (left, y), line, 34, TEXT)
        y += 44
    for line in _facts(best) if best and found.known else ("The works most like it are below.",):
        write(draw, (left, y + 6), shortened(line, 19, width), 19, SOFT)
        y += 30


def _facts(best: Found) -> list[str]:
    work = best.work
    maker = ", ".join(filter(None, (work.artist, work.year)))
    seen = f"{best.confidence:.0%} sure" + (f", {best.inliers} points seen" * bool(best.inliers))
    return [line for line in (maker, work.medium, work.museum, seen) if line]


def _match(page: Pictures.Image, match: Found, place: tuple[int, int], *, certain: bool) -> None:
    from PIL import ImageDraw

    draw, (x, y) = ImageDraw.Draw(page), place
    try:
        card(page, open_picture(match.path, max_side=2 * _TILE), place, _TILE)
    except UserError:
        draw.rectangle((x, y, x + _TILE - 1, y + _TILE - 1), CARD, LINE)
        gone(draw, place, _TILE)
    if certain and match.rank == 1:
        draw.rectangle((x, y, x + _TILE - 1, y + _TILE - 1), None, _OUTLINE, 3)
    y += _TILE + 8
    write(draw, (x, y), f"{match.rank}.  {match.confidence:.0%}", 16, WEAK if match.weak else TEXT)
    lines = (match.work.name, ", ".join(filter(None, (match.work.artist, match.work.year))))
    for row, line in enumerate((*lines, match.work.museum)):
        write(draw, (x, y + 22 + 20 * row), shortened(line, 14, _TILE), 14, SOFT)
