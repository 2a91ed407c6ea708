"""What a validation shows: control, target and what was made, with the prompts beneath."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from torch import Tensor

from sketch2image.core.pictures import save_png
from sketch2image.core.types import Image
from sketch2image.render.turbo.renderer import as_image

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

_SIDE = 256
_GAP = 8
_TEXT = 16
_THINNEST = 4
"""Pixels that a letter takes at least."""

_INK, _PAPER = (30, 30, 30), (255, 255, 255)


class Row(NamedTuple):
    """One example.

    Attributes:
        pictures: (3, H, W) each, -1..1, one a column.
        prompt: of them.
    """

    pictures: Sequence[Tensor]
    prompt: str


def save_grid(file: Path, titles: Sequence[str], rows: Sequence[Row]) -> None:
    """Write rows of pictures under titles.

    Raises:
        UserError: the place cannot be written.
    """
    from PIL import Image as Pillow
    from PIL import ImageDraw

    step = _SIDE + _GAP, _SIDE + _TEXT + 3 * _GAP
    top = _TEXT + 2 * _GAP
    size = len(titles) * step[0] + _GAP, top + len(rows) * step[1]
    sheet = Pillow.new("RGB", size, _PAPER)
    pen = ImageDraw.Draw(sheet)
    for column, title in enumerate(titles):
        _write(pen, (_GAP + column * step[0], _GAP), title, _SIDE)
    for number, row in enumerate(rows):
        y = top + number * step[1]
        for column, picture in enumerate(row.pictures):
            sheet.paste(Pillow.fromarray(_sized(picture)), (_GAP + column * step[0], y))
        _write(pen, (_GAP, y + _SIDE + _GAP // 2), row.prompt, size[0] - 2 * _GAP)
    save_png(file, np.asarray(sheet))


def _write(pen: ImageDraw, corner: tuple[int, int], text: str, width: int) -> None:
    from PIL import ImageFont

    font = ImageFont.load_default(_TEXT)
    shown = text[: width // _THINNEST]
    while pen.textlength(shown, font) > width:
        shown = shown.removesuffix("…")[:-1] + "…"
    pen.text(corner, shown, _INK, font)


def _sized(picture: Tensor) -> Image:
    """As large as fits, in the middle of a white square."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    image = Pillow.fromarray(as_image(picture.float().cpu().numpy()))
    return np.asarray(ImageOps.pad(image, (_SIDE, _SIDE), color=_PAPER))
