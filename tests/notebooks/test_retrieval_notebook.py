"""The notebook of retrieval by words and drawings, run on the lite models."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sketch2image.web.notebook.strip import GAP, RIGHT, SIDE
from tests.notebooks.running import NOTEBOOKS, Cell, run

STRIPS = (
    "by-words", "by-drawing", "by-both", "hurried", "hurried-caption", "hurried-words",
    "color-words", "color-again", "color-pen",
)  # fmt: skip


@pytest.fixture(scope="module")
def cells(state: Path) -> dict[str, Cell]:
    return run("retrieval_colab", NOTEBOOKS, state, QUERIES=4)


@pytest.mark.parametrize("name", STRIPS)
def test_each_query_is_a_strip_of_ten_pictures(cells: dict[str, Cell], name: str) -> None:
    assert _strip(cells[name]).shape[1] == 11 * (SIDE + GAP) + 3 * GAP


@pytest.mark.parametrize("name", ["by-words", "by-drawing", "by-both", "hurried-words"])
def test_what_is_right_comes_first_in_a_green_frame(cells: dict[str, Cell], name: str) -> None:
    assert _frames(cells[name]) == [True] * 8 + [False] * 2


def test_a_hurried_drawing_finds_less_than_a_whole_one(cells: dict[str, Cell]) -> None:
    assert sum(_frames(cells["hurried"])) < sum(_frames(cells["by-drawing"]))


def test_empty_words_are_left_out(cells: dict[str, Cell]) -> None:
    assert cells["by-nothing"].text == "the same as by the drawing alone: True\n"


def test_a_color_brings_pictures_of_that_color_to_the_front(cells: dict[str, Cell]) -> None:
    assert not _is_red(cells["color-words"], 1)
    for name in ("color-again", "color-pen"):
        assert _is_red(cells[name], 1)
    assert _is_red(cells["color-again"], 2)


def test_the_table_holds_a_measured_share_for_each_way(cells: dict[str, Cell]) -> None:
    rows = re.findall(r"<tr>(<td.+?)</tr>", cells["scores"].html)
    shares = {row[0]: [*map(float, row[1:])] for row in (re.findall(r">([^<]+)<", r) for r in rows)}
    assert len(shares) == 5
    assert all(len(row) == 2 and 0 <= min(row) <= max(row) <= 1 for row in shares.values())
    assert shares["first two strokes"][0] < shares["first two strokes and words"][0]


def _strip(cell: Cell) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(cell.png)).convert("RGB"))


def _tile(cell: Cell, rank: int) -> np.ndarray:
    left = 3 * GAP + rank * (SIDE + GAP)
    return _strip(cell)[GAP : GAP + SIDE, left : left + SIDE]


def _frames(cell: Cell) -> list[bool]:
    return [bool((_tile(cell, rank)[1, :] == RIGHT).all()) for rank in range(1, 11)]


def _is_red(cell: Cell, rank: int) -> bool:
    red, green, blue = _tile(cell, rank)[40:-40, 40:-40].reshape(-1, 3).mean(axis=0)
    return bool(red > green + 60 and red > blue + 60)
