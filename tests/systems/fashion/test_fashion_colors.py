"""Color words and hues of garments."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.pictures import open_picture
from sketch2image.systems.fashion.colors import (
    PROTOTYPES,
    SHADES,
    ColorShare,
    measured,
    spoken,
)
from tools.garments import COLORS, SHAPES, SHEET, WOOD, garment

LOOKED_AT = {
    "beige": "3e3c9f0a dafdefab",
    "black": "03229a43 17626959 3fff1c9b 5644e063 5d8bacce 74be6d25 9cedcef4",
    "blue": "20a31e9d 221712f1 77c8b292 7ec26447 832898d6 83cb8ec4 b0d80937 d025ff75 "
    "d7598ec7 db41cac1 ec45b8c7 fa812694",
    "brown": "1745b197 d4e9cf66",
    "gray": "373f429d 3acdbf3f 628d1234 7ed099ea 81102c20 81ca48c2 ddc3da65",
    "green": "1da10477",
    "navy": "2e6303c5 50672a01 714345fc",
    "pink": "605e00c9 64143c56 d02b55fd dbae509c e47d3011",
    "purple": "0df1efc7",
    "red": "203369db 4d42474e 6b1355ff 7fe3f9b7 e0f22daa",
    "white": "001068a8 0f58b637 58a89ae2 6aafcce9 b559590e b9c867a9 d2db3c6a d5eeaaed "
    "e7118519 e8e02e60",
    "yellow": "d164ed7b",
}  # fmt: skip
"""Photos of the development data by their color, named by a person: how their names begin."""


def test_every_word_has_a_garment_to_be_tested_on():
    assert set(COLORS) == set(PROTOTYPES)
    assert {*SHADES, *(word for shades in SHADES.values() for word in shades)} <= set(PROTOTYPES)


@pytest.mark.parametrize("ground", [WOOD, SHEET])
@pytest.mark.parametrize(("number", "color"), list(enumerate(COLORS)))
def test_a_garment_is_called_by_its_color_whatever_it_lies_on(number, color, ground):
    kind = list(SHAPES)[number % len(SHAPES)]
    words = measured(garment(kind, color, ground)).words
    assert spoken(words) == (color,)
    assert sum(share for _, share in words) == pytest.approx(1)
    assert words[0].share > 0.8


def test_a_garment_of_two_colors_has_two_words():
    words = measured(garment("Dress", "red", trim="white")).words
    assert set(spoken(words)) == {"red", "white"}


def test_shadows_are_not_said_and_other_colors_are():
    assert spoken([ColorShare("white", 0.6), ColorShare("gray", 0.4)]) == ("white",)
    assert spoken([ColorShare("gray", 0.5), ColorShare("white", 0.5)]) == ("gray", "white")
    assert spoken([ColorShare("white", 0.6), ColorShare("red", 0.4)]) == ("white", "red")
    assert spoken([ColorShare("white", 0.9), ColorShare("red", 0.1)]) == ("white",)


def test_hues_go_round_the_circle_and_grays_have_none():
    hues = {color: measured(garment("T-Shirt", color)).hue for color in COLORS}
    known = {"red": 30, "yellow": 90, "green": 145, "blue": 285, "pink": 355}
    for color, hue in known.items():
        found = hues[color]
        assert found is not None
        assert abs((found - hue + 180) % 360 - 180) < 15
    assert [hues[color] for color in ("black", "white", "gray")] == [None] * 3


def test_the_share_that_has_a_hue_is_measured():
    assert measured(garment("Dress", "red")).chromatic > 0.9
    assert measured(garment("Dress", "gray")).chromatic < 0.1
    assert 0.2 < measured(garment("Dress", "white", trim="red")).chromatic < 0.8


def test_lightness_tells_the_garment_from_its_ground():
    dark = measured(garment("Pants", "black", SHEET))
    pale = measured(garment("Pants", "white", WOOD))
    assert dark.lightness < 15 < 80 < dark.ground
    assert pale.lightness > 85 > 65 > pale.ground


def test_a_dim_picture_keeps_its_words():
    dim = (garment("Dress", "white", WOOD) * 0.8).astype(np.uint8)
    assert spoken(measured(dim).words) == ("white",)


@pytest.mark.parametrize("shape", [(1, 1), (3, 40), (300, 9)])
def test_a_sliver_of_a_picture_is_measured_too(shape):
    sliver = np.full((*shape, 3), COLORS["red"], np.uint8)
    found = measured(sliver)
    assert found.words == (("red", 1.0),)
    assert found.ground == found.lightness


def test_photos_of_clothes_are_called_as_people_call_them(data_dir: Path):
    files = {file.name[:8]: file for file in (data_dir / "clothing").glob("*.jpg")}
    pairs = [(color, name) for color, names in LOOKED_AT.items() for name in names.split()]
    said = [spoken(measured(open_picture(files[name])).words)[0] for _, name in pairs]
    right = [word == color for word, (color, _) in zip(said, pairs, strict=True)]
    assert np.mean(right) >= 0.85
