"""Edges of a garment, by the lines that suit it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Image
from sketch2image.systems.fashion.colors import Colors
from sketch2image.train.data.edges import Lines, Recipe, drawn, speaks_of_pale

Pale = Literal["", "words", "brightness", "blank"]
"""Why the lines for pale garments are taken: the caption says so, it was measured, or the usual
lines left a blank page; empty where they are not."""

_LEAST_INK = 0.002
"""Share of the page under which it is blank."""

_PALE, _LIGHT_GROUND = 70.0, 60.0
"""CIELAB lightness from which a garment is pale, and from which the ground hides one."""


@dataclass(frozen=True, eq=False)
class Edges:
    """A drawing of edges.

    Attributes:
        page: (H, W) uint8, black on white; the size of the picture.
        pale: see `Pale`.
    """

    page: NDArray[np.uint8]
    pale: Pale

    @property
    def blank(self) -> bool:
        """Whether next to nothing is drawn."""
        return float((self.page < 128).mean()) < _LEAST_INK


def edges_of(picture: Image, recipe: Recipe, caption: str, colors: Colors) -> Edges:
    """The edges of a picture; where the usual lines leave it blank, those for pale garments.

    Args:
        picture: (H, W, 3) uint8 RGB.
        recipe: one of `train.data.edges.RECIPES`.
        caption: what is said of the garment.
        colors: what was measured of it.
    """
    pale = _reason(caption, colors)
    edges = Edges(_page(picture, recipe.pale if pale else recipe.usual), pale)
    if edges.blank and not pale:
        return Edges(_page(picture, recipe.pale), "blank")
    return edges


def _reason(caption: str, colors: Colors) -> Pale:
    if speaks_of_pale(caption):
        return "words"
    hidden = colors.lightness >= _PALE and colors.ground >= _LIGHT_GROUND
    return "brightness" if hidden else ""


def _page(picture: Image, lines: Lines) -> NDArray[np.uint8]:
    fixed = np.random.default_rng(0)
    return np.ascontiguousarray(drawn(picture, lines, fixed).raster[..., 0])
