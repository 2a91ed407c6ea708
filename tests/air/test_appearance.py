"""Telling hands apart by side, size and color."""

from __future__ import annotations

import numpy as np
import pytest

from sketch2image.air.appearance import Appearance
from sketch2image.air.hand import Hand


def hand(scale=100.0, handedness="Right", score=0.95, at=(200.0, 200.0)):
    """A flat hand: wrist at `at`, knuckles in a row above it."""
    shape = np.zeros((21, 3), np.float32)
    for knuckle, x in zip((5, 9, 13, 17), (-0.3, -0.1, 0.1, 0.3), strict=True):
        shape[knuckle] = (x, -1.0, 0.0)
    landmarks = shape * np.float32(scale) + np.float32((*at, 0))
    return Hand(landmarks, shape * np.float32(0.1), handedness, score, (0, 0, 1, 1))


def picture(color):
    return np.full((480, 640, 3), color, np.uint8)


SKIN = (200, 160, 140)
OWNER = Appearance.of(hand(), picture(SKIN))


def test_the_look_of_a_hand():
    assert OWNER.palm == pytest.approx(100, rel=0.02)
    assert OWNER.color.tolist() == list(SKIN)
    assert OWNER.right == pytest.approx(0.95)


@pytest.mark.parametrize(
    ("other", "color", "alike"),
    [
        (hand(), SKIN, True),
        (hand(scale=115, score=0.8), (185, 150, 130), True),
        (hand(), (120, 80, 60), False),
        (hand(scale=180), SKIN, False),
        (hand(handedness="Left"), SKIN, False),
        (hand(handedness="Left", score=0.55), SKIN, True),
        (hand(scale=125, handedness="Left", score=0.7), (180, 140, 120), False),
    ],
)
def test_what_may_be_the_same_hand(other, color, alike):
    assert OWNER.like(Appearance.of(other, picture(color))) is alike


def test_a_hand_half_outside_of_the_picture_has_a_look():
    edge = Appearance.of(hand(at=(5.0, 470.0)), picture(SKIN))
    assert edge.color.tolist() == list(SKIN)
    assert np.isfinite(Appearance.of(hand(at=(-500.0, -500.0)), picture(SKIN)).color).all()


def test_one_frame_gone_wrong_changes_little():
    wrong = Appearance.of(hand(scale=160, handedness="Left"), picture((0, 0, 0)))
    assert OWNER.after(wrong).like(OWNER)
    look = OWNER
    for _ in range(60):
        look = look.after(wrong)
    assert look.like(wrong)
    assert not look.like(OWNER)
