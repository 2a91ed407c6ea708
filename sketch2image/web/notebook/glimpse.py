"""A look at what is in a folder of pictures."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import is_picture_name, open_picture
from sketch2image.core.types import Image
from sketch2image.engine.page import PAPER, card

SIDE, GAP = 96, 6


def glimpse(folder: str, count: int = 26, columns: int = 13) -> Image:
    """Some pictures of a folder, evenly chosen, as (H, W, 3) uint8 RGB.

    Raises:
        UserError: there is no picture in it, or one cannot be read.
    """
    from PIL import Image as Pictures

    files = sorted(file for file in Path(folder).rglob("*") if is_picture_name(file.name))
    if not files:
        hint = "Put some into it, or name another folder."
        raise UserError(ErrorKind.missing_file, f"no pictures in {folder}", hint)
    chosen = files[:: math.ceil(len(files) / count)]
    step = SIDE + GAP
    rows = math.ceil(len(chosen) / columns)
    page = Pictures.new("RGB", (columns * step + GAP, rows * step + GAP), PAPER)
    for number, file in enumerate(chosen):
        row, column = divmod(number, columns)
        picture = open_picture(file, max_side=2 * SIDE)
        card(page, picture, (GAP + column * step, GAP + row * step), SIDE)
    return np.asarray(page)
