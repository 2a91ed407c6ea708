"""What the captioner sees of a sketch: the same code at training and at run time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.ink import INK_VERSION, as_input, normalize
from sketch2image.core.sketch import Sketch

SIZE = 80
VERSION = f"{INK_VERSION}-{SIZE}"


def pixels(sketch: Sketch, size: int = SIZE) -> NDArray[np.float32]:
    """(1, 1, size, size) float32, ink 1 on 0.

    Raises:
        UserError: nothing is drawn.
    """
    return as_input(normalize(drawn(sketch).mask, size)[None])


def drawn(sketch: Sketch) -> Sketch:
    """The sketch itself, when there is ink on it.

    Raises:
        UserError: nothing is drawn.
    """
    if sketch.is_empty:
        raise UserError(
            ErrorKind.input, "the sketch is empty", "Draw something first, dark lines on white."
        )
    return sketch
