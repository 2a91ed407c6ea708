"""The kNN classifier, against the published formula written as a loop."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sketch2image.gallery.recognition.classifier import candidates
from sketch2image.gallery.recognition.neighbors import Neighbors

LABELS = np.array([4, 4, 2, 9, 9, 9, 1, 7])


def looped(similarities, rows, k: int, t: float) -> tuple[int, float]:
    best: dict[int, float] = {}
    for similarity, row in zip(similarities[:k], rows[:k], strict=True):
        label = int(LABELS[row])
        best[label] = max(best.get(label, 0.0), float(similarity))
    absent = len(set(LABELS.tolist())) - len(best)
    total = sum(math.exp(t * one) for one in best.values()) + absent
    shares = {label: math.exp(t * one) / total for label, one in best.items()}
    surest = max(shares.values())
    return min(label for label, share in shares.items() if share == surest), surest


NEAR = st.tuples(
    st.lists(st.integers(-8, 8), min_size=8, max_size=8), st.permutations(range(len(LABELS)))
)


@given(st.lists(NEAR, min_size=1, max_size=5), st.integers(1, 8), st.sampled_from([0.01, 1, 20]))
@settings(max_examples=100, deadline=None)
def test_predictions_and_confidences_are_those_of_the_formula(near, k, t):
    similarities = np.array([sorted(one, reverse=True) for one, _ in near], np.float32) / 8
    rows = np.array([order for _, order in near])
    predicted, confidences = candidates(Neighbors(similarities, rows), LABELS).classify(k, t)

    expected = [looped(*one, k, t) for one in zip(similarities, rows, strict=True)]
    assert predicted.tolist() == [label for label, _ in expected]
    np.testing.assert_allclose(confidences, [share for _, share in expected], rtol=1e-12)


def test_where_nothing_is_alike_the_smallest_class_among_the_neighbors_is_taken():
    found = candidates(Neighbors(np.array([[-0.1, -0.2]], np.float32), np.array([[3, 2]])), LABELS)
    predicted, confidences = found.classify(2, 10.0)

    assert predicted.tolist() == [2]
    assert confidences == pytest.approx(1 / 5)


def test_a_very_sharp_soft_max_gives_numbers_still():
    near = Neighbors(np.array([[0.9, 0.5]], np.float32), np.array([[0, 2]]))
    _, confidences = candidates(near, LABELS).classify(2, 1e5)

    assert confidences.tolist() == [1.0]


def test_some_of_the_queries_are_classified_as_all_of_them_are():
    rng = np.random.default_rng(0)
    near = Neighbors(
        -np.sort(-rng.random((6, 4), np.float32), axis=1), rng.integers(0, len(LABELS), (6, 4))
    )
    found = candidates(near, LABELS)

    for whole, part in zip(found.classify(3, 5.0), found[2:5].classify(3, 5.0), strict=True):
        np.testing.assert_array_equal(whole[2:5], part)
