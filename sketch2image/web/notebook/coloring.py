"""Matches put in order by color too, for encoders that see shape and name but no color."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image, Match
from sketch2image.web.notebook.pad import COLORS
from sketch2image.web.notebook.retrieval import Found

HUES = {name: rgb for name, rgb in COLORS.items() if name not in ("black", "brown")}
"""Pens that differ by their hue; brown is a dark orange."""

WEIGHT = 0.5
"""What a picture all in the color gains on one without it; cosines lie within -1..1."""

_SIDE = 64
_MIDDLE = slice(_SIDE // 8, -_SIDE // 8)
_LEAST_SATURATION, _LEAST_CHROMA = 0.35, 25.0


def by_color(found: Found, color: str) -> Found:
    """The same matches, those in a color moved forward; scores grow by what they show of it.

    Weak matches stay behind the others, whatever their color.

    Args:
        found: of a search without color.
        color: name of one of the pad's colored pens.

    Raises:
        UserError: there is no such pen.
    """
    raised = [replace(one, score=one.score + WEIGHT * _shown(one, color)) for one in found.matches]
    order = sorted(raised, key=lambda match: (match.weak, -match.score, match.rank))
    matches = tuple(replace(one, rank=rank) for rank, one in enumerate(order, 1))
    return replace(found, matches=matches)


def color_share(image: Image, color: str) -> float:
    """How much of what is colored in the middle of a picture has one color, 0..1.

    Raises:
        UserError: there is no such pen.
    """
    from sketch2image.core.opencv import cv2

    if color not in HUES:
        raise UserError(ErrorKind.input, f"no such color: {color!r}", f"Known: {', '.join(HUES)}.")
    small = cv2.resize(image, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    middle = small[_MIDDLE, _MIDDLE].reshape(-1, 3).astype(np.uint8)
    colored = middle[_is_colored(middle)]
    right = _nearest(colored) == list(HUES).index(color)
    return float(right.mean()) if len(colored) else 0.0


def inked(sketch: Sketch, color: str) -> Sketch:
    """The strokes of a drawing in another of the pad's pens."""
    strokes = (replace(one, color=COLORS[color]) for one in sketch.strokes)
    return replace(sketch, strokes=tuple(strokes))


def pen_color(sketch: Sketch) -> str:
    """The colored pen of the pad that drew most of a drawing; empty where none was used."""
    drawn = dict.fromkeys(HUES, 0.0)
    for stroke in sketch.strokes:
        for name, rgb in HUES.items():
            drawn[name] += stroke.length * (stroke.color == rgb)
    most = max(drawn, key=drawn.__getitem__)
    return most if drawn[most] else ""


def _shown(match: Match, color: str) -> float:
    return color_share(open_picture(match.path, max_side=2 * _SIDE), color)


def _nearest(pixels: NDArray[np.uint8]) -> NDArray[np.intp]:
    """(N,) position in `HUES` of the nearest hue."""
    hues = _chroma(np.array(list(HUES.values()), np.uint8))
    directions = hues / np.linalg.norm(hues, axis=1, keepdims=True)
    return (_chroma(pixels) @ directions.T).argmax(axis=1)


def _is_colored(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    saturation = np.ptp(pixels.astype(int), axis=1) / np.maximum(pixels.max(axis=1), 1)
    chroma = np.linalg.norm(_chroma(pixels), axis=1)
    return (saturation > _LEAST_SATURATION) & (chroma > _LEAST_CHROMA)


def _chroma(rgb: NDArray[np.uint8]) -> NDArray[np.float64]:
    """(N, 2): red against green, both against blue."""
    red, green, blue = rgb.astype(float).T
    return np.stack([red - green, (red + green) / 2 - blue], axis=1)
