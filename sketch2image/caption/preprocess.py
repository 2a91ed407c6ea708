"""What the captioner sees of a sketch: the same code at training and at run time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.ink import INK_VERSION, Ink, normalize
from sketch2image.core.sketch import Sketch

SIZE = 64
VERSION = f"{INK_VERSION}-{SIZE}"


def pixels(sketch: Sketch, size: int = SIZE) -> NDArray[np.float32]:
    """(1, 1, size, size) float32, ink 1 on 0.

    Raises:
        UserError: nothing is drawn.
    """
    if sketch.is_empty:
        raise UserError(
            ErrorKind.input, "the sketch is empty", "Draw something first, dark lines on white."
        )
    return as_input(normalize(sketch.mask, size)[None])


def as_input(inks: Ink) -> NDArray[np.float32]:
    """(N, S, S) uint8 ink to the network's (N, 1, S, S) float32, 0..1."""
    return inks[:, None].astype(np.float32) / 255
