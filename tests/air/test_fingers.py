"""Finger states on rendered hands and, with the development data, on real ones."""

from __future__ import annotations

import csv
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sketch2image.air.fingers import FingerReader, features
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.opencv import cv2
from sketch2image.core.pictures import open_picture
from sketch2image.models.hub import ensure
from sketch2image.synth.hand import PINCH, Pose
from sketch2image.synth.snapshots import random_hand

SHOWN = {
    "one": (0, 1, 0, 0, 0),
    "two": (0, 1, 1, 0, 0),
    "three": (0, 1, 1, 1, 0),
    "four": (0, 1, 1, 1, 1),
    "open": (1, 1, 1, 1, 1),
    "undo": (1, 0, 0, 0, 1),
    "gun": (1, 1, 0, 0, 0),
}


@pytest.fixture(scope="module")
def fingers():
    return FingerReader(ensure("lite-fingers"))


@pytest.mark.parametrize("angle", [0, 60, -90, 180])
def test_rendered_hands_are_read_at_every_angle(stage, reader, fingers, angle):
    for name, raised in SHOWN.items():
        image = stage([[(name, 300, 110)]]).read().image
        turn = cv2.getRotationMatrix2D((320, 240), angle, 0.8)
        hands = reader.read(cv2.warpAffine(image, turn, (640, 480), borderValue=(190, 190, 190)))
        assert [fingers.read(hand).raised for hand in hands] == [raised]


def test_handedness_is_the_persons(stage, reader):
    image = stage([[("open", 300, 110)]]).read().image
    (selfie,) = reader.read(image)
    (outside,) = reader.read(np.ascontiguousarray(image[:, ::-1]))
    assert (selfie.handedness, outside.handedness) == ("Left", "Right")
    assert 0.4 < selfie.box[0] < selfie.box[2] < 0.7
    assert selfie.score > 0.5


def test_two_hands_in_one_picture(stage, reader, fingers):
    image = stage([[("open", 160, 110), ("two", 470, 110)]]).read().image
    assert sorted(fingers.read(hand).count for hand in reader.read(image)) == [2, 5]


def test_a_picture_without_hands(stage, reader):
    assert reader.read(stage([[]]).read().image) == ()
    assert reader.read(np.zeros((3, 2, 3), np.uint8)) == ()


def photographed(pose, seed, reader):
    """The surest hand in a picture of a pose in a random scene."""
    image, _ = random_hand(np.random.default_rng(seed), pose)
    return next(iter(reader.read(image)), None)


def test_the_back_of_the_hand(reader, fingers):
    right = []
    for seed, raised in enumerate(SHOWN.values()):
        hand = photographed(Pose(raised, palm=False, right=seed % 2 == 0), seed, reader)
        right.append(hand is not None and fingers.read(hand).raised == raised)
    assert sum(right) >= len(SHOWN) - 1


def test_a_pinch_is_told_from_all_other_poses(reader, fingers):
    pinched = [
        photographed(Pose(PINCH, pinch=1.0, tilt=tilt), seed, reader)
        for seed, tilt in enumerate((-40, -20, 0, 20, 40, 60))
    ]
    assert sum(fingers.read(hand).pinch > 0.5 for hand in pinched if hand) >= 5
    for seed, raised in enumerate([*SHOWN.values(), (0, 0, 0, 0, 0)]):
        hand = photographed(Pose(raised), 100 + seed, reader)
        assert hand is None or fingers.read(hand).pinch < 0.5


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**31), st.floats(0.2, 30), st.booleans())
def test_features_do_not_change_with_the_view(seed, scale, mirrored):
    rng = np.random.default_rng(seed)
    hand = rng.normal(0, 1, (1, 21, 3))
    axes, _ = np.linalg.qr(rng.normal(0, 1, (3, 3)))
    seen = hand @ axes.T * scale + rng.normal(0, 5, 3)
    place = rng.normal(0, 1, (1, 21, 2))
    turn, _ = np.linalg.qr(rng.normal(0, 1, (2, 2)))
    placed = place @ turn.T * scale + rng.normal(0, 5, 2)
    if mirrored:
        seen[..., 0] *= -1
        placed[..., 0] *= -1
    np.testing.assert_allclose(features(seen, placed), features(hand, place), rtol=1e-3, atol=1e-3)


def test_damaged_weights_are_said(tmp_path):
    (tmp_path / "fingers.npz").write_bytes(ensure("lite-fingers").read_bytes()[:1000])
    with pytest.raises(UserError) as caught:
        FingerReader(tmp_path / "fingers.npz")
    assert caught.value.kind is ErrorKind.model


@pytest.mark.data
def test_real_hands_are_counted(data_dir, reader, fingers):
    with (data_dir / "hands" / "labels.csv").open() as file:
        rows = list(csv.DictReader(file))
    marked = Counter(row["file"] for row in rows)
    single = [row for row in rows if marked[row["file"]] == 1][::6]
    right = 0
    for row in single:
        hands = reader.read(open_picture(data_dir / "hands" / row["file"]))
        right += int(row["fingers"]) in [fingers.read(hand).count for hand in hands[:1]]
    assert len(single) > 50
    assert right / len(single) > 0.9
