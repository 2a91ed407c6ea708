"""How the skin of a rendered hand looks in the light: tones, lines of the palm, nails, wrinkles."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sketch2image.synth.sdf import Buffers, Light
from sketch2image.synth.shapes import Color
from sketch2image.synth.skeleton import Points, Skeleton

Field = NDArray[np.float32]

SKINS: dict[str, Color] = {
    "porcelain": (0.93, 0.76, 0.68),
    "fair": (0.88, 0.70, 0.59),
    "olive": (0.79, 0.60, 0.46),
    "tan": (0.70, 0.49, 0.36),
    "brown": (0.56, 0.38, 0.28),
    "dark": (0.44, 0.29, 0.22),
}
"""RGB 0..1 of the palm."""

_CREASES = (
    ((0.43, 0.16), (0.24, 0.21), (0.04, 0.29), (-0.12, 0.40)),
    ((-0.42, 0.19), (-0.22, 0.19), (0.02, 0.09), (0.24, -0.06)),
    ((-0.42, 0.17), (-0.20, 0.06), (-0.09, -0.15), (-0.07, -0.36), (-0.12, -0.54)),
    ((-0.24, -0.60), (0.0, -0.63), (0.24, -0.60)),
)
_CREASE_WIDTH, _CREASE_DEPTH = 0.013, 0.38
_FOLD_WIDTH, _FOLD_DEPTH = 0.013, 0.16
_WRINKLES = (-0.045, -0.012, 0.018, 0.05)
_AROUND = 1.5
_NAIL_PINK, _NAIL_SHARE, _NAIL_SHINE = (0.97, 0.80, 0.76), 0.42, 0.22
_BACK_TONE = (0.93, 0.90, 0.88)
_TINT = (0.14, 0.02, -0.20)


@dataclass(frozen=True)
class Lamp:
    """The light on a hand.

    Attributes:
        toward: direction to the lamp as the viewer sees it (x right, y up, z to the viewer).
        softness: width of shadows' edges; 0.05 is hard, 0.4 is a cloudy sky.
        strength: brightness of all light, 1 for an ordinary room.
        warmth: -1 (blue) .. 1 (golden).
        fill: share of the light that comes from everywhere, 0..1.
    """

    toward: tuple[float, float, float] = (-0.3, 0.9, 0.4)
    softness: float = 0.35
    strength: float = 1.0
    warmth: float = 0.0
    fill: float = 0.4

    @property
    def light(self) -> Light:
        """The lamp as the tracer knows it."""
        return Light(self.toward, self.softness)

    @property
    def color(self) -> Field:
        """(3,) RGB factors."""
        return self.strength * (1 + self.warmth * np.array(_TINT, np.float32))


def shade(seen: Buffers, body: Skeleton, lamp: Lamp, skin: Color, cloth: Color) -> Field:
    """(H, W, 4) RGB times alpha, alpha; 0..1. Skin lets red through where light is scarce.

    Args:
        seen: what the camera sees of the hand's shapes.
        body: the hand.
        lamp: the light it was seen in.
        skin: RGB 0..1 of the palm.
        cloth: RGB 0..1 of the sleeve.
    """
    facing = np.clip(seen.normal @ lamp.light.unit.astype(np.float32), 0, 1)
    facing *= 0.35 + 0.65 * seen.shadow
    bright = (lamp.fill + (1.04 - lamp.fill) * facing) * (0.4 + 0.6 * seen.ambient)
    rim = 1 - np.clip(seen.normal[..., 2], 0, 1)
    blood = np.stack([0.07 * (1 - seen.ambient) + 0.05 * rim, 0 * rim, -0.03 * rim], axis=-1)
    color = _tones(seen, skin, cloth) * (bright * _palm_lines(seen) * _folds(seen, body))[..., None]
    color += blood * skin[0] * (~_is(seen, "sleeve"))[..., None]
    color += (_NAIL_SHINE * facing**4 * _is(seen, "nail"))[..., None]
    alpha = seen.hit[..., None].astype(np.float32)
    color = np.clip(color * lamp.color, 0, 1)
    return np.concatenate([color * alpha, alpha], axis=-1).astype(np.float32)


def _is(seen: Buffers, part: str) -> NDArray[np.bool_]:
    if part not in seen.parts:
        return np.zeros(seen.part.shape, np.bool_)
    return seen.part == seen.parts.index(part)


def _tones(seen: Buffers, skin: Color, cloth: Color) -> Field:
    """(H, W, 3) color of the surface in neutral light; the back of dark hands is darker still."""
    palm = np.asarray(skin, np.float32)
    back = palm * (np.array(_BACK_TONE, np.float32) - 0.25 * (1 - palm.mean()) + 0.05)
    toward = np.clip(0.5 - 5 * seen.position[..., 2], 0, 1)[..., None]
    color = palm + (back - palm) * toward
    nail = palm + (np.array(_NAIL_PINK, np.float32) - palm) * _NAIL_SHARE
    color = np.where(_is(seen, "nail")[..., None], nail, color)
    return np.where(_is(seen, "sleeve")[..., None], np.asarray(cloth, np.float32), color)


def _palm_lines(seen: Buffers) -> Field:
    """(H, W) 0..1, below 1 in the lines of the palm."""
    inside = _is(seen, "palm") & (seen.position[..., 2] > 0)
    points = seen.position[inside][:, :2]
    nearest = np.full(len(points), np.inf, np.float32)
    for line in np.array([piece for crease in _CREASES for piece in pairwise(crease)]):
        nearest = np.minimum(nearest, _away(points, *line))
    light = np.ones(inside.shape, np.float32)
    light[inside] -= _CREASE_DEPTH * np.exp(-((nearest / _CREASE_WIDTH) ** 2))
    return light


def _folds(seen: Buffers, body: Skeleton) -> Field:
    """(H, W) 0..1, below 1 in the folds of the finger joints and in the wrinkles behind them."""
    inside = _is(seen, "hand")
    points = seen.position[inside]
    light = np.ones(len(points), np.float32)
    for joints, thick in zip(body.chains[1:], body.thick[1:].tolist(), strict=True):
        for before, joint, after in zip(joints, joints[1:], joints[2:], strict=False):
            light *= _fold(points, before, joint, after, thick)
    field = np.ones(inside.shape, np.float32)
    field[inside] = light
    return field


def _fold(points: Field, before: Points, joint: Points, after: Points, thick: float) -> Field:
    into, out = _unit(joint - before), _unit(after - joint)
    axis, across = _unit(into + out), np.cross(into, out)
    off = points - joint.astype(np.float32)
    near = (off**2).sum(axis=1) < (_AROUND * thick) ** 2
    light = np.ones(len(points), np.float32)
    along, behind = off[near] @ axis, off[near] @ np.cross(axis, _unit(across)) > 0
    straight = max(0.0, float(into @ out))
    marks = [np.exp(-(((along - at) / _FOLD_WIDTH) ** 2)) for at in _WRINKLES]
    wrinkles = 0.7 * straight * np.sum(marks, axis=0)
    fold = np.exp(-((along / _FOLD_WIDTH) ** 2))
    light[near] -= _FOLD_DEPTH * np.clip(np.where(behind, wrinkles, fold), 0, 1)
    return light


def _unit(vector: Points) -> Points:
    return vector / np.linalg.norm(vector)


def _away(points: Field, a: Points, b: Points) -> Field:
    """(N,) distances of (N, 2) points to the stretch from `a` to `b`."""
    along = np.clip((points - a) @ (b - a) / ((b - a) @ (b - a)), 0, 1)
    return np.linalg.norm(points - a - along[:, None] * (b - a), axis=1).astype(np.float32)
