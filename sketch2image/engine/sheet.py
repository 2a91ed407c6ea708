"""The contact sheet: sketch, caption, rendered picture and matches on one page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sketch2image.core.types import Caption, Image
from sketch2image.engine.lettering import length, shortened, write
from sketch2image.engine.page import PAPER, SOFT, TEXT, card, confidence, match_card, title
from sketch2image.engine.request import Result

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

PANEL = 440
TILE = 208
GAP = 24
COLUMNS = 5


def sheet(result: Result) -> Image:
    """The page of a result, (H, W, 3) uint8 RGB, 1,184 px wide for five columns of matches."""
    import numpy as np
    from PIL import Image as Pictures
    from PIL import ImageDraw

    rows = math.ceil(len(result.matches) / COLUMNS)
    width = COLUMNS * TILE + (COLUMNS + 1) * GAP
    top = GAP + 64
    below = top + PANEL + GAP + 30
    page = Pictures.new("RGB", (width, below + rows * (TILE + 62) + GAP), PAPER)
    draw = ImageDraw.Draw(page)
    _headline(draw, result.caption, shortened(result.prompt, 15, width - 2 * GAP))
    panels = [result.request.sketch.raster, *([result.image] if result.image is not None else [])]
    left = (width - len(panels) * PANEL - (len(panels) - 1) * 2 * GAP) // 2
    for i, panel in enumerate(panels):
        card(page, panel, (left + i * (PANEL + 2 * GAP), top), PANEL)
    if result.matches:
        write(draw, (GAP, below - 34), "Matches in your gallery", 17, SOFT)
    for i, match in enumerate(result.matches):
        row, column = divmod(i, COLUMNS)
        place = (GAP + column * (TILE + GAP), below + row * (TILE + 62))
        match_card(page, match, place, TILE)
    return np.asarray(page)


def _headline(draw: ImageDraw, caption: Caption, prompt: str) -> None:
    name = title(caption)
    write(draw, (GAP, 18), name, 30, TEXT)
    write(draw, (GAP + length(name, 30) + 14, 30), confidence(caption), 17, SOFT)
    write(draw, (GAP, 58), prompt, 15, SOFT)
