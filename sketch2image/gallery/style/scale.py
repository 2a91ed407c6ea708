"""Features brought to one scale, so that none outweighs the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.gallery.style.bodies import Rows

MEAN, SPREAD = "scale.mean", "scale.spread"
"""Names of tensors in a classifier's folder."""

MOST = 5.0
"""Spreads beyond which a value counts as that far and no farther."""

_TINY = np.float32(1e-6)

Row = NDArray[np.float32]
"""(D,)"""


@dataclass(frozen=True, eq=False)
class Scale:
    """Mean and spread of features.

    Attributes:
        mean: (D,).
        spread: (D,), above 0.
    """

    mean: Row
    spread: Row

    @classmethod
    def learn(cls, rows: Rows) -> Scale:
        """Of (N, D) features."""
        spread = np.maximum(rows.std(axis=0), _TINY)
        return cls(rows.mean(axis=0, dtype=np.float32), spread.astype(np.float32))

    @classmethod
    def none(cls, dim: int) -> Scale:
        """The one that leaves D features as they are."""
        return cls(np.zeros(dim, np.float32), np.ones(dim, np.float32))

    def __call__(self, rows: Rows) -> Rows:
        """(..., D) features of mean 0 and spread 1."""
        return (rows - self.mean) / self.spread

    def bounded(self, rows: Rows) -> Rows:
        """The same, none beyond `MOST`: one strange value must not decide by itself."""
        return np.clip(self(rows), -MOST, MOST)
