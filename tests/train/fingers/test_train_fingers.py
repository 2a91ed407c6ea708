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
from sketch2image.train.fingers.fit import Recipe, fit, main, save
from sketch2image.train.fingers.hands import collect, sequence
from sketch2image.train.fingers.targets import believed, ok_signs
from sketch2image.train.fingers.transplant import donors, transplant


@pytest.fixture(scope="module")
def samples(data_dir, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hands")
    with (data_dir / "hands" / "labels.csv").open() as file:
        rows = list(csv.DictReader(file))
    chosen = {row["file"] for row in rows[::8]}
    rows = [row for row in rows if row["file"] in chosen]
    with (folder / "labels.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    for name in chosen:
        shutil.copy(data_dir / "hands" / name, folder)
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
    assert sum(samples.missed.values()) < 8
    assert sum(samples.extra.values()) < 8
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
    assert (read[:, :5] == raised).mean() > 0.95


@pytest.mark.data
def test_a_short_training_learns_and_is_stored(samples, tmp_path):
    weights = fit(samples, Recipe(epochs=8, made=2000))
    save(tmp_path / "fingers.npz", weights)
    reader = FingerReader(tmp_path / "fingers.npz")
    said = reader.probabilities(samples.world, samples.places) > 0.5
    assert (said[:, :5].sum(axis=1) == samples.count).mean() > 0.85


@pytest.mark.data
def test_turning_may_cut_hands_off(samples, data_dir, tmp_path):
    with (data_dir / "hands" / "labels.csv").open() as file:
        rows = list(csv.reader(file))
    name = "test_2_pic00455.jpg"
    with (tmp_path / "labels.csv").open("w", newline="") as file:
        csv.writer(file).writerows([rows[0], *(row for row in rows if row[0] == name)])
    shutil.copy(data_dir / "hands" / name, tmp_path)
    with HandReader(ensure("hand")) as reader:
        cut = collect(tmp_path, reader, (0, 60), cut=True)
    assert [int((cut.angle == angle).sum()) + cut.missed[angle] for angle in (0, 60)] == [1, 0]


def test_an_ok_sign_is_three_with_thumb_and_index_finger_folded():
    belief = np.array([[0.1, 0.2, 0.9, 0.9, 0.9], [0.1, 0.9, 0.9, 0.9, 0.2]], np.float32)
    assert ok_signs(np.array([3, 3]), belief).tolist() == [True, False]
    assert not ok_signs(np.array([4, 2]), belief).any()


def test_wrong_folders_are_said(tmp_path, capsys):
    assert main(["--data", str(tmp_path), "--out", str(tmp_path / "fingers.npz")]) == 2
    assert "labels.csv" in capsys.readouterr().err
    assert not (tmp_path / "fingers.npz").exists()


def test_photos_that_lack_a_state_of_a_finger_are_refused(samples):
    belief = np.full((len(samples.count), 5), 0.99, np.float32)
    belief[:, :4] = np.tile((0.01, 0.99), len(belief))[: len(belief), None]
    with pytest.raises(UserError, match="pinky finger folded"):
        donors(samples, belief)
