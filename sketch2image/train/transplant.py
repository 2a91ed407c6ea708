"""Hands with every combination of raised fingers, put together from fingers of real hands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.air.hand import CHAINS, KNUCKLES, WRIST
from sketch2image.train.hands import Samples

CERTAIN = 0.95
"""A finger is a donor when it is this sure to be raised, or to be folded."""

_PALM = (WRIST, *KNUCKLES)
_ROOTS = (WRIST, *KNUCKLES)
_MOVED = tuple(chain[1:] if finger == 0 else chain[2:] for finger, chain in enumerate(CHAINS))


@dataclass(frozen=True, eq=False)
class Donors:
    """Hands in one common frame, and which of their fingers are known to be raised or folded.

    Attributes:
        hands: (N, 21, 3) right hands, palm size 1, palms aligned.
        raised: five lists of rows whose finger is raised.
        folded: five lists of rows whose finger is folded.
    """

    hands: NDArray[np.float32]
    raised: tuple[NDArray[np.int64], ...]
    folded: tuple[NDArray[np.int64], ...]


def donors(samples: Samples, belief: NDArray[np.float32]) -> Donors:
    """Make donors of samples; `belief` (N, 5) is how sure each finger is to be raised."""
    return Donors(
        hands=_aligned(samples.world, samples.right),
        raised=tuple(np.flatnonzero(belief[:, finger] > CERTAIN) for finger in range(5)),
        folded=tuple(np.flatnonzero(belief[:, finger] < 1 - CERTAIN) for finger in range(5)),
    )


def transplant(
    source: Donors, count: int, rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Make `count` hands: (count, 21, 3) landmarks and (count, 5) raised 1 or folded 0."""
    hands = source.hands[rng.integers(0, len(source.hands), count)]
    raised = rng.integers(0, 2, (count, 5))
    for finger in range(5):
        picks = np.where(
            raised[:, finger],
            rng.choice(source.raised[finger], count),
            rng.choice(source.folded[finger], count),
        )
        root, moved = _ROOTS[finger], list(_MOVED[finger])
        shift = hands[:, root] - source.hands[picks, root]
        hands[:, moved] = source.hands[picks][:, moved] + shift[:, None]
    return hands, raised.astype(np.float32)


def _aligned(world: NDArray[np.float32], right: NDArray[np.bool_]) -> NDArray[np.float32]:
    palm = world[:, _PALM]
    middle = palm.mean(axis=1, keepdims=True)
    up = _unit(world[:, KNUCKLES[1]] - world[:, WRIST])
    across = world[:, KNUCKLES[0]] - world[:, KNUCKLES[3]]
    across = _unit(across - (across * up).sum(axis=1, keepdims=True) * up)
    axes = np.stack((across, up, np.cross(across, up)), axis=1)
    size = np.sqrt(((palm - middle) ** 2).sum(axis=2).mean(axis=1))
    hands = np.einsum("nij,npj->npi", axes, world - middle) / size[:, None, None]
    hands[~right, :, 2] *= -1
    return hands.astype(np.float32)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
