"""The solids of a human hand: bones, pads, nails and sleeve in any pose.

A hand is a smooth union of round-ended cones. Units are about one palm width; x to the right, y
up along the fingers, z out of the palm. The hand modelled is a right one with its thumb on the
left, as people see their own in a mirror.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sketch2image.synth.shapes import Material, Shape, capsule, ellipsoid, lathe, rotation

Points = NDArray[np.float64]
Fingers = tuple[float, float, float, float, float]

ARM = 6.6
"""Length of the forearm that reaches from any place of a picture out of it."""

_KNUCKLES = np.array(
    [(-0.36, 0.42, 0.0), (-0.12, 0.50, 0.02), (0.12, 0.47, 0.01), (0.34, 0.36, -0.02)]
)
_BONES = ((0.42, 0.26, 0.22), (0.46, 0.29, 0.23), (0.43, 0.27, 0.22), (0.33, 0.20, 0.19))
_SPREAD, _CONVERGE = (-12.0, -3.0, 6.0, 16.0), (-3.0, 5.0, 20.0, 34.0)
_THICK = (0.125, 0.13, 0.125, 0.11)
_TAPER = 0.08
_STRETCHED, _CURLED = np.array([9.0, 13.0, 9.0]), np.array([74.0, 106.0, 62.0])
_PINCHED, _PINCHED_LEAN = np.array([50.0, 70.0, 35.0]), -6.0
_ROOT = (-0.30, -0.28, 0.08)
_THUMB = {
    "stretched": (_ROOT, (-0.58, -0.02, 0.14), (-0.76, 0.26, 0.12), (-0.88, 0.50, 0.08)),
    "curled": (_ROOT, (-0.48, 0.00, 0.24), (-0.40, 0.26, 0.42), (-0.14, 0.38, 0.52)),
    "pinched": (_ROOT, (-0.52, -0.04, 0.28), (-0.60, 0.19, 0.48), (-0.38, 0.32, 0.55)),
}
_THUMB_BACK = {
    "stretched": (-0.6, -0.3, -0.7),
    "curled": (-0.3, 0.3, 0.9),
    "pinched": (-0.5, -0.1, 0.8),
}
_THUMB_THICK = (0.17, 0.135, 0.115, 0.095)
_WRIST = ((-0.20, -0.55, -0.02), (-0.07, -0.58, -0.02), (0.07, -0.58, -0.02), (0.20, -0.55, -0.03))
_PADS = (
    ((0.00, -0.08, 0.00), (0.40, 0.50, 0.11), 0.0),
    ((-0.23, -0.25, 0.09), (0.17, 0.33, 0.16), 14.0),
    ((0.25, -0.22, 0.06), (0.15, 0.36, 0.16), -4.0),
    ((0.00, 0.33, 0.03), (0.44, 0.13, 0.16), -6.0),
)
_ELBOW = 5.2
_FOREARM = ((-0.10, -0.17), (0.10, 0.17))
_FOREARM_THICK, _FOREARM_DEEP = (0.20, 0.40), (-0.03, -0.05)
_TENDON, _KNUCKLE_HEIGHT = (0.005, 0.008), 0.09
_NAIL = (0.62, 0.95, 0.40)
_CUFF = 0.48
_BLEND, _JOINT_BLEND = 0.1, 0.04
_SKIN = Material((1.0, 1.0, 1.0))


@dataclass(frozen=True)
class Build:
    """Proportions of a hand against the usual one.

    Attributes:
        finger: length of the fingers.
        thick: thickness of fingers and arm.
        breadth: width of the palm.
    """

    finger: float = 1.0
    thick: float = 1.0
    breadth: float = 1.0


BUILDS: dict[str, Build] = {
    "usual": Build(),
    "slim": Build(1.03, 0.86, 0.92),
    "broad": Build(0.95, 1.10, 1.10),
    "long": Build(1.13, 0.93, 0.97),
    "child": Build(0.86, 1.04, 0.97),
}


@dataclass(frozen=True)
class Pose:
    """How a hand is held.

    Attributes:
        fingers: thumb, index, middle, ring, pinky; 1 stretched .. 0 curled.
        right: right hand or left hand.
        tilt: degrees the hand leans to the left in the picture.
        yaw: degrees the palm turns about the arm.
        variant: seed of small deviations of every joint; 0 for none.
        palm: whether the palm is toward the viewer, else the back of the hand.
        pinch: 1 where the tips of thumb and index finger touch, whatever `fingers` says of them.
        build: one of `BUILDS`.
    """

    fingers: Fingers
    right: bool = True
    tilt: float = 0.0
    yaw: float = 0.0
    variant: int = 0
    palm: bool = True
    pinch: float = 0.0
    build: str = "usual"


@dataclass(frozen=True, eq=False)
class Skeleton:
    """A hand of solids in object space.

    Attributes:
        shapes: in parts "hand", "palm", "nail" and "sleeve".
        chains: (5, 4, 3) joints of each finger, thumb first, ending in the middle of the fingertip.
        thick: (5,) thickness of each finger.
        tip: (3,) end of the index finger.
    """

    shapes: list[Shape]
    chains: Points
    thick: Points
    tip: Points


def skeleton(pose: Pose, arm: float = ARM, sleeve: float | None = None) -> Skeleton:
    """The solids of a hand.

    Args:
        pose: how it is held; its side, tilt and yaw are left to the camera.
        arm: length of the forearm.
        sleeve: how far below the wrist a sleeve begins, or None for a bare arm.
    """
    build = BUILDS[pose.build]
    chains, thick = _chains(pose, build), build.thick * np.array((_THUMB_THICK[1], *_THICK))
    shapes = _arm(arm) + _palm(build)
    for i in range(1, 5):
        shapes += _bones(chains[i], thick[i] * (1 - _TAPER * np.arange(4)), _JOINT_BLEND)
    shapes += _bones(chains[0], build.thick * np.array(_THUMB_THICK), _BLEND)
    web = _wide(_KNUCKLES[0], build) - (0, 0.16, 0)
    shapes.append(_cone(chains[0, :2].mean(axis=0), web, 0.11, 0.10))
    if not pose.palm:
        shapes += _back(build)
    shapes += _nails(pose, chains, thick)
    if sleeve is not None:
        shapes.append(_sleeve(sleeve, arm))
    along = chains[1, 3] - chains[1, 2]
    tip = chains[1, 3] + thick[1] * (1 - 3 * _TAPER) * along / np.linalg.norm(along)
    return Skeleton(shapes, chains, thick, tip)


def _chains(pose: Pose, build: Build) -> Points:
    rng = np.random.default_rng(pose.variant)
    loose = 0.0 if pose.variant == 0 else 1.0
    fingers = [_finger(i, pose, build, loose * rng.normal(size=4)) for i in range(4)]
    thumb = _wide(_mixed(_THUMB, pose), build) + loose * 0.02 * rng.normal(size=(1, 3))
    return np.stack([thumb, *fingers])


def _finger(i: int, pose: Pose, build: Build, loose: Points) -> Points:
    """(4, 3) joints from the knuckle to the middle of the fingertip."""
    stretched, pinch = pose.fingers[i + 1], pose.pinch if i == 0 else 0.0
    lean = _CONVERGE[i] + (_SPREAD[i] - _CONVERGE[i]) * stretched
    bends = _CURLED + (_STRETCHED - _CURLED) * stretched
    lean, bends = lean + (_PINCHED_LEAN - lean) * pinch, bends + (_PINCHED - bends) * pinch
    side = np.radians(lean + 1.5 * loose[3])
    angles = np.radians(np.cumsum(bends + (2 + 3 * stretched) * loose[:3]))
    up = np.array([np.sin(side), np.cos(side), 0])
    steps = np.cos(angles)[:, None] * up + np.sin(angles)[:, None] * (0, 0, 1)
    bones = steps * build.finger * np.array(_BONES[i])[:, None]
    knuckle = _wide(_KNUCKLES[i], build)
    return np.vstack([knuckle, knuckle + np.cumsum(bones, axis=0)])


def _mixed(table: Mapping[str, Sequence[object]], pose: Pose) -> Points:
    """What a table says of the thumb, between its three states."""
    stretched, curled, pinched = (np.array(table[n]) for n in ("stretched", "curled", "pinched"))
    free = curled + (stretched - curled) * pose.fingers[0]
    return free + (pinched - free) * pose.pinch


def _wide(points: Points | Sequence[object], build: Build) -> Points:
    return np.asarray(points, float) * (build.breadth, 1, 1)


def _bones(joints: Points, radii: Points, blend: float) -> list[Shape]:
    rows = zip(pairwise(joints), pairwise(radii.tolist()), (_BLEND, blend, blend), strict=True)
    return [_cone(a, b, ra, rb, width) for (a, b), (ra, rb), width in rows]


def _arm(length: float) -> list[Shape]:
    """Thicker away from the wrist, the same way whatever its length."""
    share = length / _ELBOW
    widest = _FOREARM_THICK[0] + (_FOREARM_THICK[1] - _FOREARM_THICK[0]) * share
    near, far = _FOREARM_DEEP
    return [
        _cone((a, -0.6, near), (a + (b - a) * share, -length, far), _FOREARM_THICK[0], widest)
        for a, b in _FOREARM
    ]


def _palm(build: Build) -> list[Shape]:
    ends = zip(_wide(_WRIST, build), _wide(_KNUCKLES, build), strict=True)
    bones = [_cone(a, b, 0.16, 0.125 * build.thick) for a, b in ends]
    return bones + [
        ellipsoid(
            _wide(center, build).tolist(), _wide(radii, build).tolist(), _SKIN, "palm", _BLEND,
            rotation(z=lean),
        )
        for center, radii, lean in _PADS
    ]  # fmt: skip


def _back(build: Build) -> list[Shape]:
    """Knuckles and tendons that stand out on the back of the hand."""
    wrist, knuckles = _wide(_WRIST, build), _wide(_KNUCKLES, build)
    tendons = [
        _cone(0.55 * a + 0.45 * b - (0, 0, 0.10), b - (0, 0.04, 0.095), *_TENDON, 0.12)
        for a, b in zip(wrist, knuckles, strict=True)
    ]
    size = (0.085, 0.10, 0.06)
    height = (0, 0, _KNUCKLE_HEIGHT)
    return tendons + [ellipsoid(k - height, size, _SKIN, "hand", 0.09) for k in knuckles]


def _nails(pose: Pose, chains: Points, thick: Points) -> list[Shape]:
    backs = [_mixed(_THUMB_BACK, pose), *map(_dorsal, chains[1:])]
    rows = zip(chains, backs, thick * (1 - 3 * _TAPER), strict=True)
    return [_nail(joints, back, radius) for joints, back, radius in rows]


def _dorsal(joints: Points) -> Points:
    """(3,) direction from the middle of a fingertip to its nail, any length."""
    along = joints[-1] - joints[-2]
    across = np.cross(joints[1] - joints[0], joints[2] - joints[1])
    return np.cross(along, across)


def _nail(joints: Points, back: Points, radius: float) -> Shape:
    along = joints[-1] - joints[-2]
    along /= np.linalg.norm(along)
    up = back - along * (back @ along)
    up /= np.linalg.norm(up)
    center = joints[-1] + up * radius * 0.72 + along * radius * 0.25
    turn = np.stack([np.cross(along, up), along, up], axis=1)
    radii = tuple(radius * share for share in _NAIL)
    return ellipsoid(center.tolist(), radii, _SKIN, "nail", 0.012, turn)


def _sleeve(start: float, arm: float) -> Shape:
    top, bottom = -0.6 - start, -arm - 0.3
    wide = _CUFF + 0.03 * (top - bottom)
    profile = [(-0.1, bottom), (wide, bottom), (_CUFF, top - 0.2), (_CUFF + 0.02, top - 0.16),
               (_CUFF, top), (-0.1, top)]  # fmt: skip
    return lathe(profile, (0.0, 0.0, -0.03), _SKIN, "sleeve", 0.03)


def _cone(
    a: Sequence[float] | Points,
    b: Sequence[float] | Points,
    ra: float,
    rb: float,
    blend: float = _BLEND,
) -> Shape:
    return capsule(list(a), list(b), ra, rb, _SKIN, "hand", blend)
