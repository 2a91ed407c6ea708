"""From labelled photos to a finger reader."""

from __future__ import annotations

import csv
import shutil

import numpy as np
import pytest

from sketch2image.air.fingers import FingerReader
from sketch2image.air.reader import HandReader
from sketch2image.core.errors import UserError
from sketch2image.models.hub import ensure
from sketch2image.train.fingers import Recipe, believed, fit, save
from sketch2image.train.hands import collect, sequence
from sketch2image.train.transplant import donors, transplant


@pytest.fixture(scope="module")
def samples(data_dir, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hands")
    with (data_dir / "hands" / "labels.csv").open() as file:
        rows = list(csv.DictReader(file))[::8]
    with (folder / "labels.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    for row in rows:
        shutil.copy(data_dir / "hands" / row["file"], folder)
    with HandReader(ensure("hand")) as reader:
        return collect(folder, reader, (0, 60))


def test_recordings_are_told_apart():
    assert sequence("train_3_1528505750.77_pic00008.jpg") == "3_1528505750.77"
    assert sequence("test_16_pic00008.jpg") == sequence("train_16_pic00031.jpg") == "16"
    assert sequence("train_Hand_0000002.jpg") == "single photos"


def test_a_folder_without_labels(tmp_path):
    with HandReader(ensure("hand")) as reader, pytest.raises(UserError, match=r"labels\.csv"):
        collect(tmp_path, reader, (0,))


@pytest.mark.data
def test_hands_are_found_at_both_angles(samples):
    found = [int((samples.angle == angle).sum()) for angle in (0, 60)]
    assert min(found) > 60
    assert sum(samples.missed.values()) < 20
    assert samples.where(samples.angle == 60).angle.tolist() == [60] * found[1]


@pytest.mark.data
def test_belief_adds_up_to_the_count(samples):
    belief = believed(samples.world, samples.count)
    np.testing.assert_allclose(belief.sum(axis=1), samples.count, atol=1e-3)


@pytest.mark.data
def test_transplanted_fingers_look_as_they_should(samples):
    belief = believed(samples.world, samples.count)
    hands, raised = transplant(donors(samples, belief), 300, np.random.default_rng(1))
    read = FingerReader(ensure("lite-fingers")).probabilities(hands.world, hands.places) > 0.5
    assert len(np.unique(raised, axis=0)) == 32
    assert (read == raised).mean() > 0.95


@pytest.mark.data
def test_a_short_training_learns_and_is_stored(samples, tmp_path):
    weights = fit(samples, Recipe(epochs=8, made=2000))
    save(tmp_path / "fingers.npz", weights)
    reader = FingerReader(tmp_path / "fingers.npz")
    counts = (reader.probabilities(samples.world, samples.places) > 0.5).sum(axis=1)
    assert (counts == samples.count).mean() > 0.85
