"""The contact sheet: sketch, caption, rendered picture and matches on one page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sketch2image.core.errors import UserError
from sketch2image.core.labels import words
from sketch2image.core.pictures import open_picture
from sketch2image.core.types import Caption, Image, Match
from sketch2image.engine.request import Result

if TYPE_CHECKING:
    from PIL import Image as Pictures
    from PIL.ImageDraw import ImageDraw

PANEL = 440
TILE = 208
GAP = 24
COLUMNS = 5

_PAPER = (250, 250, 248)
_CARD = (255, 255, 255)
_LINE = (222, 222, 218)
_TEXT = (28, 28, 30)
_SOFT = (118, 118, 122)
_WEAK = (190, 110, 20)


def sheet(result: Result) -> Image:
    """The page of a result, (H, W, 3) uint8 RGB, 1,160 px wide for five columns of matches."""
    import numpy as np
    from PIL import Image as Pictures
    from PIL import ImageDraw

    rows = math.ceil(len(result.matches) / COLUMNS)
    width = COLUMNS * TILE + (COLUMNS + 1) * GAP
    top = GAP + 64
    below = top + PANEL + GAP + 30
    page = Pictures.new("RGB", (width, below + rows * (TILE + 62) + GAP), _PAPER)
    draw = ImageDraw.Draw(page)
    _headline(draw, result.caption, result.prompt)
    panels = [result.request.sketch.raster, *([result.image] if result.image is not None else [])]
    left = (width - len(panels) * PANEL - (len(panels) - 1) * 2 * GAP) // 2
    for i, panel in enumerate(panels):
        _card(page, panel, (left + i * (PANEL + 2 * GAP), top), PANEL)
    if result.matches:
        _write(draw, (GAP, below - 34), "Matches in your gallery", 17, _SOFT)
    for i, match in enumerate(result.matches):
        row, column = divmod(i, COLUMNS)
        _match(page, draw, match, (GAP + column * (TILE + GAP), below + row * (TILE + 62)))
    return np.asarray(page)


def _headline(draw: ImageDraw, caption: Caption, prompt: str) -> None:
    sure = "" if caption.sure else "  not sure; did you mean "
    others = "" if caption.sure else _or(caption)
    title = words(caption.label).capitalize()
    _write(draw, (GAP, 18), title, 30, _TEXT)
    after = GAP + draw.textlength(title, _font(30)) + 14
    _write(draw, (after, 30), f"{caption.score:.0%}{sure}{others}", 17, _SOFT)
    _write(draw, (GAP, 58), prompt, 15, _SOFT)


def _or(caption: Caption) -> str:
    return " or ".join(words(g.label) for g in caption.alternatives[1:3]) + "?"


def _match(page: Pictures.Image, draw: ImageDraw, match: Match, place: tuple[int, int]) -> None:
    try:
        _card(page, open_picture(match.path, max_side=TILE * 2), place, TILE)
    except UserError:
        draw.rectangle((*place, place[0] + TILE, place[1] + TILE), _CARD, _LINE)
        _write(draw, (place[0] + 12, place[1] + TILE // 2), "file no longer there", 14, _WEAK)
    x, y = place[0], place[1] + TILE + 8
    _write(draw, (x, y), f"{match.rank}.  {match.score:.2f}", 16, _TEXT)
    if match.weak:
        _write(draw, (x + 92, y), "weak", 16, _WEAK)
    _write(draw, (x, y + 22), _shortened(draw, Path(match.path).name), 14, _SOFT)


def _shortened(draw: ImageDraw, name: str) -> str:
    font = _font(14)
    if draw.textlength(name, font) <= TILE:
        return name
    while draw.textlength(name + "…", font) > TILE:
        name = name[:-1]
    return name + "…"


def _card(page: Pictures.Image, image: Image, place: tuple[int, int], side: int) -> None:
    from PIL import Image as Pictures
    from PIL import ImageDraw, ImageOps

    card = Pictures.new("RGB", (side, side), _CARD)
    inner = ImageOps.contain(Pictures.fromarray(image), (side - 4, side - 4))
    card.paste(inner, ((side - inner.width) // 2, (side - inner.height) // 2))
    ImageDraw.Draw(card).rectangle((0, 0, side - 1, side - 1), outline=_LINE)
    page.paste(card, place)


def _write(
    draw: ImageDraw, place: tuple[float, float], text: str, size: int, color: Sequence[int]
) -> None:
    draw.text(place, text, fill=tuple(color), font=_font(size))


def _font(size: int):  # noqa: ANN202
    from PIL import ImageFont

    return ImageFont.load_default(size)
