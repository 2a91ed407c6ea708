"""Dividing triplets so that no photo of the test was learned from, under any name.

fashion-sbir took its test by places of one list in another, and so tested on what it had learned.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.types import Image
from sketch2image.train.composed.triplets import Triplet

_SMALL = 64
"""Longest side, in pixels, at which photos are compared."""


@dataclass(frozen=True)
class Parts:
    """Triplets to learn from, to choose the best weights by, and to measure on."""

    train: tuple[Triplet, ...]
    val: tuple[Triplet, ...]
    test: tuple[Triplet, ...]


def divide(triplets: Sequence[Triplet], val: float, test: float, fold: int = 0) -> Parts:
    """Three parts; photos that look the same stay together.

    The order is by a hash of the look: the same on every machine, whatever files are called. The
    test of fold k begins where that of fold k - 1 ends, so that 1 / test folds measure on all.

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
    found: dict[str, list[Triplet]] = defaultdict(list)
    for triplet in triplets:
        found[_look(open_picture(triplet.photo, _SMALL))].append(triplet)
    return [found[look] for look in sorted(found)]


def _look(photo: Image) -> str:
    """A hash that a photo keeps when it is saved anew or in another size.

    Whether each of 8 x 8 cells is darker than its right neighbor (dHash), hashed once more so that
    the order of photos is a matter of chance.
    """
    from sketch2image.core.opencv import cv2

    small = cv2.resize(photo, (9, 8), interpolation=cv2.INTER_AREA).astype(float)
    gray = small.mean(axis=2)
    bits = np.packbits(gray[:, 1:] > gray[:, :-1]).tobytes()
    return hashlib.sha256(bits).hexdigest()
