"""How well sketches find photos.

For one sketch, photos are ranked by cosine; of equal cosines the earlier photo ranks first. A photo
is a hit where it has the sketch's class; R photos are, of the whole gallery. P(r) is the share of
hits among the first r.

- `P@k`: hits among the first k, divided by k, also where the gallery or R is smaller.
- `mAP@k`: the mean over sketches of AP@k = sum of P(r) over the hits at r <= k, divided by
  min(R, k). It is 1 only where the first min(R, k) photos are all hits.
- `mAP@k by hits`: the same sum divided by the number of hits among the first k, 0 without one. It
  says nothing of hits that were missed and is never lower; many published codes compute this one.
- `mAP@all`: AP@k for k = the whole gallery, where both definitions agree.
- `Acc@k`: share of sketches whose own photo, the one they were drawn after, is among the first k.
- `Acc@k in class`: the same when only photos of the sketch's class are ranked.

Sketches without a hit in the gallery, or without their own photo for `Acc`, are left out of the
mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Vectors

Names = NDArray[Any]
"""(N,) class or instance of each row; empty text is no instance."""

Hits = NDArray[np.bool_]
"""(Q, G) whether the photo at each rank is a hit; column 0 is rank 1."""

MAP_AT = (200,)
PRECISION_AT = (100, 200)
ACCURACY_AT = (1, 5)

_CHUNK = 256
"""Sketches ranked at a time, so that memory grows with the photos alone."""


@dataclass(frozen=True)
class Side:
    """Sketches or photos that were encoded.

    Attributes:
        vectors: (N, D) unit rows.
        labels: (N,) class of each.
        instances: (N,) photo that each is or was drawn after; empty text where not known.
    """

    vectors: Vectors
    labels: Names
    instances: Names

    def at(self, places: slice | list[int]) -> Side:
        """Some of them."""
        return Side(*(rows[places] for rows in (self.vectors, self.labels, self.instances)))


def figures(sketches: Side, photos: Side) -> dict[str, float]:
    """All figures by name; those over no sketch at all are absent."""
    sums: dict[str, list[NDArray[np.float64]]] = {}
    for part, order in ranked(sketches, photos):
        for name, values in _of(part, photos, order).items():
            sums.setdefault(name, []).append(values)
    joined = {name: np.concatenate(values) for name, values in sums.items()}
    return {name: float(values.mean()) for name, values in joined.items() if len(values)}


def ranked(sketches: Side, photos: Side) -> Iterator[tuple[Side, NDArray[np.int64]]]:
    """Some sketches at a time, and the (q, G) positions of all photos, best first."""
    for start in range(0, len(sketches.vectors), _CHUNK):
        part = sketches.at(slice(start, start + _CHUNK))
        yield part, np.argsort(-(part.vectors @ photos.vectors.T), axis=1, kind="stable")


def best(sketches: Side, photos: Side, k: int) -> NDArray[np.int64]:
    """(Q, K) positions of the photos that each sketch finds first; K is k, or all photos."""
    return np.concatenate([order[:, :k] for _, order in ranked(sketches, photos)])


def average_precision(hits: Hits, k: int | None = None, *, by_hits: bool = False) -> NDArray:
    """(Q,) AP@k of rankings.

    Args:
        hits: of whole rankings.
        k: ranks that count; None for all.
        by_hits: divide by the hits among them instead of by min(R, k).
    """
    first = hits[:, :k]
    found = np.cumsum(first, axis=1)
    precision = found / np.arange(1, first.shape[1] + 1)
    most = found[:, -1] if by_hits else np.minimum(hits.sum(axis=1), first.shape[1])
    return (precision * first).sum(axis=1) / np.maximum(most, 1)


def precision_at(hits: Hits, k: int) -> NDArray[np.float64]:
    """(Q,) P@k of rankings."""
    return hits[:, :k].sum(axis=1) / k


def _of(part: Side, photos: Side, order: NDArray[np.int64]) -> Mapping[str, NDArray[np.float64]]:
    hits = photos.labels[order] == part.labels[:, None]
    own = hits & (photos.instances[order] == part.instances[:, None])
    own &= (part.instances != "")[:, None]
    return _by_class(hits[hits.any(axis=1)]) | _by_instance(hits, own)


def _by_class(hits: Hits) -> dict[str, NDArray[np.float64]]:
    return {
        **{f"mAP@{k}": average_precision(hits, k) for k in MAP_AT},
        **{f"mAP@{k} by hits": average_precision(hits, k, by_hits=True) for k in MAP_AT},
        "mAP@all": average_precision(hits),
        **{f"P@{k}": precision_at(hits, k) for k in PRECISION_AT},
    }


def _by_instance(hits: Hits, own: Hits) -> dict[str, NDArray[np.float64]]:
    known = own.any(axis=1)
    place = own[known].argmax(axis=1)
    in_class = np.cumsum(hits[known], axis=1)[np.arange(len(place)), place]
    return {
        **{f"Acc@{k}": (place < k).astype(float) for k in ACCURACY_AT},
        **{f"Acc@{k} in class": (in_class <= k).astype(float) for k in ACCURACY_AT},
    }
