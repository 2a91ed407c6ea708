"""How far up queries find the one photo that each was made from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Vectors

Places = NDArray[np.int64]
"""(N,) place of each query's own photo, from 0 on."""

RECALL_AT = (1, 5, 10)

_EQUAL = 1e-6
"""Cosines nearer than this are equal: they differ by the order of additions."""


def own_places(queries: Vectors, photos: Vectors) -> Places:
    """Place of each query's own photo; of equal cosines the worst, so that ties gain nothing.

    Args:
        queries: (N, D) unit rows.
        photos: (M, D) unit rows, M >= N; the i-th is that of the i-th query.
    """
    own = (queries * photos[: len(queries)]).sum(axis=1)
    return (queries @ photos.T >= own[:, None] - _EQUAL).sum(axis=1) - 1


def recalls(places: Places) -> dict[str, float]:
    """R@1, R@5, R@10 and mAP, 0..1.

    With one right photo a query, its average precision is 1 / (place of that photo, from 1 on).
    """
    found = {f"R@{k}": float((places < k).mean()) for k in RECALL_AT}
    return {**found, "mAP": float((1 / (places + 1)).mean())}
