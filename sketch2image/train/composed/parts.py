"""Dividing triplets so that no photo of the test was learned from, under any name.

fashion-sbir took its test by places of one list in another, and so tested on what it had learned.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.types import Image
from sketch2image.train.composed.triplets import Triplet

_OPENED, _SIDE = 64, 16
"""Sides, in pixels, at which photos are opened, and compared."""

_ALIKE = 8.0
"""Root mean square, in levels 0..255, up to which two photos are one saved twice; of
photos of 741 garments no two are nearer than 11."""

_CHUNK = 512


@dataclass(frozen=True)
class Parts:
    """Triplets to learn from, to choose the best weights by, and to measure on."""

    train: tuple[Triplet, ...]
    val: tuple[Triplet, ...]
    test: tuple[Triplet, ...]


def divide(triplets: Sequence[Triplet], val: float, test: float, fold: int = 0) -> Parts:
    """Three parts; photos that look the same stay together.

    The order is by a hash of the names: the same on every machine. The test of fold k begins where
    that of fold k - 1 ends, so that 1 / test folds measure on all.

    Args:
        triplets: of all sets.
        val: share, 0..1.
        test: share, 0..1.
        fold: from 0 on.

    Raises:
        UserError: a part would be empty, or a photo cannot be read.
    """
    groups = _groups(triplets)
    tested = round(test * len(groups))
    start = fold * tested % len(groups)
    turned = groups[start:] + groups[:start]
    chosen = tested + max(1, round(val * len(groups)))
    if chosen >= len(groups) or (test and not tested):
        message = f"{len(groups)} different photos cannot be divided by {val:g} and {test:g}"
        raise UserError(ErrorKind.input, message, "Add photos, or take other shares.")
    slices = turned[chosen:], turned[tested:chosen], turned[:tested]
    return Parts(*(tuple(one for group in part for one in group) for part in slices))


def _groups(triplets: Sequence[Triplet]) -> list[list[Triplet]]:
    """Photos that are alike, by chains where need be; the first of each group stands for it."""
    looks = np.stack([_look(open_picture(one.photo, _OPENED)) for one in triplets])
    leader = np.arange(len(triplets))
    for place, found in enumerate(_alike(looks)):
        for other in found[found > place]:
            leader[leader == leader[other]] = leader[place]
    groups: dict[int, list[Triplet]] = defaultdict(list)
    for place, triplet in enumerate(triplets):
        groups[int(leader[place])].append(triplet)
    return sorted(groups.values(), key=lambda group: _lot(group[0].name))


def _look(photo: Image) -> NDArray[np.float32]:
    """(16 * 16 * 3,) levels, so that lengths of differences are root mean squares."""
    from sketch2image.core.opencv import cv2

    small = cv2.resize(photo, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    return small.astype(np.float32).ravel() / np.float32(_SIDE * 3**0.5)


def _alike(looks: NDArray[np.float32]) -> Iterator[NDArray[np.int64]]:
    """For each photo the places of those like it, itself among them."""
    lengths = (looks**2).sum(axis=1)
    for start in range(0, len(looks), _CHUNK):
        part = slice(start, start + _CHUNK)
        apart = lengths[part, None] + lengths - 2 * looks[part] @ looks.T
        yield from map(np.flatnonzero, apart <= _ALIKE**2)


def _lot(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
