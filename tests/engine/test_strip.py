"""The strip of query and matches."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pictures

from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.core.types import Caption, Image, Match
from sketch2image.engine.request import Request, Result
from sketch2image.engine.strip import NAME, TILE, strip

RED, BLUE = (200, 30, 30), (30, 60, 200)
CAPTION = Caption("an apple", "apple", 0.9, True, ())


@pytest.fixture
def sketch() -> Sketch:
    line = np.array([[10, 40], [90, 40]], np.float32)
    return Sketch((100, 80), (Stroke(line),))


@pytest.fixture
def matches(tmp_path: Path) -> tuple[Match, ...]:
    names = ("wide.png", "tall.png", "사과 사진.png", "small.png", "x" * 80 + ".png")
    sizes = ((600, 200), (100, 400), (300, 300), (10, 10), (64, 64))
    for name, size in zip(names, sizes, strict=True):
        Pictures.new("RGB", size, BLUE).save(tmp_path / name)
    return tuple(Match(str(tmp_path / name), 0.9, i, False) for i, name in enumerate(names, 1))


def photo() -> Image:
    return np.full((512, 512, 3), RED, np.uint8)


def tile(row: Image, column: int) -> Image:
    return row[:TILE, column * TILE : (column + 1) * TILE]


def name(row: Image, column: int) -> Image:
    return row[TILE:, column * TILE : (column + 1) * TILE]


def test_five_matches_make_1344_by_244(sketch: Sketch, matches: tuple[Match, ...]):
    row = strip(Result(Request(sketch), CAPTION, "", photo(), "", matches))
    assert (TILE, NAME) == (224, 20)
    assert (row.shape, row.dtype) == ((244, 1344, 3), np.uint8)


def test_the_query_comes_first(sketch: Sketch, matches: tuple[Match, ...]):
    row = strip(Result(Request(sketch), CAPTION, "", photo(), "", matches))
    assert (tile(row, 0) == RED).all()
    assert (tile(row, 3) == BLUE).all()


def test_without_a_picture_the_sketch_is_the_query(sketch: Sketch):
    row = strip(Result(Request(sketch), CAPTION, ""))
    assert row.shape == (244, 224, 3)
    assert tile(row, 0).min() < 50
    assert (tile(row, 0)[:20] == 255).all()


def test_pictures_are_whole_on_white(sketch: Sketch, matches: tuple[Match, ...]):
    row = strip(Result(Request(sketch), CAPTION, "", photo(), "", matches))
    wide, tall = tile(row, 1), tile(row, 2)
    assert (wide[:70] == 255).all()
    assert (wide[112, [0, -1]] == BLUE).all()
    assert (tall[:, :80] == 255).all()
    assert (tall[[0, -1], 112] == BLUE).all()


def test_every_name_stands_in_its_own_place(sketch: Sketch, matches: tuple[Match, ...]):
    row = strip(Result(Request(sketch), CAPTION, "", photo(), "", matches))
    for column in range(6):
        under = name(row, column)
        assert under.min() < 128
        assert (under[:, [0, -1]] == 255).all()


def test_a_picture_that_is_gone_is_said(sketch: Sketch, tmp_path: Path):
    gone = (Match(str(tmp_path / "gone.png"), 0.9, 1, False),)
    row = strip(Result(Request(sketch), CAPTION, "", photo(), "", gone))
    assert tile(row, 1).min() < 200
