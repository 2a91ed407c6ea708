"""Pictures in photos, straightened: their true shape follows from the corners."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sketch2image.core.opencv import cv2
from sketch2image.core.types import Image
from sketch2image.detect.overlap import Corners
from sketch2image.detect.rectify import rectified

SIZE = (1024, 768)
LENS = 0.8 * SIZE[0]


def seen(aspect: float, slant: float, toward: float, lens: float = LENS) -> Corners:
    """The corners of a rectangle that is turned by degrees, through a lens at the middle."""
    width, height = aspect**0.5, aspect**-0.5
    flat = np.array([(-width, -height), (width, -height), (width, height), (-width, height)]) / 2
    axis = np.radians(slant) * np.array(
        [np.sin(np.radians(toward)), np.cos(np.radians(toward)), 0.0]
    )
    turn, _ = cv2.Rodrigues(axis)
    points = np.column_stack([flat, np.zeros(4)]) @ np.asarray(turn).T + (0, 0, 2.5)
    return (points[:, :2] / points[:, 2:] * lens + np.array(SIZE) / 2).astype(np.float32)


def photo_of(picture: Image, corners: Corners) -> Image:
    height, width = picture.shape[:2]
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, corners)
    return np.asarray(cv2.warpPerspective(picture, matrix, SIZE), np.uint8)


def quarters(size: tuple[int, int]) -> Image:
    """Red, green, blue and white, clockwise from the top left."""
    picture = np.zeros((size[1], size[0], 3), np.uint8)
    x, y = size[0] // 2, size[1] // 2
    picture[:y, :x], picture[:y, x:] = (200, 0, 0), (0, 200, 0)
    picture[y:, x:], picture[y:, :x] = (0, 0, 200), (200, 200, 200)
    return picture


def shape_of(image: NDArray[np.uint8]) -> float:
    return image.shape[1] / image.shape[0]


BLANK = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)


@pytest.mark.parametrize("aspect", [0.5, 0.8, 1.0, 1.6, 3.0])
@pytest.mark.parametrize("toward", [0, 30, 60, 90])
@pytest.mark.parametrize("slant", [5, 20, 35])
def test_the_aspect_is_recovered_from_a_slanted_view(
    aspect: float, toward: float, slant: float
) -> None:
    straight = rectified(BLANK, seen(aspect, slant, toward))
    assert shape_of(straight) == pytest.approx(aspect, rel=0.05)


@pytest.mark.parametrize("lens", [0.6, 0.8, 1.1, 2.0])
def test_the_lens_need_not_be_known_where_both_directions_are_slanted(lens: float) -> None:
    straight = rectified(BLANK, seen(1.4, 35, 45, lens * SIZE[0]))
    assert shape_of(straight) == pytest.approx(1.4, rel=0.05)


def test_a_view_straight_on_keeps_its_shape() -> None:
    corners = np.array([(100, 100), (500, 100), (500, 300), (100, 300)], np.float32)
    assert rectified(BLANK, corners).shape == (200, 400, 3)


def test_what_was_in_the_corners_is_in_the_corners() -> None:
    corners = seen(1.5, 35, 70)
    straight = rectified(photo_of(quarters((600, 400)), corners), corners)
    wanted = quarters((straight.shape[1], straight.shape[0])).astype(int)
    inner = np.abs(straight.astype(int) - wanted)[5:-5, 5:-5]
    assert np.mean(inner) < 4


def test_the_longer_side_is_as_long_as_asked_and_never_longer_than_in_the_photo() -> None:
    corners = np.array([(100, 100), (900, 100), (900, 500), (100, 500)], np.float32)
    assert rectified(BLANK, corners, 256).shape == (128, 256, 3)
    assert rectified(BLANK, corners, 4000).shape == (400, 800, 3)


def test_corners_outside_the_photo_are_filled_with_its_border() -> None:
    photo = np.full((100, 100, 3), 90, np.uint8)
    corners = np.array([(-40, -40), (140, -40), (140, 140), (-40, 140)], np.float32)
    straight = rectified(photo, corners)
    assert straight.shape == (180, 180, 3)
    assert (straight == 90).all()


def test_fine_stripes_are_averaged_where_the_picture_is_shrunk() -> None:
    photo = np.zeros((768, 1024, 3), np.uint8)
    photo[:, ::2] = 200
    corners = np.array([(0, 0), (1024, 0), (1024, 768), (0, 768)], np.float32)
    straight = rectified(photo, corners, 128)
    assert np.abs(straight.astype(int) - 100).max() <= 2


@pytest.mark.parametrize(
    "corners",
    [
        [(5, 5), (5, 5), (5, 5), (5, 5)],
        [(0, 0), (10, 0), (20, 0), (30, 0)],
        [(0, 0), (50, 0), (50, 0), (0, 0)],
        [(0, 0), (40, 40), (40, 40), (0, 40)],
    ],
)
def test_corners_of_no_rectangle_give_some_picture(corners: list[tuple[int, int]]) -> None:
    straight = rectified(BLANK, np.array(corners, np.float32))
    assert straight.dtype == np.uint8
    assert straight.size > 0
    assert max(straight.shape) <= 512
