"""PCA whitening of descriptors (Jégou and Chum, ECCV 2012), learned from the train rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.gallery.recognition.neighbors import Rows

_BLOCK = 65_536
_FLAT = 2e-7
"""A direction with less than this share of the largest variance is rounding, and is left out."""


@dataclass(frozen=True)
class Whitening:
    """Centering, projection to unit variance, unit length: x' = L2((x - mean) P).

    Attributes:
        mean: (D,) float32.
        projection: (D, E) float64, the directions of largest variance first.
    """

    mean: NDArray[np.float32]
    projection: NDArray[np.float64]

    @classmethod
    def learn(cls, train: Rows, dim: int) -> Whitening:
        """Learn from (N, D) rows, block by block.

        Mean and products are summed in float32 within a block, as nikosips/met sums them, so that
        descriptors come out as they do there; blocks and all that follows in float64.

        Args:
            train: finite; may be mapped from a file.
            dim: directions to keep, from 1 on; cut at those in which the rows differ at all.

        Raises:
            UserError: all rows are the same.
        """
        total = sum(block.sum(axis=0).astype(np.float64) for block in _blocks(train))
        mean = np.asarray(total / len(train), np.float32)
        centered = (block - mean for block in _blocks(train))
        products = sum((block.T @ block).astype(np.float64) for block in centered)
        covariance = np.asarray(products / len(train))
        values, vectors = np.linalg.eigh(covariance)
        usable = min(len(train) - 1, int((values > _FLAT * max(values[-1], 0)).sum()))
        if not usable:
            message = "whitening learns nothing from train descriptors that are all the same"
            raise UserError(ErrorKind.input, message, "Give --raw to leave it out.")
        kept = slice(None, -min(dim, usable) - 1, -1)
        projection = vectors[:, kept] / np.sqrt(values[kept])
        return cls(mean, projection)

    @property
    def dim(self) -> int:
        """Width of what `apply` gives."""
        return self.projection.shape[1]

    def apply(self, rows: Rows) -> Rows:
        """(N, E) unit rows of (N, D) rows; a row at the mean stays zero."""
        projected = (rows.astype(np.float64) - self.mean) @ self.projection
        lengths = np.linalg.norm(projected, axis=1, keepdims=True)
        return (projected / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def _blocks(rows: Rows) -> Iterator[Rows]:
    for start in range(0, len(rows), _BLOCK):
        yield rows[start : start + _BLOCK]
