"""Nearest neighbors between small point sets, compiled by numba."""

from __future__ import annotations

import math

import numba as nb
import numpy as np
from numpy.typing import NDArray


@nb.njit(cache=True, fastmath=True, nogil=True)
def mean_distances(
    points: NDArray[np.float32],
    sets: NDArray[np.float32],
    used: NDArray[np.bool_],
    most: float,
) -> NDArray[np.float32]:
    """How far each set is from some points.

    Args:
        points: (P, 2).
        sets: (N, Q, 2).
        used: (N, Q) which points of a set count.
        most: longer distances count as this.

    Returns:
        (N,) mean over `points` of the distance to the nearest used point of the set.
    """
    means = np.empty(len(sets), np.float32)
    for n in range(len(sets)):
        total = 0.0
        for p in range(len(points)):
            x, y = points[p, 0], points[p, 1]
            best = most * most
            for q in range(sets.shape[1]):
                if used[n, q]:
                    dx, dy = sets[n, q, 0] - x, sets[n, q, 1] - y
                    best = min(best, dx * dx + dy * dy)
            total += math.sqrt(best)
        means[n] = total / max(1, len(points))
    return means
