"""What the network is given of a pair: its control, a mask of that, or edges of the target."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from sketch2image.core.types import Image
from sketch2image.train.turbo.framing import Framing

_HALF = 128
_USUAL = (100, 200)
"""Marks of Canny (1986) that the published edge model is shown with."""

_LOW, _RISE = (50, 150), (50, 150)
"""Ranges of the lower mark, and of what the upper one is above it."""


def as_it_is(image: Image, framing: Framing, _: Generator | None) -> Image:
    """The control picture."""
    return framing.cut(framing.resized(image))


def as_mask(image: Image, framing: Framing, _: Generator | None) -> Image:
    """White where any channel of the control picture is above one half, black elsewhere.

    Lines that shrinking would wash out are widened first, as `render.control` does it.
    """
    from sketch2image.core.opencv import cv2

    reach = max(1, -(-image.shape[0] // framing.size[1]))
    wide = cv2.dilate(image, np.ones((reach, reach), np.uint8))
    lines = framing.cut(framing.resized(np.asarray(wide, np.uint8))).max(axis=2) >= _HALF
    return _in_white(lines)


def as_edges(image: Image, framing: Framing, rng: Generator | None) -> Image:
    """Edges of the target: Canny (1986), in training with marks left to chance."""
    from sketch2image.core.opencv import cv2

    low, high = _USUAL if rng is None else _marks(rng)
    return _in_white(cv2.Canny(framing.cut(framing.resized(image)), low, high) > 0)


CONTROLS: dict[str, Callable[[Image, Framing, Generator | None], Image]] = {
    "as-is": as_it_is,
    "binary": as_mask,
    "canny": as_edges,
}
"""By the names of the setting `control`; for `canny` the picture is the target."""


def _marks(rng: Generator) -> tuple[float, float]:
    low = rng.uniform(*_LOW)
    return low, low + rng.uniform(*_RISE)


def _in_white(mask: NDArray[np.bool_]) -> Image:
    return np.repeat(np.where(mask, np.uint8(255), np.uint8(0))[..., None], 3, axis=2)
