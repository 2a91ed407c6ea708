"""Number of neighbors and sharpness of the kNN classifier, tuned by the GAP of val."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.gallery.recognition.classifier import Candidates
from sketch2image.gallery.recognition.ground_truth import Labels
from sketch2image.gallery.recognition.metrics import gap

KS = (1, 2, 3, 5, 7, 10, 15, 20, 50)
TS = (0.01, 0.1, 1.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 50.0, 100.0, 500.0)
"""The published grid."""


@dataclass(frozen=True)
class Tuned:
    """GAP over a grid, and where it is best.

    Attributes:
        ks: numbers of neighbors.
        ts: sharpnesses of the soft-max.
        gaps: (len(ks), len(ts)) GAP, 0..1.
    """

    ks: tuple[int, ...]
    ts: tuple[float, ...]
    gaps: NDArray[np.float64]

    @property
    def best(self) -> tuple[int, float]:
        """K and t of the highest GAP; of equal ones the first, by K and then by t."""
        row, column = np.unravel_index(self.gaps.argmax(), self.gaps.shape)
        return self.ks[row], self.ts[column]


def tune(found: Candidates, labels: Labels, ks: Sequence[int], ts: Sequence[float]) -> Tuned:
    """GAP of every K with every t.

    Args:
        found: candidates of the val queries, at least max(ks) for each.
        labels: (Q,) their true class ids.
        ks: numbers of neighbors, from 1 on.
        ts: sharpnesses, above 0.
    """
    gaps = [[gap(*found.classify(k, t), labels) for t in ts] for k in ks]
    return Tuned(tuple(ks), tuple(ts), np.array(gaps))
