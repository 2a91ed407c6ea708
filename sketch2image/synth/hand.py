"""Rendered human hands that a landmark model takes for real ones.

A hand is a smooth union of round-ended cones. Palm-on view, fingers up; units are about one palm
width. A right hand has its thumb on the left, as people see their own in a mirror.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.files import write_atomically
from sketch2image.core.paths import cache
from sketch2image.synth.sdf import Buffers, Light, View, look
from sketch2image.synth.shapes import (
    Color,
    Kind,
    Material,
    Matrix,
    Shape,
    capsule,
    ellipsoid,
    rotation,
)

Image = NDArray[np.uint8]
Point = NDArray[np.float64]
Fingers = tuple[float, float, float, float, float]

VERSION = "hand-6"
"""Changes whenever the same pose gives other pixels."""

COUNTS: tuple[Fingers, ...] = (
    (0, 0, 0, 0, 0),
    (0, 1, 0, 0, 0),
    (0, 1, 1, 0, 0),
    (0, 1, 1, 1, 0),
    (0, 1, 1, 1, 1),
    (1, 1, 1, 1, 1),
)
"""Thumb, index, middle, ring, pinky of the usual way to show 0..5; 1 is stretched."""

SKINS: dict[str, Color] = {
    "porcelain": (0.93, 0.76, 0.68),
    "fair": (0.88, 0.70, 0.59),
    "olive": (0.79, 0.60, 0.46),
    "tan": (0.70, 0.49, 0.36),
    "brown": (0.56, 0.38, 0.28),
    "dark": (0.44, 0.29, 0.22),
}
"""RGB 0..1 of the palm."""

_KNUCKLES = np.array(
    [(-0.36, 0.42, 0.0), (-0.12, 0.50, 0.02), (0.12, 0.47, 0.01), (0.34, 0.36, -0.02)]
)
_BONES = ((0.42, 0.26, 0.22), (0.46, 0.29, 0.23), (0.43, 0.27, 0.22), (0.33, 0.20, 0.19))
_SPREAD, _CONVERGE = (-12.0, -3.0, 6.0, 16.0), (-3.0, 5.0, 20.0, 34.0)
_THICK = (0.125, 0.13, 0.125, 0.11)
_STRETCHED, _CURLED = np.array([9.0, 13.0, 9.0]), np.array([88.0, 105.0, 60.0])
_THUMB = {
    True: ((-0.30, -0.28, 0.08), (-0.58, -0.02, 0.14), (-0.76, 0.26, 0.12), (-0.88, 0.50, 0.08)),
    False: ((-0.30, -0.28, 0.08), (-0.48, 0.00, 0.24), (-0.40, 0.26, 0.42), (-0.14, 0.38, 0.52)),
}
_THUMB_THICK = ((0.17, 0.135), (0.13, 0.115), (0.115, 0.095))
_WRIST = ((-0.20, -0.55, -0.02), (-0.07, -0.58, -0.02), (0.07, -0.58, -0.02), (0.20, -0.55, -0.03))
_PADS = (
    ((0.00, -0.08, 0.00), (0.40, 0.50, 0.11), 0.0),
    ((-0.23, -0.25, 0.09), (0.17, 0.33, 0.16), 14.0),
    ((0.25, -0.22, 0.06), (0.15, 0.36, 0.16), -4.0),
    ((0.00, 0.33, 0.03), (0.44, 0.13, 0.16), -6.0),
)
_CREASES = (
    ((0.43, 0.16), (0.24, 0.21), (0.04, 0.29), (-0.12, 0.40)),
    ((-0.42, 0.19), (-0.22, 0.19), (0.02, 0.09), (0.24, -0.06)),
    ((-0.42, 0.17), (-0.20, 0.06), (-0.09, -0.15), (-0.07, -0.36), (-0.12, -0.54)),
    ((-0.24, -0.60), (0.0, -0.63), (0.24, -0.60)),
)
_CREASE_WIDTH, _CREASE_DEPTH = 0.013, 0.38
_FOREARM = (
    ((-0.10, -0.60, -0.03), (-0.17, -5.2, -0.05), 0.20, 0.40),
    ((0.10, -0.60, -0.03), (0.17, -5.2, -0.05), 0.20, 0.40),
)
_BLEND, _JOINT_BLEND = 0.1, 0.04
_SKIN = Material((1.0, 1.0, 1.0))
_LIGHT = (-0.3, 0.9, 0.4)
_SOFT = 0.35
_LENS = 0.8


@dataclass(frozen=True)
class Pose:
    """How a hand is held.

    Attributes:
        fingers: thumb, index, middle, ring, pinky; 1 stretched .. 0 curled.
        right: right hand (thumb on the left) or left hand.
        tilt: degrees the hand leans to the left in the picture.
        yaw: degrees the palm turns about the arm.
        variant: seed of small deviations of every joint; 0 for none.
    """

    fingers: Fingers
    right: bool = True
    tilt: float = 0.0
    yaw: float = 0.0
    variant: int = 0


@dataclass(frozen=True, eq=False)
class Sprite:
    """A hand to be pasted.

    Attributes:
        image: (H, W, 4) uint8 RGBA, color not multiplied by alpha.
        tip: (x, y) of the end of the index finger in pixels of `image`.
        scale: pixels per unit of the hand.
    """

    image: Image
    tip: tuple[float, float]
    scale: float


def sprite(pose: Pose, skin: str = "fair", scale: float = 75.0) -> Sprite:
    """A hand with its forearm, rendered the first time and read from the cache folder after that.

    Args:
        pose: how it is held.
        skin: one of `SKINS`.
        scale: pixels per unit; a stretched hand is about 2.1 units from wrist to fingertip.
    """
    key = repr((VERSION, astuple(pose), skin, scale))
    file = cache() / "hands" / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.npz"
    return _load(file, scale) or _save(file, _render(pose, SKINS[skin], scale))


def skeleton(pose: Pose) -> tuple[list[Shape], Point]:
    """The solids of a hand and the (3,) end of its index finger, in object space."""
    rng = np.random.default_rng(pose.variant)
    loose = 0.0 if pose.variant == 0 else 1.0
    shapes = [_cone(*bone) for bone in _FOREARM]
    shapes += [_cone(a, b, 0.16, 0.125) for a, b in zip(_WRIST, _KNUCKLES, strict=True)]
    shapes += [_pad(*pad) for pad in _PADS]
    chains = [_finger(i, pose.fingers[i + 1], loose * rng.normal(size=4)) for i in range(4)]
    shapes += [bone for i, joints in enumerate(chains) for bone in _bones(joints, _THICK[i])]
    thumb = _thumb(pose.fingers[0]) + loose * 0.02 * rng.normal(size=(1, 3))
    shapes += [_cone(a, b, *r) for a, b, r in zip(thumb, thumb[1:], _THUMB_THICK, strict=False)]
    shapes.append(_cone(thumb[:2].mean(axis=0), _KNUCKLES[0] - (0, 0.16, 0), 0.11, 0.10))
    return shapes, _end(chains[0], _THICK[0] * (1 - 0.24))


def _finger(i: int, stretched: float, loose: NDArray[np.float64]) -> NDArray[np.float64]:
    """(4, 3) joints from the knuckle to the middle of the fingertip."""
    lean = _CONVERGE[i] + (_SPREAD[i] - _CONVERGE[i]) * stretched
    side = np.radians(lean + 1.5 * loose[3])
    bends = _CURLED + (_STRETCHED - _CURLED) * stretched + (2 + 3 * stretched) * loose[:3]
    angles = np.radians(np.cumsum(bends))
    up = np.array([np.sin(side), np.cos(side), 0])
    steps = np.cos(angles)[:, None] * up + np.sin(angles)[:, None] * (0, 0, 1)
    bones = steps * np.array(_BONES[i])[:, None]
    return np.vstack([_KNUCKLES[i], _KNUCKLES[i] + np.cumsum(bones, axis=0)])


def _bones(joints: NDArray[np.float64], thick: float) -> list[Shape]:
    radii = thick * (1 - 0.08 * np.arange(4))
    blends = (_BLEND, _JOINT_BLEND, _JOINT_BLEND)
    rows = zip(pairwise(joints), pairwise(radii.tolist()), blends, strict=True)
    return [_cone(a, b, ra, rb, blend) for (a, b), (ra, rb), blend in rows]


def _thumb(stretched: float) -> NDArray[np.float64]:
    curled = np.array(_THUMB[False])
    return curled + (np.array(_THUMB[True]) - curled) * stretched


def _end(joints: NDArray[np.float64], radius: float) -> Point:
    along = joints[-1] - joints[-2]
    return joints[-1] + radius * along / np.linalg.norm(along)


def _cone(
    a: Sequence[float], b: Sequence[float], ra: float, rb: float, blend: float = _BLEND
) -> Shape:
    return capsule(a, b, ra, rb, _SKIN, "hand", blend)


def _pad(center: Sequence[float], radii: Sequence[float], lean: float) -> Shape:
    return ellipsoid(center, radii, _SKIN, "palm", _BLEND, rotation(z=lean))


def _view(shapes: list[Shape], turn: Matrix, scale: float) -> View:
    """A camera that just holds all of it."""
    bones = [shape for shape in shapes if shape.kind is Kind.capsule]
    middles = np.array([turn @ np.asarray(bone.center) for bone in bones])[:, :2]
    halves = np.array([turn @ bone.numbers[:3] for bone in bones])[:, :2]
    thick = scale * (max(max(bone.numbers[3:5]) for bone in bones) + 0.05)
    points = np.concatenate([middles - halves, middles + halves]) * (scale, -scale)
    low = np.floor(points.min(axis=0) - thick)
    width, height = np.ceil(points.max(axis=0) + thick - low).astype(int).tolist()
    return View(turn, (width, height), scale, (-low[0], -low[1]))


def _render(pose: Pose, skin: Color, scale: float) -> Sprite:
    shapes, tip = skeleton(pose)
    mirror = np.diag([1.0 if pose.right else -1.0, 1.0, 1.0])
    turn = rotation(z=pose.tilt) @ mirror @ rotation(y=pose.yaw)
    view = _view(shapes, turn, scale)
    light = Light(tuple(mirror @ _LIGHT), _SOFT)
    layer = _shade(look(shapes, view, light, floor=False), light, skin)
    x, y = view.project(tip[None])[0].tolist()
    return Sprite(_soft(layer), (x, y), scale)


def _shade(seen: Buffers, light: Light, skin: Color) -> NDArray[np.float32]:
    """(H, W, 4) RGB times alpha, alpha; 0..1. Skin lets red through where light is scarce."""
    facing = np.clip(seen.normal @ light.unit.astype(np.float32), 0, 1) * (
        0.35 + 0.65 * seen.shadow
    )
    bright = (0.40 + 0.64 * facing) * (0.4 + 0.6 * seen.ambient) * _folds(seen)
    rim = 1 - np.clip(seen.normal[..., 2], 0, 1)
    blood = np.stack([0.07 * (1 - seen.ambient) + 0.05 * rim, 0 * rim, -0.03 * rim], axis=-1)
    color = np.clip(np.asarray(skin, np.float32) * bright[..., None] + blood * skin[0], 0, 1)
    alpha = seen.hit[..., None].astype(np.float32)
    return np.concatenate([color * alpha, alpha], axis=-1).astype(np.float32)


def _folds(seen: Buffers) -> NDArray[np.float32]:
    """(H, W) 0..1, below 1 in the lines of the palm."""
    inside = (seen.part == seen.parts.index("palm")) & (seen.normal[..., 2] > 0.5)
    points = seen.position[inside][:, :2]
    nearest = np.full(len(points), np.inf, np.float32)
    for line in np.array([piece for crease in _CREASES for piece in pairwise(crease)]):
        nearest = np.minimum(nearest, _away(points, *line))
    light = np.ones(inside.shape, np.float32)
    light[inside] -= _CREASE_DEPTH * np.exp(-((nearest / _CREASE_WIDTH) ** 2))
    return light


def _away(points: NDArray[np.float32], a: Point, b: Point) -> NDArray[np.float32]:
    """(N,) distances of (N, 2) points to the stretch from `a` to `b`."""
    along = np.clip((points - a) @ (b - a) / ((b - a) @ (b - a)), 0, 1)
    return np.linalg.norm(points - a - along[:, None] * (b - a), axis=1).astype(np.float32)


def _soft(layer: NDArray[np.float32]) -> Image:
    """Blur as a webcam's lens does, undo the multiplication by alpha, go to 8 bits."""
    from sketch2image.core.opencv import cv2

    seen = cv2.GaussianBlur(layer, (0, 0), _LENS)
    seen[..., :3] /= np.maximum(seen[..., 3:], 1e-6)
    return np.round(np.clip(seen, 0, 1) * 255).astype(np.uint8)


def _save(file: Path, made: Sprite) -> Sprite:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, image=made.image, tip=made.tip)
    write_atomically(file, buffer.getbuffer())
    return made


def _load(file: Path, scale: float) -> Sprite | None:
    if not file.is_file():
        return None
    with np.load(file) as kept:
        x, y = kept["tip"].tolist()
        return Sprite(kept["image"], (x, y), scale)
