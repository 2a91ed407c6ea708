"""Several pictures asked for as one query."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError


def fuse(vectors: NDArray[np.float32], weights: Sequence[float]) -> NDArray[np.float32]:
    """One query vector whose inner product is the weighted mean of the parts' cosines.

    The mean of inner products is the inner product of the mean, so one search does for all parts,
    and a score stays within -1..1. The result is not of unit length.

    Args:
        vectors: (N, D) unit rows, one per part.
        weights: N numbers, not all zero; a negative one pushes matches away from its part.

    Returns:
        (D,) float32.

    Raises:
        UserError: no part, or all weights are zero.
    """
    given = np.asarray(weights, np.float32)
    return (normalized(given) @ vectors).astype(np.float32)


def normalized(weights: Sequence[float] | NDArray[np.float32]) -> NDArray[np.float32]:
    """(N,) weights scaled so that their absolute values add up to 1.

    Raises:
        UserError: no weight, or all are zero, or one is not finite.
    """
    given = np.asarray(weights, np.float32)
    total = float(np.abs(given).sum())
    if not np.isfinite(total) or total == 0:
        hint = "Give at least one part a weight other than 0."
        raise UserError(ErrorKind.input, "the weights of a search cannot be used", hint)
    return given / total
