"""`fashion build`."""

from __future__ import annotations

import json

import pytest

from sketch2image.core.pictures import open_picture, save_png
from tools.garments import garment


@pytest.fixture
def wardrobe(tmp_path):
    for kind, color in (("Dress", "red"), ("Pants", "white")):
        save_png(tmp_path / "wardrobe" / kind / f"{color}.png", garment(kind, color))
    return tmp_path / "wardrobe"


def test_triplets_and_a_sheet_are_made(cli, tmp_path, wardrobe):
    sheet = tmp_path / "sheet.png"
    said = cli("fashion", "build", wardrobe, "--out", tmp_path / "root", "--sheet", sheet, "--json")
    assert (said.code, said.err) == (0, "")
    assert said.document == {
        "folder": str(tmp_path / "root" / "wardrobe"),
        "triplets": 2,
        "found": 0,
        "pale": {"words": 1},
        "without_edges": [],
        "sheet": str(sheet),
    }
    assert open_picture(sheet).shape[2] == 3
    text = tmp_path / "root" / "wardrobe" / "wardrobe_text" / "text_1.json"
    assert json.loads(text.read_text())["text"] == "a pair of white pants"


def test_people_are_told_what_was_drawn_how(cli, tmp_path, wardrobe):
    said = cli("fashion", "build", wardrobe, "--out", tmp_path / "root", "--name", "mine")
    assert said.code == 0
    assert said.out.splitlines() == [
        f"{tmp_path / 'root' / 'mine'}: 2 triplets",
        "drawn as pale: 1 by their captions",
    ]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--name", "../mine"), "'../mine' is no name of a folder"),
        (("--sheet", "sheet.jpg"), "sheet.jpg"),
        (("--captions", "none.csv"), "no such file: none.csv"),
        (("--size", "8"), "--size"),
        (("--recipe", "hed"), "--recipe"),
    ],
)
def test_what_cannot_be_is_one_line(cli, tmp_path, wardrobe, options, told):
    said = cli("fashion", "build", wardrobe, "--out", tmp_path / "root", *options)
    assert said.code == 2
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert told in said.err
    assert not (tmp_path / "root").exists()


def test_a_folder_made_otherwise_is_left_alone(cli, tmp_path, wardrobe):
    root = tmp_path / "root"
    assert cli("fashion", "build", wardrobe, "--out", root).code == 0
    said = cli("fashion", "build", wardrobe, "--out", root, "--describe")
    assert said.code == 2
    assert "was made otherwise (describe)" in said.err
