"""The offline detector, on photos of paintings that tests make and on what is no photo at all."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import UserError
from sketch2image.core.opencv import cv2
from sketch2image.core.pictures import open_picture
from sketch2image.core.types import Image
from sketch2image.detect.frame import FrameDetector, Outline
from sketch2image.detect.overlap import Corners, overlap
from sketch2image.synth.visit import Hardship, Photo, visit
from tests.painting import paintings

EASY = Hardship(slant=20, hidden=0, glare=0.2, blur=1, noise=3, neighbors=0)
FOUR = 4


@cache
def easy_photos() -> tuple[Photo, ...]:
    return tuple(
        visit(picture, (), np.random.default_rng([3, place]), EASY)
        for place, picture in enumerate(paintings(FOUR))
    )


@cache
def found(place: int) -> tuple[Outline, ...]:
    return tuple(FrameDetector().outlines(easy_photos()[place].image))


def on_wall(corners: Corners, size: tuple[int, int] = (640, 480)) -> Image:
    """A dark picture without a frame on a plain light wall."""
    wall = np.full((size[1], size[0], 3), 205, np.uint8)
    cv2.fillConvexPoly(wall, np.round(corners).astype(np.int32), (70, 50, 40), cv2.LINE_AA)
    return wall


ASLANT = np.array([(200, 120), (450, 100), (455, 370), (195, 350)], np.float32)


@pytest.mark.parametrize("place", range(FOUR))
def test_a_picture_on_a_wall_is_among_the_outlines(place: int) -> None:
    photo = easy_photos()[place]
    assert max(overlap(outline.corners, photo.corners) for outline in found(place)) > 0.75


@pytest.mark.parametrize("place", range(FOUR))
def test_outlines_differ_and_the_first_is_surest(place: int) -> None:
    outlines = found(place)
    pairs = combinations([outline.corners for outline in outlines], 2)
    assert all(overlap(one, other) < 0.8 for one, other in pairs)
    scores = [outline.score for outline in outlines]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_corners_of_a_plain_picture_without_a_frame_are_exact_and_in_order() -> None:
    (first, *_) = FrameDetector().outlines(on_wall(ASLANT))
    assert first.corners.dtype == np.float32
    np.testing.assert_allclose(first.corners, ASLANT, atol=3)


def test_a_gray_picture_on_a_gray_wall_is_found() -> None:
    gray = np.repeat(on_wall(ASLANT).mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8)
    (first, *_) = FrameDetector().outlines(gray)
    assert overlap(first.corners, ASLANT) > 0.95


def test_a_large_photo_has_the_corners_of_a_small_one_in_its_own_pixels() -> None:
    large = cv2.resize(on_wall(ASLANT), (4000, 3000), interpolation=cv2.INTER_LINEAR)
    (first, *_) = FrameDetector().outlines(np.asarray(large, np.uint8))
    np.testing.assert_allclose(first.corners, ASLANT * 6.25, atol=20)


def test_a_post_before_the_picture_does_not_end_it() -> None:
    photo = on_wall(ASLANT)
    photo[:, 300:318] = (120, 125, 130)
    (first, *_) = FrameDetector().outlines(photo)
    assert overlap(first.corners, ASLANT) > 0.9


def test_of_a_framed_picture_both_edges_are_offered() -> None:
    inner = np.array([(230, 150), (410, 150), (410, 330), (230, 330)], np.float32)
    outer = np.array([(195, 115), (445, 115), (445, 365), (195, 365)], np.float32)
    photo = on_wall(outer)
    cv2.fillConvexPoly(photo, inner.astype(np.int32), (200, 170, 90))
    corners = [outline.corners for outline in FrameDetector().outlines(photo)]
    assert max(overlap(some, inner) for some in corners) > 0.9
    assert max(overlap(some, outer) for some in corners) > 0.9


def test_no_more_outlines_than_asked_for() -> None:
    assert len(FrameDetector().outlines(easy_photos()[0].image, most=1)) == 1


@pytest.mark.parametrize(
    "size", [(1, 1), (2, 2), (1000, 1), (1, 1000), (3000, 3), (60, 40), (30, 600)]
)
def test_nothing_is_found_where_there_is_nothing(size: tuple[int, int]) -> None:
    for value in (0, 255):
        blank = np.full((size[1], size[0], 3), value, np.uint8)
        assert FrameDetector().outlines(blank) == []


def test_noise_has_no_sure_outline() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (300, 400, 3), dtype=np.uint8)
    outlines = FrameDetector().outlines(noise)
    assert all(outline.score < 0.3 and np.isfinite(outline.corners).all() for outline in outlines)


def test_two_lines_that_never_meet_make_no_outline() -> None:
    photo = np.full((300, 400, 3), 200, np.uint8)
    photo[:, 100:104] = 0
    photo[:, 250:254] = 0
    assert FrameDetector().outlines(photo) == []


def test_the_box_of_a_detection_holds_the_outline() -> None:
    detection = FrameDetector().detect(on_wall(ASLANT), "a painting.")
    np.testing.assert_allclose(detection.box, (195, 100, 455, 370), atol=4)
    assert (detection.label, detection.whole) == ("a painting", False)
    assert 0 < detection.score <= 1


def test_detections_stay_inside_the_photo() -> None:
    beyond = ASLANT + np.array([230, 120], np.float32)
    boxes = [found.box for found in FrameDetector().detections(on_wall(beyond))]
    assert all(0 <= x0 < x1 <= 640 and 0 <= y0 < y1 <= 480 for x0, y0, x1, y1 in boxes)


def test_a_blank_photo_is_whole() -> None:
    detection = FrameDetector().detect(np.zeros((30, 40, 3), np.uint8))
    assert (detection.box, detection.score, detection.whole) == ((0, 0, 40, 30), 0, True)


def test_an_empty_prompt_is_refused_like_by_other_detectors() -> None:
    with pytest.raises(UserError, match="prompt for the detector is empty"):
        FrameDetector().detect(on_wall(ASLANT), " . ")


def test_the_photo_is_left_as_it_was() -> None:
    photo = on_wall(ASLANT)
    before = photo.copy()
    FrameDetector().outlines(photo)
    np.testing.assert_array_equal(photo, before)


@pytest.mark.data
@pytest.mark.slow
def test_most_paintings_in_visitors_photos_are_found(data_dir: Path) -> None:
    files = sorted((data_dir / "paintings").glob("*.jpg"))[::7]
    pictures = [open_picture(file) for file in files]
    hits = [_hits(place, pictures) for place in range(len(pictures))]
    first, any_of_three = np.mean(hits, axis=0)
    assert any_of_three >= 0.8
    assert first >= 0.6


def _hits(place: int, pictures: list[Image]) -> tuple[bool, bool]:
    others = pictures[:place] + pictures[place + 1 :]
    photo = visit(pictures[place], others, np.random.default_rng([0, place]))
    outlines = FrameDetector().outlines(photo.image)
    right = [overlap(outline.corners, photo.corners) > 0.75 for outline in outlines]
    return any(right[:1]), any(right)
