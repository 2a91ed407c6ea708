"""GAP, GAP- and accuracy, against a plain loop over the definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sketch2image.gallery.recognition.metrics import accuracy, gap, gap_minus, scores

QUERIES = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 5), st.integers(-1, 3)), min_size=1, max_size=30
).filter(lambda rows: any(label >= 0 for _, _, label in rows))


def columns(rows):
    predicted, confidences, labels = (np.array(column) for column in zip(*rows, strict=True))
    return predicted, confidences / 5, labels


def looped_gap(rows) -> float:
    ranked = sorted(rows, key=lambda row: (-row[1], row[0] == row[2]))
    total, right = 0.0, 0
    for place, (predicted, _, label) in enumerate(ranked, 1):
        if predicted == label:
            right += 1
            total += right / place
    return total / sum(label >= 0 for _, _, label in rows)


@given(QUERIES)
@settings(max_examples=100, deadline=None)
def test_the_figures_are_those_of_the_definition(rows):
    known = [row for row in rows if row[2] >= 0]
    found = scores(*columns(rows))

    assert found.gap == pytest.approx(looped_gap(rows))
    assert found.gap_minus == pytest.approx(looped_gap(known))
    assert found.acc == pytest.approx(sum(one == label for one, _, label in known) / len(known))


@given(QUERIES, st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_the_order_of_the_queries_changes_nothing_even_where_confidences_are_equal(rows, random):
    shuffled = random.sample(rows, len(rows))

    assert gap(*columns(shuffled)) == pytest.approx(gap(*columns(rows)))


@given(QUERIES)
@settings(max_examples=50, deadline=None)
def test_gap_lies_below_gap_minus_and_that_below_accuracy(rows):
    predicted, confidences, labels = columns(rows)

    assert gap(predicted, confidences, labels) <= gap_minus(predicted, confidences, labels) + 1e-12
    assert gap_minus(predicted, confidences, labels) <= accuracy(predicted, labels) + 1e-12


def test_a_sure_distractor_costs_gap_but_not_gap_minus():
    predicted, labels = np.array([1, 2, 3]), np.array([1, 2, -1])
    found = scores(predicted, np.array([0.9, 0.8, 0.95]), labels)

    assert found.gap == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert (found.gap_minus, found.acc) == (1, 1)


def test_of_equal_confidences_the_wrong_one_counts_as_the_surer():
    assert gap(np.array([1, 2]), np.array([0.5, 0.5]), np.array([1, -1])) == pytest.approx(1 / 2)
