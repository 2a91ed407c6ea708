"""The contact sheet: sketch, caption, rendered picture and matches on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sketch2image.core.types import Caption, Image
from sketch2image.engine.lettering import length, shortened, write
from sketch2image.engine.match_grid import GAP, WIDTH, grid_height, match_grid
from sketch2image.engine.page import PAPER, SOFT, TEXT, card, confidence, title
from sketch2image.engine.request import Result

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

PANEL = 440


def sheet(result: Result) -> Image:
    """The page of a result, (H, W, 3) uint8 RGB, 1,184 px wide for five columns of matches."""
    import numpy as np
    from PIL import Image as Pictures
    from PIL import ImageDraw

    top = GAP + 64
    below = top + PANEL
    page = Pictures.new("RGB", (WIDTH, below + grid_height(result.matches)), PAPER)
    prompt = shortened(result.prompt, 15, WIDTH - 2 * GAP)
    _headline(ImageDraw.Draw(page), result.caption, prompt)
    panels = [result.request.sketch.raster, *([result.image] if result.image is not None else [])]
    left = (WIDTH - len(panels) * PANEL - (len(panels) - 1) * 2 * GAP) // 2
    for i, panel in enumerate(panels):
        card(page, panel, (left + i * (PANEL + 2 * GAP), top), PANEL)
    match_grid(page, result.matches, below)
    return np.asarray(page)


def _headline(draw: ImageDraw, caption: Caption, prompt: str) -> None:
    name = title(caption)
    write(draw, (GAP, 18), name, 30, TEXT)
    write(draw, (GAP + length(name, 30) + 14, 30), confidence(caption), 17, SOFT)
    write(draw, (GAP, 58), prompt, 15, SOFT)
