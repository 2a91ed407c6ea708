"""Which features of a photo are those of a work: nearest to each other, and clearly so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketch2image.gallery.local.features import LocalFeatures

RATIO = 0.9
"""Most distance to the nearest feature, as part of that to the second nearest (Lowe, 2004).

Wider than the usual 0.8: the geometry sorts out what is wrong.
"""

_UNIT = np.float32(1 / 255)


class Pairs(NamedTuple):
    """Positions of the same feature in the photo and in the work, (M,) each."""

    photo: NDArray[np.int64]
    work: NDArray[np.int64]


def match_all(photo: LocalFeatures, works: Sequence[LocalFeatures]) -> list[Pairs]:
    """The pairs of a photo with each of some works."""
    wanted = unit_rows(photo)
    return [_paired(wanted @ unit_rows(work).T) for work in works]


def unit_rows(features: LocalFeatures) -> NDArray[np.float32]:
    """(N, 128) unit rows, near enough, of the descriptors."""
    return np.asarray(features.descriptors * _UNIT, np.float32)


def _paired(cosines: NDArray[np.float32]) -> Pairs:
    """From the (P, W) cosines of RootSIFT rows, which are unit rows."""
    if min(cosines.shape) < 2:
        return Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64))
    rows = np.arange(len(cosines))
    best = cosines.argmax(axis=1)
    nearest = cosines[rows, best]
    mutual = cosines.argmax(axis=0)[best] == rows
    kept = np.flatnonzero(mutual)
    others = cosines[kept].copy()
    others[np.arange(len(kept)), best[kept]] = -1
    clear = 1 - nearest[kept] < RATIO**2 * (1 - others.max(axis=1))
    return Pairs(kept[clear], best[kept[clear]])
