"""Which fingers are raised, whatever way the hand is turned.

A small network reads distances and joint angles of the landmarks, in space and in the picture.
Both are the same for a hand that is turned, moved, mirrored or scaled, so the answer is too.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sketch2image.air.hand import CHAINS, KNUCKLES, WRIST, Hand
from sketch2image.core.errors import ErrorKind, UserError

FEATURES = 450
WEIGHTS = ("hidden", "hidden_bias", "out", "out_bias")
_PAIRS = np.triu_indices(21, 1)
_PALM = (WRIST, *KNUCKLES)
_JOINTS = np.array([chain[i - 1 : i + 2] for chain in CHAINS for i in (1, 2, 3)])


@dataclass(frozen=True)
class Fingers:
    """The state of five fingers: thumb, index, middle, ring, pinky.

    Attributes:
        probability: that the finger is raised, 0..1 each.
        pinch: probability that the tips of thumb and index finger touch, 0..1; in a fist they do
            not. Both fingers count as folded then.
    """

    probability: tuple[float, float, float, float, float]
    pinch: float = 0.0

    @property
    def raised(self) -> tuple[int, ...]:
        """1 for each raised finger, 0 for the others."""
        return tuple(int(p > 0.5) for p in self.probability)

    @property
    def count(self) -> int:
        """How many fingers are raised."""
        return sum(self.raised)


class FingerReader:
    """Reads finger states with the network of `train/fingers.py`.

    Args:
        weights: the .npz file, see `models.hub.ensure("lite-fingers")`.

    Raises:
        UserError: the file is damaged or of another version.
    """

    def __init__(self, weights: Path) -> None:
        try:
            with np.load(weights, allow_pickle=False) as stored:
                self._weights = {name: stored[name] for name in WEIGHTS}
            if self._weights["hidden"].shape[0] != FEATURES or len(self._weights["out_bias"]) != 6:
                raise ValueError("weights of another version")
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise UserError(
                ErrorKind.model,
                f"the finger weights {weights} cannot be used: {error}",
                "Get them back with `git checkout checkpoints/lite`.",
            ) from error

    @classmethod
    def of(cls, weights: Mapping[str, NDArray[np.float32]]) -> Self:
        """A reader of weights in memory, for training and tests."""
        reader = cls.__new__(cls)
        reader._weights = {name: weights[name] for name in WEIGHTS}
        return reader

    def read(self, hand: Hand) -> Fingers:
        """The fingers of one hand."""
        world, places = hand.world[None], hand.landmarks[None, :, :2]
        p = self.probabilities(world, places)[0].tolist()
        return Fingers((p[0], p[1], p[2], p[3], p[4]), p[5])

    def probabilities(
        self, world: NDArray[np.float32], places: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Landmarks in space (N, 21, 3) and in the picture (N, 21, 2), both in any unit, to
        (N, 6) probabilities: raised fingers, thumb first, and the pinch.
        """
        hidden, hidden_bias, out, out_bias = (self._weights[name] for name in WEIGHTS)
        inner = np.maximum(features(world, places) @ hidden + hidden_bias, 0)
        return 1 / (1 + np.exp(-(inner @ out + out_bias)))


def features(world: NDArray[np.float32], places: NDArray[np.float32]) -> NDArray[np.float32]:
    """Landmarks in space (N, 21, 3) and in the picture (N, 21, 2) to (N, 450) numbers that do not
    change when the hand is turned in the picture, moved, mirrored or scaled.

    For either: 210 distances in units of the palm, then the cosines of 15 joint angles. Space says
    more about hands seen at a slant, the picture about fingers folded toward the camera.
    """
    return np.concatenate((_shape(world), _shape(places)), axis=1).astype(np.float32)


def _shape(points: NDArray[np.float32]) -> NDArray[np.float32]:
    steps = points[:, _PAIRS[0]] - points[:, _PAIRS[1]]
    distances = np.linalg.norm(steps, axis=-1) / palm_size(points)[:, None]
    return np.concatenate((distances, _joint_cosines(points)), axis=1)


def palm_size(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """(N,) root of the mean squared distance of wrist and knuckles from their middle, for landmarks
    (N, 21, D) in any unit.
    """
    palm = points[:, _PALM]
    offsets = palm - palm.mean(axis=1, keepdims=True)
    return np.sqrt((offsets**2).sum(axis=2).mean(axis=1))


def _joint_cosines(points: NDArray[np.float32]) -> NDArray[np.float32]:
    before, joint, after = (points[:, _JOINTS[:, i]] for i in range(3))
    a, b = before - joint, after - joint
    lengths = np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1)
    return (a * b).sum(axis=-1) / (lengths + 1e-9)
