"""Figures: top-k of labels, precision of rankings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sketch2image.core.ink import as_input, normalize
from sketch2image.train.lite.augment import draw
from sketch2image.train.lite.drawings import Drawing, read_ink
from sketch2image.train.lite.vocabulary import index

Matrix = NDArray[np.float32]
Labels = NDArray[Any]


def ink_inputs(drawings: Sequence[Drawing], size: int) -> Tensor:
    """(N, 1, size, size) float ink of drawings as they are."""
    rng = np.random.default_rng(0)
    return torch.from_numpy(
        as_input(np.stack([draw(drawing.lines, rng, size, 0) for drawing in drawings]))
    )


def file_inputs(files: Sequence[Path], size: int) -> tuple[Tensor, Tensor]:
    """(N, 1, size, size) ink of `<class>/<name>.png` files as at run time, and (N,) labels."""
    inks = np.stack([normalize(read_ink(file), size) for file in files])
    labels = torch.tensor([index()[file.parent.name] for file in files])
    return torch.from_numpy(as_input(inks)), labels


def top_k(scores: Tensor, truth: Tensor, among: Tensor, k: int) -> float:
    """Share of rows whose true label is among the `k` best of the labels `among`.

    Args:
        scores: (N, L) of every label.
        truth: (N,) positions of the true labels.
        among: (A,) positions that take part.
    """
    best = among[scores[:, among].topk(k, dim=1).indices]
    return float((best == truth[:, None]).any(dim=1).float().mean())


def precision_at(
    queries: Matrix, query_labels: Labels, gallery: Matrix, labels: Labels, k: int = 5
) -> float:
    """Mean share of the `k` nearest gallery rows that have the query's label."""
    return float((_nearest(queries, gallery, labels, k) == query_labels[:, None]).mean())


def hit_at(
    queries: Matrix, query_labels: Labels, gallery: Matrix, labels: Labels, k: int = 10
) -> float:
    """Share of queries with their label among the `k` nearest gallery rows."""
    nearest = _nearest(queries, gallery, labels, k)
    return float((nearest == query_labels[:, None]).any(axis=1).mean())


def precision_among(vectors: Matrix, labels: Labels, k: int = 5) -> float:
    """`precision_at` of every row against all the others."""
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -np.inf)
    nearest = labels[np.argsort(-likeness, axis=1, kind="stable")[:, :k]]
    return float((nearest == labels[:, None]).mean())


def _nearest(queries: Matrix, gallery: Matrix, labels: Labels, k: int) -> Labels:
    return labels[np.argsort(-(queries @ gallery.T), axis=1, kind="stable")[:, :k]]
