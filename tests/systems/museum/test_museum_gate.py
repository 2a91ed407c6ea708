"""Confidence raised by the matches of local features."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import UserError
from sketch2image.gallery.recognition.ground_truth import GroundTruth, Part
from sketch2image.systems.museum.evaluation import Evaluation, Predictions
from sketch2image.systems.museum.gate import check_weight, gate, raised
from sketch2image.systems.museum.matches import count_matches, inliers, read_matches, save_matches
from sketch2image.systems.museum.tuning import Tuned


def part(confidences, labels, rows) -> Predictions:
    return Predictions(
        np.ones(len(labels), np.int64), np.array(confidences), np.array(labels), np.array(rows)
    )


@pytest.fixture
def found() -> Evaluation:
    """A right val query below a surer distractor, and the same in test."""
    tuned = Tuned((1,), (1.0,), np.array([[0.5]]))
    val = part([0.50, 0.55], [1, -1], [0, 1])
    test = part([0.55, 0.50, 0.40], [-1, 1, 2], [1, 0, 1])
    return Evaluation(tuned, val, test, 4)


def test_confidences_are_raised_as_the_formula_says():
    after = raised(np.array([0.5, 0.5]), np.array([0, 40]), 0.25, 20.0)

    assert after.tolist() == [0.5, 0.75]


def test_a_query_whose_features_agree_passes_a_surer_distractor(found):
    gated = gate(found, {"val": np.array([60, 0]), "test": np.array([0, 60, 0])})

    assert (found.val.scores.gap, gated.val.gap) == (0.5, 1.0)
    assert gated.test is not None
    assert gated.test.gap == 0.5
    assert gated.test.acc == found.test.scores.acc
    assert gated.scale == 10


@pytest.mark.parametrize(("weight", "counts"), [(0.0, (60, 0)), (0.25, (0, 0))])
def test_without_weight_or_matches_nothing_changes(found, weight, counts):
    gated = gate(found, {"val": np.array(counts), "test": np.array([*counts, 0])}, weight)

    assert gated.val == found.val.scores
    assert gated.test == found.test.scores


@pytest.mark.parametrize("weight", [-0.1, float("nan"), float("inf")])
def test_a_weight_that_is_none_is_refused(weight):
    with pytest.raises(UserError, match="the weight of the gate cannot be"):
        check_weight(weight)


def test_each_query_is_matched_with_the_nearest_picture_of_its_class(found):
    truth = GroundTruth(
        Part(("a.jpg", "b.jpg"), np.array([1, 2])),
        Part(("v0.jpg", "v1.jpg"), np.array([1, -1])),
        Part(("t0.jpg", "t1.jpg", "t2.jpg"), np.array([-1, 1, 2])),
    )
    asked = []

    def count(query: Path, train: Path) -> int:
        asked.append((query.name, train.name))
        return len(asked)

    matches = count_matches(found, truth, Path("root"), count)

    assert asked == [
        ("v0.jpg", "a.jpg"),
        ("v1.jpg", "b.jpg"),
        ("t0.jpg", "b.jpg"),
        ("t1.jpg", "a.jpg"),
        ("t2.jpg", "b.jpg"),
    ]
    assert {name: counts.tolist() for name, counts in matches.items()} == {
        "val": [1, 2],
        "test": [3, 4, 5],
    }


def test_matches_are_kept_and_only_taken_for_the_same_neighbors(found, tmp_path):
    file = tmp_path / "matches.npz"
    save_matches(file, found, {"val": np.array([3, 0]), "test": np.array([0, 4, 9])})
    read = read_matches(file, found)
    assert {name: counts.tolist() for name, counts in read.items()} == {
        "val": [3, 0],
        "test": [0, 4, 9],
    }

    other = Evaluation(found.tuned, part([0.5, 0.5], [1, -1], [1, 0]), found.test, 4)
    with pytest.raises(UserError, match="of other neighbors of the val queries"):
        read_matches(file, other)


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({}, "has no val_rows and val_matches"),
        ({"val_rows": [0, 1], "val_matches": [1, -1]}, "no number from 0 on for each val query"),
        ({"val_rows": [0, 1], "val_matches": [0.5, 1]}, "no number from 0 on for each val query"),
        ({"val_rows": [0, 1], "val_matches": [1]}, "no number from 0 on for each val query"),
    ],
)
def test_a_wrong_file_of_matches_is_named(found, tmp_path, arrays, message):
    np.savez(tmp_path / "matches.npz", **arrays)

    with pytest.raises(UserError, match=message):
        read_matches(tmp_path / "matches.npz", found)


def test_what_is_no_file_of_matches_is_named(found, tmp_path):
    (tmp_path / "matches.npz").write_text("nothing")

    with pytest.raises(UserError, match=r"is no \.npz file of numbers"):
        read_matches(tmp_path / "matches.npz", found)


def test_a_painting_agrees_with_itself_and_not_with_another(data_dir):
    first, other = sorted((data_dir / "paintings").glob("*.jpg"))[:2]

    assert inliers(first, first) > 100
    assert inliers(first, other) < 10
