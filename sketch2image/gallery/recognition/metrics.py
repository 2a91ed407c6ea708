"""How well queries are recognized among distractors: GAP, GAP- and accuracy.

Global average precision is the micro-AP of Ypsilantis et al., "The Met Dataset", NeurIPS Datasets
2021: all queries in one list by confidence, GAP = sum of precision@i over the right ones / queries
that show a class. Of queries with one confidence the wrong ones come first: a score owes nothing to
the order of the files, and is the lowest that any order gives.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.gallery.recognition.ground_truth import DISTRACTOR, Labels

Confidences = NDArray[np.float64]
"""(Q,) how sure each prediction is."""


@dataclass(frozen=True)
class Scores:
    """Figures of one set of queries, each 0..1.

    Attributes:
        gap: global average precision over all queries.
        gap_minus: the same without the distractors.
        acc: share of right predictions among queries that show a class.
    """

    gap: float
    gap_minus: float
    acc: float


def scores(predicted: Labels, confidences: Confidences, labels: Labels) -> Scores:
    """All three figures.

    Args:
        predicted: (Q,) class ids.
        confidences: (Q,) how sure each is.
        labels: (Q,) true class ids, -1 for a distractor; at least one is no distractor.
    """
    return Scores(
        gap(predicted, confidences, labels),
        gap_minus(predicted, confidences, labels),
        accuracy(predicted, labels),
    )


def gap(predicted: Labels, confidences: Confidences, labels: Labels) -> float:
    """Global average precision, 0..1; arguments as of `scores`."""
    known = labels != DISTRACTOR
    right = known & (predicted == labels)
    order = np.lexsort((right, -confidences))
    ranked = right[order]
    precision = np.cumsum(ranked) / np.arange(1, len(ranked) + 1)
    return float(precision[ranked].sum() / known.sum())


def gap_minus(predicted: Labels, confidences: Confidences, labels: Labels) -> float:
    """Global average precision of the queries that show a class, 0..1; as `scores`."""
    known = labels != DISTRACTOR
    return gap(predicted[known], confidences[known], labels[known])


def accuracy(predicted: Labels, labels: Labels) -> float:
    """Share of right predictions among queries that show a class, 0..1; as `scores`."""
    known = labels != DISTRACTOR
    return float((predicted[known] == labels[known]).mean())
