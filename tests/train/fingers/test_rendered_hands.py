"""Rendered hands with the truth about their fingers, through the real landmark model."""

from __future__ import annotations

import numpy as np
import pytest

from sketch2image.air.fingers import FingerReader
from sketch2image.air.reader import HandReader
from sketch2image.models.hub import ensure
from sketch2image.train.fingers.rendered import render_hands


@pytest.fixture(scope="module")
def reader():
    with HandReader(ensure("hand")) as opened:
        yield opened


@pytest.fixture(scope="module")
def hands(reader):
    return render_hands(24, 5, reader)


def test_nearly_all_are_found(hands):
    assert len(hands) + sum(hands.missed) == 24
    assert sum(hands.missed) <= 2


def test_equal_seeds_give_equal_hands(hands, reader):
    again = render_hands(3, 5, reader)
    np.testing.assert_array_equal(again.raised, hands.raised[: len(again)])
    np.testing.assert_allclose(again.places, hands.places[: len(again)])


def test_what_is_known_of_them(hands):
    assert set(hands.kind) == {"pattern", "pinch", "nearly"}
    assert (hands.pinch == (hands.kind == "pinch")).all()
    assert (hands.raised[hands.pinch][:, :2] == 0).all()
    assert (hands.raised[hands.kind == "nearly"][:, :2] == 0.5).all()
    assert set(np.unique(hands.raised[hands.kind == "pattern"])) <= {0, 1}
    only = hands.where(hands.palm)
    assert len(only) == hands.palm.sum()
    assert only.missed == hands.missed


def test_the_finger_reader_agrees(hands):
    patterns = hands.where(hands.kind == "pattern")
    said = FingerReader(ensure("lite-fingers")).probabilities(patterns.world, patterns.places)
    assert ((said[:, :5] > 0.5) == patterns.raised).mean() > 0.9


def test_none_at_all(reader):
    none = render_hands(0, 0, reader)
    assert (len(none), none.world.shape, none.raised.shape) == (0, (0, 21, 3), (0, 5))
