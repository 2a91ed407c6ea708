"""The hand of a simulated camera: cut-outs of its poses, pasted where its pen is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Image
from sketch2image.synth.hand import COUNTS, PINCH, Pose, Sprite, sprite
from sketch2image.synth.motion import DONE, HOVER, PEN

HAND = 70.0
"""Pixels per unit of the hand."""

_INWARD = -25.0
_STYLES: dict[str, dict[int, Pose]] = {
    "default": {PEN: Pose(COUNTS[1]), HOVER: Pose(COUNTS[2]), DONE: Pose(COUNTS[5])},
    "pinch": {
        PEN: Pose(PINCH, yaw=_INWARD, pinch=1.0),
        HOVER: Pose((1.0, 0.92, 0.95, 0.93, 0.92), yaw=_INWARD),
        DONE: Pose((1, 0, 0, 0, 0), yaw=_INWARD),
    },
}
_BIAS: dict[tuple[str, bool], tuple[float, float]] = {
    ("default", True): (0.020, 0.066),
    ("default", False): (0.013, 0.027),
    ("pinch", True): (-0.057, -0.027),
    ("pinch", False): (-0.048, -0.055),
}
"""Where MediaPipe puts the pen against the rendered one, by style and whether the palm is seen, in
units of the hand (x to the right along the palm of a right hand, y down along the upright hand):
median over `SKINS` and tilts of 6 to 24 degrees while drawing a circle, standard deviation 0.01;
measured by `benchmarks/render.py landmark`."""


@dataclass(frozen=True, eq=False)
class Cutout:
    """A sprite ready to be pasted.

    Attributes:
        layer: (H, W, 4) color times alpha, and alpha; 0..255.
        anchor: (x, y) of the layer that lies where the pen is.
        arm: (x, y) from the middle of the palm to the anchor.
    """

    layer: NDArray[np.uint16]
    anchor: tuple[float, float]
    arm: tuple[float, float]


Look = int | tuple[int, int]
"""What the hand shows: a role, or halfway from one role to another."""


def cutouts(style: str, pose: Pose, skin: str, scale: float = HAND) -> dict[Look, Cutout]:
    """What the hand shows while it draws, hovers and is done, and halfway between.

    Args:
        style: "default" (the index finger draws) or "pinch".
        pose: side, tilt and view of the hand; its fingers do not matter.
        skin: one of `hand.SKINS`.
        scale: pixels per unit of the hand.
    """
    held: dict[Look, Pose] = {role: _held(look, pose) for role, look in _STYLES[style].items()}
    for a, b in ((PEN, HOVER), (HOVER, DONE)):
        held[a, b] = held[b, a] = _halfway(held[a], held[b])
    sprites = {look: sprite(shown, skin, scale) for look, shown in held.items()}
    pen = sprites[PEN]
    across, along = _BIAS[style, pose.palm]
    bias = _leaning(across if pose.right == pose.palm else -across, along, pose.tilt)
    x, y = (np.array(_pen(pen, style)) - pen.origin + scale * bias).tolist()
    return {look: cutout(made, (x, y)) for look, made in sprites.items()}


def cutout(made: Sprite, arm: tuple[float, float] = (0.0, 0.0)) -> Cutout:
    """A sprite that is pasted by the point that lies `arm` pixels from its palm."""
    alpha = made.image[..., 3:].astype(np.uint16)
    layer = np.concatenate([made.image[..., :3] * alpha // 255, alpha], axis=-1)
    return Cutout(layer, (made.origin[0] + arm[0], made.origin[1] + arm[1]), arm)


def paste(picture: Image, hand: Cutout, places: Sequence[NDArray[np.float64]]) -> None:
    """Lay a hand on the picture, smeared over all the places its anchor is at."""
    corners = np.round(np.array(places) - hand.anchor).astype(int)
    low, spread = corners.min(axis=0), np.ptp(corners, axis=0)
    height, width = hand.layer.shape[:2]
    layer = hand.layer
    if len(corners) > 1:
        layer = np.zeros((height + spread[1], width + spread[0], 4), np.uint16)
        for left, top in (corners - low).tolist():
            layer[top : top + height, left : left + width] += hand.layer
        layer //= len(corners)
    _blend(picture, layer, int(low[0]), int(low[1]))


def _blend(picture: Image, layer: NDArray[np.uint16], left: int, top: int) -> None:
    tall, wide = picture.shape[:2]
    rows = slice(min(max(top, 0), tall), max(0, min(top + layer.shape[0], tall)))
    columns = slice(min(max(left, 0), wide), max(0, min(left + layer.shape[1], wide)))
    there = picture[rows, columns]
    mine = layer[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
    if there.size and mine.size:
        kept = 255 - mine[..., 3]
        for color in range(3):
            there[..., color] = there[..., color] * kept // 255 + mine[..., color]


def _held(fingers: Pose, pose: Pose) -> Pose:
    return replace(pose, fingers=fingers.fingers, yaw=fingers.yaw, pinch=fingers.pinch)


def _halfway(a: Pose, b: Pose) -> Pose:
    thumb, index, middle, ring, pinky = ((np.array(a.fingers) + b.fingers) / 2).tolist()
    return replace(a, fingers=(thumb, index, middle, ring, pinky), pinch=(a.pinch + b.pinch) / 2)


def _pen(made: Sprite, style: str) -> tuple[float, float]:
    return made.grip if style == "pinch" else made.tip


def _leaning(across: float, along: float, tilt: float) -> NDArray[np.float64]:
    c, s = np.cos(np.radians(tilt)), np.sin(np.radians(tilt))
    return np.array([across * c + along * s, along * c - across * s])
