"""Random pictures of one hand in front of a room, for training and for measuring."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from sketch2image.core.types import Image
from sketch2image.synth.hand import PINCH, Lamp, Pose, Sleeve, Sprite, render
from sketch2image.synth.room import BACKGROUNDS, grain
from sketch2image.synth.shapes import Color
from sketch2image.synth.skeleton import BUILDS, Fingers
from sketch2image.synth.skin import SKINS

PATTERNS: tuple[tuple[int, int, int, int, int], ...] = tuple(
    (thumb, index, middle, ring, pinky)
    for thumb, index, middle, ring, pinky in product((0, 1), repeat=5)
    if not (ring and not middle and not pinky) and not (middle and pinky and not ring)
)
"""Fingers that people can raise: the ring finger not alone, nor folded between its neighbors."""

TILT, YAW = 60.0, 25.0
"""Most degrees either way."""

_SIZES = ((320, 240), (400, 300), (480, 360), (320, 320), (300, 400))
_SHARE = (0.17, 0.29)
_CLOTH = (
    (0.2, 0.25, 0.4),
    (0.5, 0.15, 0.15),
    (0.15, 0.15, 0.16),
    (0.75, 0.75, 0.72),
    (0.3, 0.4, 0.3),
)


@dataclass(frozen=True)
class Scene:
    """Where a hand is photographed.

    Attributes:
        skin: one of `SKINS`.
        lamp: the light, on the background too.
        background: one of `room.BACKGROUNDS`.
        sleeve: what the forearm wears, or None.
        size: (width, height) in pixels.
        share: pixels per unit of the hand as part of the picture's shorter side.
        noise: sensor noise, standard deviation in steps of 8-bit color.
    """

    skin: str
    lamp: Lamp
    background: str
    sleeve: Sleeve | None
    size: tuple[int, int]
    share: float
    noise: float


def random_pose(rng: np.random.Generator) -> Pose:
    """Any pattern of fingers, palm or back, either hand, any build, within `TILT` and `YAW`."""
    pattern = PATTERNS[rng.integers(len(PATTERNS))]
    return Pose(
        _loosely(pattern, rng),
        right=bool(rng.random() < 0.5),
        tilt=float(rng.uniform(-TILT, TILT)),
        yaw=float(rng.uniform(-YAW, YAW)),
        variant=int(rng.integers(1, 1_000_000)),
        palm=bool(rng.random() < 0.6),
        build=str(rng.choice(list(BUILDS))),
    )


def random_pinch(rng: np.random.Generator) -> Pose:
    """The same with the thumb on the index finger and the other fingers loose."""
    pose = random_pose(rng)
    low, high = (0.6, 1.0) if rng.random() < 0.7 else (0.05, 0.5)
    others = np.clip(np.array(PINCH[2:]) * rng.uniform(low, high), 0, 1).tolist()
    return Pose(
        (1.0, 1.0, others[0], others[1], others[2]), pose.right, pose.tilt, pose.yaw,
        pose.variant, pose.palm, 1.0, pose.build,
    )  # fmt: skip


def random_lamp(rng: np.random.Generator) -> Lamp:
    """Daylight, a lamp at the side, or a dim golden evening."""
    toward = (float(rng.uniform(-1, 1)), float(rng.uniform(-0.1, 1)), float(rng.uniform(0.3, 1)))
    return Lamp(
        toward,
        softness=float(rng.uniform(0.1, 0.4)),
        strength=float(rng.uniform(0.65, 1.25)),
        warmth=float(rng.uniform(-0.7, 1.0)),
        fill=float(rng.uniform(0.25, 0.6)),
    )


def random_scene(rng: np.random.Generator) -> Scene:
    """Any skin, light, sleeve, background, size of picture and of the hand in it."""
    return Scene(
        skin=str(rng.choice(list(SKINS))),
        lamp=random_lamp(rng),
        background=str(rng.choice(list(BACKGROUNDS))),
        sleeve=_sleeve(rng),
        size=_SIZES[rng.integers(len(_SIZES))],
        share=float(rng.uniform(*_SHARE)),
        noise=float(rng.uniform(1, 5)),
    )


def photograph(pose: Pose, scene: Scene, rng: np.random.Generator) -> Image:
    """(H, W, 3) uint8 picture of a hand near the middle, as a mirrored camera shows it.

    Args:
        pose: how the hand is held.
        scene: everything else that can be chosen.
        rng: decides the rest: shade of the skin, place, things in the background, noise.
    """
    size, scale = scene.size, scene.share * min(scene.size)
    arm = 0.6 + float(np.hypot(*size)) / 2 / scale
    hand = render(pose, _shade(scene.skin, rng), scale, scene.lamp, scene.sleeve, arm)
    behind = BACKGROUNDS[scene.background](size, rng) * np.minimum(scene.lamp.color, 1.2)
    place = np.array(size) / 2 + rng.uniform(-0.08, 0.08, 2) * size
    noisy = _over(behind, hand, place, pose) + grain((size[1], size[0]), scene.noise, rng)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def random_hand(rng: np.random.Generator, pose: Pose | None = None) -> tuple[Image, Pose]:
    """A picture of a hand in a random scene.

    Args:
        rng: decides everything; equal states give equal pictures.
        pose: how the hand is held, default `random_pose`. A finger counts as raised above 0.5.

    Returns:
        (H, W, 3) uint8 with sides of 240 to 480 pixels, as a mirrored camera shows it, and the
        pose in it.
    """
    pose = pose or random_pose(rng)
    return photograph(pose, random_scene(rng), rng), pose


def _loosely(pattern: tuple[int, ...], rng: np.random.Generator) -> Fingers:
    """Raised fingers not quite straight, folded ones not quite closed."""
    loose = np.abs(rng.normal(0, 0.07, 5)).clip(0, 0.22)
    a, b, c, d, e = np.where(pattern, 1 - loose, loose).tolist()
    return a, b, c, d, e


def _shade(skin: str, rng: np.random.Generator) -> Color:
    r, g, b = (np.array(SKINS[skin]) * rng.uniform(0.92, 1.06) + rng.normal(0, 0.012, 3)).tolist()
    return r, g, b


def _sleeve(rng: np.random.Generator) -> Sleeve | None:
    if rng.random() < 0.5:
        return None
    return Sleeve(_CLOTH[rng.integers(len(_CLOTH))], float(rng.uniform(0.05, 1.2)))


def _over(picture: np.ndarray, hand: Sprite, place: np.ndarray, pose: Pose) -> np.ndarray:
    """The hand over the picture, the middle of its palm and fingers at `place`."""
    from sketch2image.core.opencv import cv2

    lean = np.radians(pose.tilt)
    middle = np.array(hand.origin) - 0.3 * hand.scale * np.array((np.sin(lean), np.cos(lean)))
    shift = np.hstack([np.eye(2), (place - middle)[:, None]])
    alpha = hand.image[..., 3:].astype(np.float32) / 255
    layer = np.concatenate([hand.image[..., :3] * alpha, alpha], axis=-1)
    layer = cv2.warpAffine(layer, shift, picture.shape[1::-1])
    return picture * (1 - layer[..., 3:]) + layer[..., :3]
