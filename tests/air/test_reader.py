"""Hands in single pictures that are not as one wishes: turned, dark, small, two at once."""

from __future__ import annotations

import numpy as np
import pytest

from sketch2image.core.opencv import cv2

WALL = (190, 190, 190)


@pytest.mark.parametrize("angle", [90, 180, -90])
def test_two_hands_in_a_turned_picture(stage, reader, angle):
    image = stage([[("open", 160, 110), ("two", 470, 110)]]).read().image
    turn = cv2.getRotationMatrix2D((320, 240), angle, 0.7)
    hands = reader.read(cv2.warpAffine(image, turn, (640, 480), borderValue=WALL))
    assert len(hands) == 2
    assert hands[0].score >= hands[1].score


def test_a_dark_picture(stage, reader):
    image = stage([[("two", 300, 110)]]).read().image
    (bright,) = reader.read(image)
    noise = np.random.default_rng(0).normal(0, 1.5, image.shape)
    dark = np.clip((image / 255.0) ** 1.4 * 25 + noise, 0, 255).astype(np.uint8)
    (found,) = reader.read(dark)
    assert np.abs(found.landmarks - bright.landmarks)[:, :2].mean() < 0.05 * bright.span


def test_small_hands_far_apart(stage, reader):
    image = stage([[("open", 300, 110)]]).read().image
    small = cv2.resize(image[:, 150:450], (150, 240), interpolation=cv2.INTER_AREA)
    wide = np.full((360, 1200, 3), 190, np.uint8)
    wide[110:350, 40:190] = wide[10:250, 1030:1180] = small
    boxes = sorted(hand.box for hand in reader.read(wide))
    assert [box[0] < 0.2 for box in boxes] == [True, False]
    assert boxes[1][0] > 0.8


def test_a_hand_found_again_is_where_it_is(stage, reader):
    """A hand too small to be seen at once comes back in the whole picture's pixels and axes."""
    image = stage([[("open", 300, 110)]]).read().image
    (large,) = reader.read(image)
    small = cv2.resize(image, (256, 192), interpolation=cv2.INTER_AREA)
    wide = np.full((360, 1280, 3), 190, np.uint8)
    wide[160:352, 1010:1266] = small
    (found,) = reader.read(wide)
    there = large.landmarks[:, :2] * 0.4 + (1010, 160)
    assert np.linalg.norm(found.landmarks[:, :2] - there, axis=1).mean() < 0.1 * large.span * 0.4
    up = found.world[12, :2] - found.world[0, :2]
    way = large.world[12, :2] - large.world[0, :2]
    assert up @ way > 0.9 * np.linalg.norm(up) * np.linalg.norm(way)


def test_nothing_there(stage, reader):
    rng = np.random.default_rng(0)
    assert reader.read(np.zeros((480, 640, 3), np.uint8)) == ()
    assert reader.read(rng.integers(0, 255, (240, 320, 3)).astype(np.uint8)) == ()
    assert reader.read(np.full((1, 500, 3), 128, np.uint8)) == ()
