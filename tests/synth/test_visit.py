"""Rendered photos of pictures on a wall."""

from __future__ import annotations

import numpy as np
import pytest

from sketch2image.core.opencv import cv2
from sketch2image.synth.visit import Hardship, visit
from tests.painting import painting, paintings

EASY = Hardship(hidden=0, glare=0, cast=0, blur=0.3, noise=0.5, quality=95, neighbors=0)


def photo(seed: int, hardship: Hardship = Hardship()):  # noqa: B008
    return visit(painting(0), paintings(4)[1:], np.random.default_rng(seed), hardship)


def long_form(*seeds: int):
    return [pytest.param(seed, marks=pytest.mark.slow) for seed in seeds]


def test_equal_seeds_give_equal_photos_and_others_do_not() -> None:
    assert np.array_equal(photo(1).image, photo(1).image)
    assert not np.array_equal(photo(1).image[:100, :100], photo(2).image[:100, :100])


@pytest.mark.parametrize("seed", [0, 1, *long_form(2, 3)])
def test_the_corners_say_where_the_picture_is(seed: int) -> None:
    taken, picture = photo(seed, EASY), painting(0)
    height, width = picture.shape[:2]
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    back = cv2.getPerspectiveTransform(taken.corners, flat)
    seen = cv2.warpPerspective(taken.image, back, (width, height))
    small = [cv2.resize(one, (24, 18), interpolation=cv2.INTER_AREA) for one in (seen, picture)]
    alike = np.corrcoef(small[0].ravel(), small[1].ravel())[0, 1]
    assert alike > 0.95


@pytest.mark.parametrize("seed", [0, 1, 2, *long_form(3, 4, 5)])
def test_a_photo_shows_the_whole_picture_and_hides_no_more_than_asked(seed: int) -> None:
    taken = photo(seed)
    height, width = taken.image.shape[:2]
    assert (taken.corners >= 0).all()
    assert (taken.corners <= (width, height)).all()
    assert taken.hidden <= Hardship().hidden


def test_a_picture_is_slanted_no_more_than_asked() -> None:
    straight = Hardship(slant=0, roll=0)
    corners = photo(3, straight).corners
    sides = np.roll(corners, -1, axis=0) - corners
    assert np.allclose(sides[[0, 2], 1], 0, atol=0.5)
    assert np.allclose(sides[[1, 3], 0], 0, atol=0.5)
    assert not np.allclose(photo(3, Hardship(roll=0)).corners, corners, atol=5)
