"""The kNN classifier of The Met dataset: a soft-max over the classes of the nearest neighbors.

For each class c among the K nearest, s_c = max(0, highest similarity within c). With N classes in
all and n of them among the neighbors, the confidence of c is exp(t s_c) / (sum of exp(t s) over
those n, + N - n). The surest class is predicted; of equally sure ones the smallest id.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.gallery.recognition.ground_truth import Labels
from sketch2image.gallery.recognition.metrics import Confidences
from sketch2image.gallery.recognition.neighbors import Neighbors

_NO_CLASS = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Candidates:
    """Classes of the K nearest neighbors of Q queries; serves every number of neighbors up to K.

    Attributes:
        labels: (Q, K) class ids, nearest first.
        similarities: (Q, K) float64 from 0 on, descending.
        leading: (Q, K) whether a neighbor is the nearest of its class.
        classes: how many classes the train rows have.
    """

    labels: Labels
    similarities: NDArray[np.float64]
    leading: NDArray[np.bool_]
    classes: int

    @property
    def most(self) -> int:
        """Neighbors of each query."""
        return self.labels.shape[1]

    def classify(self, k: int, t: float) -> tuple[Labels, Confidences]:
        """(Q,) predicted class ids and (Q,) confidences, above 0 and up to 1.

        Args:
            k: neighbors that count, 1..`most`.
            t: sharpness of the soft-max, above 0.
        """
        near, leading = self.similarities[:, :k], self.leading[:, :k]
        best = near[:, :1]
        shares = np.where(leading, np.exp(t * (near - best)), 0).sum(axis=1)
        absent = (self.classes - leading.sum(axis=1)) * np.exp(-t * best[:, 0])
        predicted = np.where(near == best, self.labels[:, :k], _NO_CLASS).min(axis=1)
        return predicted, 1 / (shares + absent)

    def __getitem__(self, queries: slice) -> Candidates:
        """Those of some of the queries."""
        return Candidates(
            self.labels[queries], self.similarities[queries], self.leading[queries], self.classes
        )


def candidates(neighbors: Neighbors, labels: Labels) -> Candidates:
    """What classes the neighbors are of.

    Args:
        neighbors: of Q queries, K each.
        labels: (N,) class ids of the train rows.
    """
    found = labels[neighbors.rows]
    similarities = np.maximum(neighbors.similarities.astype(np.float64), 0)
    return Candidates(found, similarities, _leading(found), len(np.unique(labels)))


def _leading(labels: Labels) -> NDArray[np.bool_]:
    """(Q, K) whether no column further left holds the same label."""
    order = np.argsort(labels, axis=1, kind="stable")
    grouped = np.take_along_axis(labels, order, axis=1)
    starts = np.ones(labels.shape, bool)
    starts[:, 1:] = grouped[:, 1:] != grouped[:, :-1]
    leading = np.empty(labels.shape, bool)
    np.put_along_axis(leading, order, starts, axis=1)
    return leading
