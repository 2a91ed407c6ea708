"""A museum's wall, seen straight on: pictures in their frames, hung beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Image

Field = NDArray[np.float32]
Rng = np.random.Generator

Box = tuple[int, int, int, int]
"""Left, top, width, height in pixels of the wall."""

_PAINTS = (
    (226, 222, 214), (205, 208, 205), (150, 70, 62), (88, 104, 96), (72, 82, 104),
    (190, 178, 156), (120, 116, 110), (214, 204, 190), (60, 58, 62),
)  # fmt: skip
_MOLDINGS = (
    (168, 128, 58), (196, 158, 84), (92, 62, 38), (44, 38, 34), (128, 92, 58), (222, 218, 208),
)  # fmt: skip
_MATS = ((238, 234, 224), (226, 220, 206), (246, 244, 240))
_FRAMED, _WITH_MAT = 0.8, 0.2


@dataclass(frozen=True)
class Hanging:
    """A wall with pictures on it.

    Attributes:
        image: (H, W, 3) float32 RGB, 0..255.
        box: where the picture in question is, without its frame.
    """

    image: Field
    box: Box


def hang(picture: Image, neighbors: Sequence[Image], rng: Rng) -> Hanging:
    """A picture in the middle of a wall, its neighbors to the left and right.

    Args:
        picture: (H, W, 3) uint8 RGB.
        neighbors: at most two; the first hangs on a side that is drawn.
        rng: decides paint, frames, distances and shadows.
    """
    height, width = picture.shape[:2]
    room = 1.6 * max(height, width)
    wall = _painted(round(width + 2 * room), round(height + 2 * room), rng)
    box = (round(room), round(room), width, height)
    _put(wall, picture, box, rng)
    side = int(rng.integers(2))
    for neighbor in neighbors[:2]:
        _hang_beside(wall, neighbor, box, side, rng)
        side = 1 - side
    return Hanging(wall, box)


def _painted(width: int, height: int, rng: Rng) -> Field:
    from sketch2image.core.opencv import cv2

    base = np.array(_PAINTS[rng.integers(len(_PAINTS))], np.float32) + rng.normal(0, 6, 3)
    coarse = rng.normal(0, 1, (height // 40 + 2, width // 40 + 2)).astype(np.float32)
    clouds = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    plaster = rng.normal(0, rng.uniform(0.5, 3), (height, width)).astype(np.float32)
    wall = base + (rng.uniform(1, 5) * clouds + plaster)[..., None]
    if rng.random() < 0.3:
        skirting = round(height * rng.uniform(0.8, 0.95))
        wall[skirting:] *= rng.uniform(0.5, 0.8)
    return wall.astype(np.float32)


def _hang_beside(wall: Field, picture: Image, box: Box, side: int, rng: Rng) -> None:
    from sketch2image.core.opencv import cv2

    left, top, width, height = box
    scale = height * rng.uniform(0.6, 1.2) / picture.shape[0]
    size = (max(8, round(picture.shape[1] * scale)), max(8, round(picture.shape[0] * scale)))
    shown = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    gap = round(max(width, height) * rng.uniform(0.25, 0.5))
    x = left + width + gap if side else left - gap - size[0]
    y = top + round((height - size[1]) / 2 + height * rng.uniform(-0.1, 0.1))
    shown = shown[: max(0, wall.shape[0] - y), max(0, -x) : max(0, wall.shape[1] - x)]
    if shown.size:
        _put(wall, shown, (max(0, x), y, shown.shape[1], shown.shape[0]), rng)


def _put(wall: Field, picture: Image, box: Box, rng: Rng) -> None:
    """The picture, its frame and the shadow of it."""
    left, top, width, height = box
    thick, mat = _thickness(max(width, height), rng)
    outer = _grown(box, thick + mat)
    _shade(wall, outer, rng)
    if thick:
        _frame(wall, outer, thick, rng)
    if mat:
        color = np.array(_MATS[rng.integers(len(_MATS))], np.float32)
        _view(wall, _grown(box, mat))[...] = color
    wall[top : top + height, left : left + width] = picture


def _thickness(side: int, rng: Rng) -> tuple[int, int]:
    framed = rng.random() < _FRAMED
    with_mat = framed and rng.random() < _WITH_MAT
    thick, mat = side * rng.uniform(0.03, 0.11), side * rng.uniform(0.05, 0.12)
    return round(thick) if framed else 0, round(mat) if with_mat else 0


def _shade(wall: Field, box: Box, rng: Rng) -> None:
    """The soft shadow that a lamp from above makes on the wall."""
    from sketch2image.core.opencv import cv2

    reach = max(3, round(0.04 * max(box[2:])))
    dark = np.zeros(wall.shape[:2], np.float32)
    shift = (round(reach * rng.uniform(-0.6, 0.6)), round(reach * rng.uniform(0.2, 0.9)))
    _view(dark, (box[0] + shift[0], box[1] + shift[1], box[2], box[3]))[...] = 1
    dark = cv2.GaussianBlur(dark, (0, 0), reach / 2)
    wall *= 1 - rng.uniform(0.15, 0.5) * dark[..., None]


def _frame(wall: Field, outer: Box, thick: int, rng: Rng) -> None:
    """A molding lit from above: ridges across it, the upper side brighter than the lower."""
    part = _view(wall, outer)
    height, width = part.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    depth = np.minimum(np.minimum(x, width - 1 - x), np.minimum(y, height - 1 - y))
    waves = np.cos(depth / thick * np.pi * rng.integers(2, 6))
    ridges = 1 + rng.uniform(0.05, 0.25) * waves
    light = np.where(depth == y, 1.12, np.where(depth == height - 1 - y, 0.85, 1.0))
    color = np.array(_MOLDINGS[rng.integers(len(_MOLDINGS))], np.float32) + rng.normal(0, 8, 3)
    carved = rng.normal(1, 0.05, (height, width, 1))
    part[...] = color * (ridges * light)[..., None] * carved


def _grown(box: Box, margin: int) -> Box:
    left, top, width, height = box
    return left - margin, top - margin, width + 2 * margin, height + 2 * margin


def _view(field: Field, box: Box) -> Field:
    left, top, width, height = box
    return field[max(0, top) : max(0, top + height), max(0, left) : max(0, left + width)]
