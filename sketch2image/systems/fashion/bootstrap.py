"""Whether a difference between two ways of asking is more than chance."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_DRAWS = 10_000
_ENDS = (2.5, 97.5)


class Difference(NamedTuple):
    """A mean difference, and its 95 % interval."""

    mean: float
    low: float
    high: float


def paired_difference(one: NDArray, other: NDArray, seed: int = 0) -> Difference:
    """How much more the first way finds, by the same queries.

    Queries are drawn anew, with both of their outcomes (Efron and Tibshirani, An Introduction to
    the Bootstrap, 1993: the percentile interval).

    Args:
        one: (N,) outcome of each query, 0..1.
        other: (N,) of the same queries.
        seed: of the draws.
    """
    gains = one.astype(float) - other.astype(float)
    rng = np.random.default_rng(seed)
    means = np.array(
        [gains[rng.integers(len(gains), size=len(gains))].mean() for _ in range(_DRAWS)]
    )
    low, high = np.percentile(means, _ENDS)
    return Difference(float(gains.mean()), float(low), float(high))
