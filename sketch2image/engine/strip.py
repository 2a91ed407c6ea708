"""The strip: query and matches in one row, each over its file name.

The geometry is that of justpers/Sketch2Image-and-Image-Retrieval, so that strips of both programs
can be laid side by side.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sketch2image.core.errors import UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.sketch import WHITE
from sketch2image.core.types import Image, Match
from sketch2image.engine.lettering import shortened, write
from sketch2image.engine.page import TEXT, gone
from sketch2image.engine.request import Result

if TYPE_CHECKING:
    from PIL import Image as Pictures

TILE = 224
NAME = 20

_LETTERS = 13
_MARGIN = 4
_BASELINE = 15


def strip(result: Result) -> Image:
    """The row of an answer, (244, 224 * (1 + matches), 3) uint8 RGB; 1,344 wide for five matches.

    The query is the rendered picture, or the sketch where none was rendered. Pictures are shown
    whole, on white.
    """
    from PIL import Image as Pictures

    page = Pictures.new("RGB", (TILE * (1 + len(result.matches)), TILE + NAME), WHITE)
    if result.image is not None:
        _tile(page, 0, result.image, "render.png")
    else:
        _tile(page, 0, result.request.sketch.raster, "sketch.png")
    for column, match in enumerate(result.matches, 1):
        _tile(page, column, _picture(match), Path(match.path).name)
    return np.asarray(page)


def _picture(match: Match) -> Image | None:
    try:
        return open_picture(match.path, 2 * TILE)
    except UserError:
        return None


def _tile(page: Pictures.Image, column: int, image: Image | None, name: str) -> None:
    from PIL import Image as Pictures
    from PIL import ImageDraw, ImageOps

    left, draw = column * TILE, ImageDraw.Draw(page)
    if image is None:
        gone(draw, (left, 0), TILE)
    else:
        square = ImageOps.pad(Pictures.fromarray(image), (TILE, TILE), color=WHITE)
        page.paste(square, (left, 0))
    text = shortened(name, _LETTERS, TILE - 2 * _MARGIN)
    write(draw, (left + TILE / 2, TILE + _BASELINE), text, _LETTERS, TEXT, anchor="ms")
