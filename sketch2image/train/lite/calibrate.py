"""Scores that mean what they say: temperature (Guo et al., 2017) and the mark of being sure."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import cross_entropy

Matrix = NDArray[np.float32]
Labels = NDArray[np.int64]

_WEAK_SHARE = 0.5
_TEMPERATURES = np.geomspace(0.2, 4.0, 120)


def temperature(scores: Tensor, truth: Tensor) -> float:
    """What to divide scores by so that the softmax is as good a forecast as it can be.

    Args:
        scores: (N, L) over the labels that take part.
        truth: (N,) columns of the true labels.
    """
    losses = [float(cross_entropy(scores / float(t), truth)) for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))])


def threshold(chances: Tensor, truth: Tensor, precision: float) -> float:
    """Lowest best chance from which on guesses are right at least at the rate `precision`.

    Args:
        chances: (N, L), rows sum to 1.
        truth: (N,) columns of the true labels.
        precision: wanted share of right guesses among the sure ones.

    Returns:
        0..1; 1 when no threshold reaches the precision.
    """
    best, guess = chances.max(dim=1)
    order = torch.argsort(-best, stable=True)
    right = (guess == truth)[order].float()
    rate = torch.cumsum(right, 0) / torch.arange(1, len(right) + 1)
    good = torch.nonzero(rate >= precision)
    return float(best[order][good[-1, 0]]) if len(good) else 1.0


def weak_mark(likeness: Matrix, asked: Labels, shown: Labels, best: int = 5) -> float:
    """Cosine below which a match is right less than half as often as the best ones usually are.

    Args:
        likeness: (Q, G) cosines of queries and gallery.
        asked: (Q,) labels of the queries.
        shown: (G,) labels of the gallery.
        best: matches of each query that count.

    Returns:
        -1..1, where a logistic curve fitted to the best matches crosses half their precision.
    """
    from sklearn.linear_model import LogisticRegression

    order = np.argsort(-likeness, axis=1, kind="stable")[:, :best]
    cosines = np.take_along_axis(likeness, order, axis=1).ravel()
    right = (shown[order] == asked[:, None]).ravel()
    curve = LogisticRegression(C=1e4).fit(cosines[:, None], right)
    slope, offset = float(curve.coef_[0, 0]), float(curve.intercept_[0])
    level = _WEAK_SHARE * right.mean()
    mark = (np.log(level / (1 - level)) - offset) / slope
    return round(float(np.clip(mark, -1, 1)), 2)
