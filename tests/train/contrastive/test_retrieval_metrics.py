"""Figures of retrieval, against cases worked out by hand and against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from sketch2image.train.contrastive import metrics
from sketch2image.train.contrastive.metrics import (
    Side,
    average_precision,
    best,
    figures,
    precision_at,
)

HITS = np.array([[1, 0, 1, 0, 0, 1], [0, 0, 1, 1, 1, 1], [0, 0, 0, 0, 0, 1]], bool)


def random_side(count: int, seed: int, instances: list[str] | None = None) -> Side:
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(count, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    labels = rng.choice(["ant", "bee", "cat"], count)
    return Side(vectors, labels, np.array(instances or [""] * count))


def test_average_precision_over_the_hits_that_could_be() -> None:
    expected = [(1 + 2 / 3) / 3, (1 / 3) / 3, 0.0]
    np.testing.assert_allclose(average_precision(HITS, 3), expected)


def test_average_precision_over_the_hits_that_were() -> None:
    expected = [(1 + 2 / 3) / 2, 1 / 3, 0.0]
    np.testing.assert_allclose(average_precision(HITS, 3, by_hits=True), expected)


def test_both_definitions_agree_on_the_whole_gallery() -> None:
    whole = average_precision(HITS)
    expected = [(1 + 2 / 3 + 3 / 6) / 3, (1 / 3 + 2 / 4 + 3 / 5 + 4 / 6) / 4, 1 / 6]
    np.testing.assert_allclose(whole, expected)
    np.testing.assert_allclose(average_precision(HITS, by_hits=True), expected)
    np.testing.assert_allclose(average_precision(HITS, 200), expected)


def test_precision_counts_places_that_stay_empty() -> None:
    np.testing.assert_allclose(precision_at(HITS, 4), [2 / 4, 2 / 4, 0])
    np.testing.assert_allclose(precision_at(HITS, 12), [3 / 12, 4 / 12, 1 / 12])


def test_the_mean_over_a_whole_gallery_is_that_of_scikit_learn() -> None:
    sketches, photos = random_side(40, 1), random_side(300, 2)
    cosines = sketches.vectors @ photos.vectors.T
    theirs = [
        average_precision_score(photos.labels == label, row)
        for label, row in zip(sketches.labels, cosines, strict=True)
    ]
    assert figures(sketches, photos)["mAP@all"] == pytest.approx(np.mean(theirs), abs=1e-9)


def test_chunks_change_nothing(monkeypatch) -> None:
    sketches, photos = random_side(50, 1), random_side(300, 2)
    at_once = figures(sketches, photos)
    monkeypatch.setattr(metrics, "_CHUNK", 7)
    assert figures(sketches, photos) == pytest.approx(at_once, abs=1e-12)
    assert best(sketches, photos, 10).shape == (50, 10)


def test_of_equal_cosines_the_earlier_photo_ranks_first() -> None:
    ones = np.ones((1, 1), np.float32)
    sketch = Side(ones, np.array(["ant"]), np.array([""]))
    photos = Side(ones.repeat(4, 0), np.array(["bee", "ant", "bee", "ant"]), np.array([""] * 4))
    assert best(sketch, photos, 4).tolist() == [[0, 1, 2, 3]]
    assert figures(sketch, photos)["mAP@all"] == pytest.approx((1 / 2 + 2 / 4) / 2)


def test_accuracy_asks_for_the_own_photo() -> None:
    line = np.array([[1.0], [0.9], [0.8], [0.7]], np.float32)
    labels, names = np.array(["ant", "bee", "ant", "ant"]), np.array(["1", "2", "3", "1"])
    photos = Side(line, labels, names)
    asked = Side(line[[0, 0, 0]], np.array(["ant", "bee", "ant"]), np.array(["3", "2", "9"]))
    found = figures(asked, photos)
    assert (found["Acc@1"], found["Acc@5"]) == (0.0, 1.0)
    assert (found["Acc@1 in class"], found["Acc@5 in class"]) == (0.5, 1.0)


def test_equal_names_in_other_classes_are_other_photos() -> None:
    one = np.ones((2, 1), np.float32)
    photos = Side(one, np.array(["bee", "ant"]), np.array(["1", "1"]))
    asked = Side(one[:1], np.array(["ant"]), np.array(["1"]))
    assert figures(asked, photos)["Acc@1"] == 0.0


def test_sketches_without_anything_to_find_are_left_out() -> None:
    photos = Side(np.ones((1, 1), np.float32), np.array(["ant"]), np.array([""]))
    asked = Side(np.ones((2, 1), np.float32), np.array(["ant", "cat"]), np.array(["", ""]))
    found = figures(asked, photos)
    assert found["mAP@200"] == 1.0
    assert "Acc@1" not in found
