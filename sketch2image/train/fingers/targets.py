"""What the finger network should say of photos, of hands put together from them, and of rendered
ones.

Photos are labelled with counts only. Which fingers are raised starts from joint rules, corrected so
that they add up to the count.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketch2image.air.fingers import palm_size
from sketch2image.air.hand import CHAINS, INDEX, KNUCKLES, PEN, THUMB, TIPS, WRIST
from sketch2image.train.fingers.hands import Samples
from sketch2image.train.fingers.rendered import Rendered

OK_SIGN = 3
"""The count that some people show with thumb and index finger touching."""

_NEAR, _AHEAD = 0.6, 1.0

Rows = NDArray[np.float32]


class Targets(NamedTuple):
    """One row for each hand; the weights say how much each part matters.

    Attributes:
        fingers: (N, 5) how sure each finger is to be raised.
        pinch: (N,) whether thumb and index finger touch.
        counted: (N,) raised fingers.
        fingers_weight: (N,).
        pinch_weight: (N,).
        count_weight: (N,).
    """

    fingers: Rows
    pinch: Rows
    counted: NDArray[np.int64]
    fingers_weight: Rows
    pinch_weight: Rows
    count_weight: Rows


def of_photos(photos: Samples, belief: Rows, rule_weight: float) -> Targets:
    """Every count matters equally. None is meant as a pinch, but in some OK signs the tips touch;
    of those where that is not sure nothing is said.
    """
    count = photos.count
    share = np.bincount(count, minlength=6) / len(count)
    rare = 1 / np.maximum(share, 1e-3)
    signs, touch = ok_signs(count, belief), touching(photos.world, photos.places)
    return Targets(
        belief,
        (signs & touch).astype(np.float32),
        count,
        np.full(len(count), rule_weight, np.float32),
        (touch | ~signs).astype(np.float32),
        (rare / rare.mean())[count].astype(np.float32),
    )


def of_made(raised: Rows) -> Targets:
    """Hands put together: the fingers are known. A thumb beside a raised index finger is no pinch,
    what two folded ones do is not said.
    """
    nothing = np.zeros(len(raised), np.float32)
    apart = (raised[:, INDEX] > 0) | (raised[:, THUMB] > 0)
    count = raised.sum(axis=1).astype(np.int64)
    return Targets(raised, nothing, count, nothing + 1, apart.astype(np.float32), nothing)


def of_rendered(hands: Rendered, weight: float) -> Targets:
    """Rendered hands: everything is known."""
    nothing = np.zeros(len(hands), np.float32)
    each = nothing + weight
    count = hands.raised.sum(axis=1).astype(np.int64)
    return Targets(hands.raised, hands.pinch.astype(np.float32), count, each, each, nothing)


def ok_signs(count: NDArray[np.int64], belief: Rows) -> NDArray[np.bool_]:
    """(N,) hands that show three with thumb and index finger folded."""
    return (count == OK_SIGN) & (belief[:, INDEX] < 0.5) & (belief[:, THUMB] < 0.5)


def touching(world: Rows, places: Rows) -> NDArray[np.bool_]:
    """(N,) whether the tips of thumb and index finger are next to each other in space and in the
    picture, and away from the palm.
    """
    apart = np.maximum(_apart(world), _apart(places))
    wrist, knuckle, tip = (world[:, i] for i in (WRIST, KNUCKLES[0], PEN))
    ahead = np.linalg.norm(tip - wrist, axis=1) / np.linalg.norm(knuckle - wrist, axis=1)
    return (apart < _NEAR) & (ahead > _AHEAD)


def _apart(points: Rows) -> Rows:
    """(N,) from tip to tip in units of the palm."""
    return np.linalg.norm(points[:, TIPS[0]] - points[:, PEN], axis=1) / palm_size(points)


def believed(world: Rows, count: NDArray[np.int64]) -> Rows:
    """(N, 5) how sure each finger is to be raised, given joint rules and the labelled count."""
    rule = np.clip(_rule(world), 0.02, 0.98)[:, None]
    patterns = np.array(list(itertools.product((0, 1), repeat=5)), np.float32)
    likely = np.where(patterns[None] > 0, rule, 1 - rule).prod(axis=2)
    likely *= patterns.sum(axis=1)[None] == count[:, None]
    return (likely / likely.sum(axis=1, keepdims=True) @ patterns).astype(np.float32)


def _rule(world: Rows) -> Rows:
    far = [np.linalg.norm(world[:, c[4]] - world[:, WRIST], axis=1) for c in CHAINS]
    near = [np.linalg.norm(world[:, c[2]] - world[:, WRIST], axis=1) for c in CHAINS]
    straight = 1 / (1 + np.exp(-15 * (np.stack(far, 1) / np.stack(near, 1) - 1.1)))
    pinky = world[:, KNUCKLES[3]]
    tip, base = (np.linalg.norm(world[:, i] - pinky, axis=1) for i in (4, 2))
    straight[:, 0] = 1 / (1 + np.exp(-25 * (tip / base - 1.15)))
    return straight.astype(np.float32)
