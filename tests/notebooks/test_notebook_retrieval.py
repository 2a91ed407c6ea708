"""What the retrieval notebook is made of: strips, colors, precision."""

from __future__ import annotations

import numpy as np
import pytest

from sketch2image.core.errors import UserError
from sketch2image.core.paths import sample_gallery
from sketch2image.core.pictures import open_picture
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.core.types import Match
from sketch2image.web.notebook.coloring import HUES, by_color, color_share, inked, pen_color
from sketch2image.web.notebook.retrieval import Found, hurried, marked
from sketch2image.web.notebook.scores import precision
from sketch2image.web.notebook.strip import GAP, RIGHT, SIDE, strip

COLORED = {
    ("teapot", "red"): {6, 7}, ("teapot", "blue"): {8}, ("teapot", "green"): {4},
    ("teapot", "yellow"): {2, 3, 5}, ("cup", "red"): {6}, ("chair", "red"): {7},
    ("table", "blue"): {6}, ("table", "green"): {8}, ("door", "red"): {5}, ("shoe", "blue"): {3, 6},
}  # fmt: skip
"""Which of the eight sample pictures of a class show the thing in a color, told by eye."""


def test_color_tells_the_sample_pictures_apart_as_the_eye_does() -> None:
    for (name, color), right in COLORED.items():
        paths = [sample_gallery() / f"{name}-{number}.jpg" for number in range(1, 9)]
        shares = [color_share(open_picture(path), color) for path in paths]
        assert set(np.argsort(shares)[::-1][: len(right)] + 1) == right, (name, color)


@pytest.mark.parametrize("color", HUES)
def test_a_plain_picture_is_all_of_its_color(color: str) -> None:
    plain = np.full((80, 120, 3), HUES[color], np.uint8)
    assert color_share(plain, color) == 1
    assert color_share(np.full((80, 120, 3), 128, np.uint8), color) == 0


def test_matches_in_a_color_come_forward_and_are_ranked_anew() -> None:
    found = by_color(_found("teapot-8", "teapot-1", "teapot-6", "teapot-7"), "red")
    assert [_name(match) for match in found.matches[:2]] == ["teapot-6", "teapot-7"]
    assert [match.rank for match in found.matches] == [1, 2, 3, 4]


def test_an_unknown_color_names_the_known_ones() -> None:
    with pytest.raises(UserError, match=r"no such color: 'beige'. Known: red, orange"):
        by_color(_found("teapot-8"), "beige")


def test_the_pen_that_drew_most_gives_the_color() -> None:
    drawing = _sketch(3)
    assert pen_color(drawing) == ""
    assert pen_color(inked(drawing, "blue")) == "blue"


def test_a_hurried_drawing_keeps_its_first_strokes() -> None:
    drawing = _sketch(5)
    assert hurried(drawing).strokes == drawing.strokes[:2]


def test_precision_counts_the_first_k() -> None:
    found = _found("cup-1", "cup-2", "shoe-1", "cup-3")
    assert precision([found], ["cup"], 2) == 1
    assert precision([found], ["cup"], 4) == 0.75
    assert precision([found, found], ["cup", "shoe"], 4) == 0.5


def test_a_strip_frames_what_is_right() -> None:
    found = marked(_found("cup-1", "shoe-1"), "cup")
    image = strip(found.matches, "cup", None, found.right)
    assert image.shape[1] == 3 * (SIDE + GAP) + 3 * GAP
    first, second = (image[GAP + 1, 3 * GAP + rank * (SIDE + GAP) + 20] for rank in (1, 2))
    assert tuple(first) == RIGHT
    assert tuple(second) != RIGHT


def test_a_picture_that_is_gone_leaves_a_plain_tile() -> None:
    gone = Match("no/such-1.jpg", 0.5, 1, False)
    image = strip([gone], "", _sketch(1).raster)
    tile = image[GAP : GAP + SIDE, -SIDE:-GAP][20:-20, 20:-20]
    assert (tile == tile[0, 0]).all()


def _found(*names: str) -> Found:
    return Found(
        tuple(
            Match(str(sample_gallery() / f"{name}.jpg"), 0.9 - 0.05 * rank, rank, False)
            for rank, name in enumerate(names, 1)
        )
    )


def _name(match: Match) -> str:
    return match.path.rpartition("/")[2].removesuffix(".jpg")


def _sketch(strokes: int) -> Sketch:
    lines = [np.array([[10, 10 * n], [90, 10 * n]], np.float32) for n in range(1, strokes + 1)]
    return Sketch((100, 100), tuple(Stroke(line) for line in lines))
