"""Pictures of human hands that a landmark model takes for real ones."""

from __future__ import annotations

import hashlib
import io
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.files import write_atomically
from sketch2image.core.paths import cache
from sketch2image.core.types import Image
from sketch2image.synth.sdf import View, look
from sketch2image.synth.shapes import Color, Kind, Matrix, Shape, rotation
from sketch2image.synth.skeleton import ARM, Fingers, Pose, skeleton
from sketch2image.synth.skin import SKINS, Lamp, shade

__all__ = ["COUNTS", "PINCH", "SKINS", "Lamp", "Pose", "Sleeve", "Sprite", "render", "sprite"]

VERSION = "hand-12"
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

PINCH: Fingers = (1, 1, 0.86, 0.80, 0.78)
"""How stretched the fingers are while the thumb touches the index finger (`Pose.pinch` 1)."""

_LENS = 0.8


@dataclass(frozen=True)
class Sleeve:
    """A sleeve on the forearm.

    Attributes:
        color: RGB 0..1 of the cloth.
        start: how far below the wrist it begins, in units of the hand.
    """

    color: Color
    start: float = 0.6


@dataclass(frozen=True, eq=False)
class Sprite:
    """A hand to be pasted.

    Attributes:
        image: (H, W, 4) uint8 RGBA, color not multiplied by alpha.
        tip: (x, y) of the end of the index finger in pixels of `image`.
        grip: (x, y) of the middle between the ends of thumb and index finger.
        origin: (x, y) of the middle of the palm.
        scale: pixels per unit of the hand.
    """

    image: Image
    tip: tuple[float, float]
    grip: tuple[float, float]
    origin: tuple[float, float]
    scale: float


def sprite(
    pose: Pose,
    skin: str = "fair",
    scale: float = 75.0,
    lamp: Lamp | None = None,
    sleeve: Sleeve | None = None,
) -> Sprite:
    """A hand with its forearm, rendered the first time and read from the cache folder after that.

    Args:
        pose: how it is held.
        skin: one of `SKINS`.
        scale: pixels per unit; a stretched hand is about 2.1 units from wrist to fingertip.
        lamp: the light, default an ordinary room's.
        sleeve: what the forearm wears, default nothing.
    """
    lamp = lamp or Lamp()
    key = repr((VERSION, astuple(pose), skin, scale, astuple(lamp), sleeve))
    file = cache() / "hands" / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.npz"
    return _load(file, scale) or _save(file, render(pose, SKINS[skin], scale, lamp, sleeve))


def render(
    pose: Pose,
    skin: Color,
    scale: float,
    lamp: Lamp,
    sleeve: Sleeve | None = None,
    arm: float = ARM,
) -> Sprite:
    """The same, rendered anew, with any color of skin (RGB 0..1) and any length of the forearm."""
    body = skeleton(pose, arm, sleeve.start if sleeve else None)
    mirror = np.diag([1.0 if pose.right else -1.0, 1.0, 1.0])
    turn = rotation(z=pose.tilt) @ mirror @ rotation(y=pose.yaw + (0 if pose.palm else 180))
    view = _view(body.shapes, turn, scale)
    seen = look(body.shapes, view, lamp.light, floor=False)
    layer = shade(seen, body, lamp, skin, sleeve.color if sleeve else skin)
    grip = body.chains[:2, -1].mean(axis=0)
    (x, y), (a, b) = view.project(np.stack([body.tip, grip])).tolist()
    return Sprite(_soft(layer), (x, y), (a, b), view.center, scale)


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


def _soft(layer: NDArray[np.float32]) -> Image:
    """Blur as a webcam's lens does, undo the multiplication by alpha, go to 8 bits."""
    from sketch2image.core.opencv import cv2

    seen = cv2.GaussianBlur(layer, (0, 0), _LENS)
    seen[..., :3] /= np.maximum(seen[..., 3:], 1e-6)
    return np.round(np.clip(seen, 0, 1) * 255).astype(np.uint8)


def _save(file: Path, made: Sprite) -> Sprite:
    buffer = io.BytesIO()
    marks = np.array([made.tip, made.grip, made.origin])
    np.savez_compressed(buffer, image=made.image, marks=marks)
    write_atomically(file, buffer.getbuffer())
    return made


def _load(file: Path, scale: float) -> Sprite | None:
    if not file.is_file():
        return None
    with np.load(file) as kept:
        tip, grip, origin = ((x, y) for x, y in kept["marks"].tolist())
        return Sprite(kept["image"], tip, grip, origin, scale)
