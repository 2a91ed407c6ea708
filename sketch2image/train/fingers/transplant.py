"""Hands with every combination of raised fingers, put together from fingers of real hands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.air.hand import CHAINS, FINGER_NAMES, KNUCKLES, WRIST
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.train.fingers.hands import Samples

CERTAIN = 0.95
"""A finger is a donor when it is this sure to be raised, or to be folded."""

_PALM = (WRIST, *KNUCKLES)
_ROOTS = (WRIST, *KNUCKLES)
_MOVED = tuple(chain[1:] if finger == 0 else chain[2:] for finger, chain in enumerate(CHAINS))


@dataclass(frozen=True, eq=False)
class Hands:
    """Hands in one common frame: palms aligned, of size 1, all of them right hands.

    Attributes:
        world: (N, 21, 3) landmarks in space.
        places: (N, 21, 2) landmarks in the picture.
    """

    world: NDArray[np.float32]
    places: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Donors:
    """Hands, and which of their fingers are known to be raised or folded.

    Attributes:
        hands: N of them.
        raised: five lists of rows whose finger is raised.
        folded: five lists of rows whose finger is folded.
    """

    hands: Hands
    raised: tuple[NDArray[np.int64], ...]
    folded: tuple[NDArray[np.int64], ...]


def donors(samples: Samples, belief: NDArray[np.float32]) -> Donors:
    """Make donors of samples; `belief` (N, 5) is how sure each finger is to be raised.

    Raises:
        UserError: a finger is never raised, or never folded.
    """
    found = Donors(
        hands=Hands(_in_space(samples.world, samples.right), _in_picture(samples.places)),
        raised=tuple(np.flatnonzero(belief[:, finger] > CERTAIN) for finger in range(5)),
        folded=tuple(np.flatnonzero(belief[:, finger] < 1 - CERTAIN) for finger in range(5)),
    )
    _require("raised", found.raised)
    _require("folded", found.folded)
    return found


def _require(state: str, fingers: tuple[NDArray[np.int64], ...]) -> None:
    for name, rows in zip(FINGER_NAMES, fingers, strict=True):
        if not len(rows):
            message = f"none of the hands shows the {name} finger {state}"
            raise UserError(ErrorKind.input, message, "Give more photos of hands.")


def transplant(
    source: Donors, count: int, rng: np.random.Generator
) -> tuple[Hands, NDArray[np.float32]]:
    """Make `count` hands, and (count, 5) raised 1 or folded 0 for their fingers."""
    base = rng.integers(0, len(source.hands.world), count)
    raised = rng.integers(0, 2, (count, 5))
    picks = [_picks(source, finger, raised[:, finger], rng) for finger in range(5)]
    made = (_sewn(points, base, picks) for points in (source.hands.world, source.hands.places))
    return Hands(*made), raised.astype(np.float32)


def _picks(
    source: Donors, finger: int, raised: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.int64]:
    up, down = source.raised[finger], source.folded[finger]
    return np.where(raised, rng.choice(up, len(raised)), rng.choice(down, len(raised)))


def _sewn(
    points: NDArray[np.float32], base: NDArray[np.int64], picks: list[NDArray[np.int64]]
) -> NDArray[np.float32]:
    hands = points[base]
    for root, moved, pick in zip(_ROOTS, _MOVED, picks, strict=True):
        shift = hands[:, root] - points[pick, root]
        hands[:, moved] = points[pick][:, moved] + shift[:, None]
    return hands


def _in_space(world: NDArray[np.float32], right: NDArray[np.bool_]) -> NDArray[np.float32]:
    up = _unit(world[:, KNUCKLES[1]] - world[:, WRIST])
    across = world[:, KNUCKLES[0]] - world[:, KNUCKLES[3]]
    across = _unit(across - (across * up).sum(axis=1, keepdims=True) * up)
    hands = _turned(world, np.stack((across, up, np.cross(across, up)), axis=1))
    hands[~right, :, 2] *= -1
    return hands


def _in_picture(places: NDArray[np.float32]) -> NDArray[np.float32]:
    up = _unit(places[:, KNUCKLES[1]] - places[:, WRIST])
    across = up[:, ::-1] * (1, -1)
    side = ((places[:, KNUCKLES[0]] - places[:, KNUCKLES[3]]) * across).sum(axis=1)
    across = np.where(side[:, None] < 0, -across, across)
    return _turned(places, np.stack((across, up), axis=1))


def _turned(points: NDArray[np.float32], axes: NDArray[np.float32]) -> NDArray[np.float32]:
    palm = points[:, _PALM]
    middle = palm.mean(axis=1, keepdims=True)
    size = np.sqrt(((palm - middle) ** 2).sum(axis=2).mean(axis=1))
    turned = np.einsum("nij,npj->npi", axes, points - middle) / size[:, None, None]
    return turned.astype(np.float32)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
