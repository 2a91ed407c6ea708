"""Hands as the landmarker would give them, without pictures: posed skeletons."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from sketch2image.air.hand import PEN, Hand
from sketch2image.synth.skeleton import Pose, skeleton

POSES: dict[str, tuple[float, float, float, float, float]] = {
    "draw": (0, 1, 0, 0, 0),
    "hover": (0, 1, 1, 0, 0),
    "lift": (0, 0, 0, 0, 0),
    "erase": (0, 1, 1, 1, 1),
    "next color": (0, 1, 1, 1, 0),
    "undo": (1, 0, 0, 0, 1),
    "done": (1, 1, 1, 1, 1),
}
"""Fingers of some actions of the default profile."""

PIXELS = 60.0
WRIST = (0.0, -0.6, 0.0)


@cache
def _joints(pose: str) -> NDArray[np.float32]:
    """(21, 3) landmarks, the stretched index finger's tip at the origin."""
    joints = _landmarks(pose) - _landmarks("draw")[PEN]
    return (joints * (1, -1, 1)).astype(np.float32)


def _landmarks(pose: str) -> NDArray[np.float32]:
    chains = skeleton(Pose(POSES[pose])).chains.reshape(20, 3)
    return np.concatenate(([WRIST], chains)).astype(np.float32)


def posed(pose: str, x: float, y: float) -> Hand:
    """A right hand whose index finger, when stretched, points to pixels (x, y)."""
    joints = _joints(pose)
    places = joints * np.float32(PIXELS) + np.array((x, y, 0), np.float32)
    return Hand(places, joints * np.float32(0.04), "Right", 0.95, (0.0, 0.0, 1.0, 1.0))
