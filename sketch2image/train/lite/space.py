"""The space both towers learn: what the teacher sees, turned so that classes come apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

_SHRINKAGE = 0.3


@dataclass(frozen=True)
class Space:
    """A projection of teacher vectors, by linear discriminants (Fisher, 1936).

    Attributes:
        center: (1024,) mean teacher vector.
        axes: (1024, D).
        anchors: (L, D) unit vectors: the middle of every label, zero where no photo has it.
    """

    center: Matrix
    axes: Matrix
    anchors: Matrix

    @property
    def arrays(self) -> dict[str, Matrix]:
        """All there is of it, by name."""
        return {"center": self.center, "axes": self.axes, "anchors": self.anchors}

    def place(self, vectors: NDArray) -> Matrix:
        """(N, D) unit rows of (N, 1024) teacher vectors."""
        return _unit((vectors.astype(np.float32) - self.center) @ self.axes)


def fit(vectors: NDArray, labels: NDArray[np.int64], count: int, dimensions: int) -> Space:
    """Space of labeled teacher vectors.

    Args:
        vectors: (N, 1024).
        labels: (N,), negative where not known; those rows only shape the noise.
        count: number of labels L.
        dimensions: length D of the vectors in the space.
    """
    vectors = vectors.astype(np.float64)
    center = vectors.mean(axis=0)
    known = labels >= 0
    rows, of = vectors[known] - center, labels[known]
    classes, at = np.unique(of, return_inverse=True)
    means = np.stack([rows[at == i].mean(axis=0) for i in range(len(classes))])
    axes = _discriminants(rows - means[at], means, dimensions)
    blank = Space(center.astype(np.float32), axes, np.empty((0, 0), np.float32))
    anchors = np.zeros((count, dimensions), np.float32)
    placed = blank.place(vectors[known])
    anchors[classes] = _unit(np.stack([placed[at == i].mean(0) for i in range(len(classes))]))
    return Space(blank.center, axes, anchors)


def _discriminants(within: NDArray, means: NDArray, dimensions: int) -> Matrix:
    noise = within.T @ within / len(within)
    level = np.trace(noise) / len(noise)
    noise = (1 - _SHRINKAGE) * noise + _SHRINKAGE * level * np.eye(len(noise))
    values, vectors = np.linalg.eigh(noise)
    whiten = vectors / np.sqrt(values)
    _, _, directions = np.linalg.svd(means @ whiten, full_matrices=False)
    return (whiten @ directions[:dimensions].T).astype(np.float32)


def _unit(rows: NDArray) -> Matrix:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
