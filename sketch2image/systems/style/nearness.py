"""How near pictures are: cosine or Euclidean distance, and how well the nearest are of one style.

Of N queries, P@k is the share of hits among the first k of the gallery, divided by k also where it
holds fewer; mAP is over the whole ranking (`train.contrastive.metrics`). A query that is itself in
the gallery, or a copy of it, does not count among its own answers; queries without a hit are left
out of the means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sketch2image.gallery.pooling import unit
from sketch2image.gallery.style.bodies import Rows
from sketch2image.systems.style.describing import Described, Features
from sketch2image.train.contrastive.metrics import average_precision, precision_at

Distance = Literal["cosine", "euclidean"]

PRECISION_AT = (1, 5, 10)

_CHUNK = 256
"""Queries ranked at a time, so that memory grows with the gallery alone."""


@dataclass(frozen=True, eq=False)
class Side:
    """Queries, or a gallery.

    Attributes:
        described: N pictures.
        labels: (N,) style of each.
        contents: (N,) digest of each.
    """

    described: Described
    labels: NDArray[Any]
    contents: NDArray[Any]


def distances(queries: Rows, gallery: Rows, distance: Distance) -> Rows:
    """(Q, N) distances: 1 - cosine, 0..2, or Euclidean, from 0 on."""
    return _DISTANCES[distance](queries, gallery)


def retrieval(queries: Side, gallery: Side) -> dict[str, dict[str, float]]:
    """P@k and mAP by `features distance`, e.g. `logits cosine`."""
    pairs = product(get_args(Features), get_args(Distance))
    return {
        f"{features} {distance}": dict(_measured(queries, gallery, features, distance))
        for features, distance in pairs
        if queries.described.rows(features).shape[1]
    }


def _measured(
    queries: Side, gallery: Side, features: Features, distance: Distance
) -> Mapping[str, float]:
    parts = list(_by_query(queries, gallery, features, distance))
    names = parts[0] if parts else {}
    joined = {name: np.concatenate([part[name] for part in parts]) for name in names}
    return {name: float(values.mean()) if len(values) else 0.0 for name, values in joined.items()}


def _by_query(
    queries: Side, gallery: Side, features: Features, distance: Distance
) -> Iterator[Mapping[str, NDArray[np.float64]]]:
    held = gallery.described.rows(features)
    for start in range(0, len(queries.labels), _CHUNK):
        part = slice(start, start + _CHUNK)
        far = distances(queries.described.rows(features)[part], held, distance)
        own = queries.contents[part, None] == gallery.contents
        order = np.argsort(np.where(own, np.inf, far), axis=1, kind="stable")
        hits = (gallery.labels[order] == queries.labels[part, None]) & ~np.take_along_axis(
            own, order, axis=1
        )
        known = hits[hits.any(axis=1)]
        yield {
            **{f"P@{k}": precision_at(known, k) for k in PRECISION_AT},
            "mAP": average_precision(known),
        }


def _cosine(queries: Rows, gallery: Rows) -> Rows:
    return 1 - np.clip(unit(queries) @ unit(gallery).T, -1, 1)


def _euclidean(queries: Rows, gallery: Rows) -> Rows:
    squares = (queries**2).sum(axis=1)[:, None] + (gallery**2).sum(axis=1)
    return np.sqrt(np.maximum(squares - 2 * queries @ gallery.T, 0)).astype(np.float32)


_DISTANCES: Mapping[Distance, Callable[[Rows, Rows], Rows]] = {
    "cosine": _cosine,
    "euclidean": _euclidean,
}
