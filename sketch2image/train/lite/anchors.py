"""Anchors: the middle of every label in the shared space."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from sketch2image.train.lite.settings import Settings
from sketch2image.train.lite.space import Matrix


def anchors_of(count: int, dimensions: int) -> Matrix:
    """(count, dimensions) anchors of labels of which no photo was seen: zero rows."""
    return np.zeros((count, dimensions), np.float32)


def anchor_loss(found: Tensor, truth: Tensor, anchors: Tensor, settings: Settings) -> Tensor:
    """Cross entropy of the label among the anchors; rows without a label do not count.

    Args:
        found: (N, D) unit rows.
        truth: (N,) positions, negative where not known.
        anchors: (L, D), zero rows for labels without one.
        settings: `temperature` and `smoothing`.
    """
    there = anchors.norm(dim=1) > 0.5
    known = (truth >= 0) & there[truth.clamp(min=0)]
    if not known.any():
        return found.sum() * 0
    scores = found[known] @ anchors[there].T / settings.temperature
    narrow = (torch.cumsum(there, 0) - 1)[truth[known]]
    return cross_entropy(scores, narrow, label_smoothing=settings.smoothing)
