"""Triplets built of drawn garments."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import Cancelled, UserError
from sketch2image.core.opencv import cv2
from sketch2image.core.pictures import open_picture, save_png
from sketch2image.core.progress import Progress
from sketch2image.systems.fashion.build import Building, Built
from sketch2image.systems.fashion.sheet import sheet_of
from sketch2image.train.data.edges import RECIPES, drawn
from sketch2image.train.data.triplets import TripletFolder
from tools.garments import SHEET, garment

WARDROBE = (("Dress", "red"), ("Pants", "navy"), ("T-Shirt", "white"))


@pytest.fixture
def wardrobe(tmp_path: Path) -> Path:
    """Three garments, in folders named by their kind."""
    for kind, color in WARDROBE:
        save_png(tmp_path / "wardrobe" / kind / f"{color}.png", garment(kind, color))
    return tmp_path / "wardrobe"


def build(folder: Path, root: Path, table: Path | None = None, **wanted) -> Built:
    return Building(**wanted).build(folder, TripletFolder(root, "set"), table)


def test_triplets_lie_as_the_original_has_them(tmp_path, wardrobe):
    built = build(wardrobe, tmp_path / "root", first=991)
    place = tmp_path / "root" / "set"
    for number in (991, 992, 993):
        picture = open_picture(place / "set_image" / f"img_{number}.jpg")
        edges = open_picture(place / "set_edge_new" / f"edge_{number}.jpg")
        assert edges.shape == picture.shape == (200, 150, 3)
        assert (edges > 200).mean() > 0.8
        assert 0.005 < (edges < 60).mean() < 0.2
    said = [
        json.loads((place / "set_text" / f"text_{n}.json").read_text())["text"]
        for n in (991, 992, 993)
    ]
    assert said == ["a red dress", "a pair of navy pants", "a white T-shirt"]
    assert (built.found, built.without_edges) == (0, ())


def test_large_pictures_are_made_smaller_and_small_ones_are_not(tmp_path):
    for name, size in (("large", (300, 400)), ("small", (90, 120))):
        save_png(tmp_path / "in" / "Dress" / f"{name}.png", garment("Dress", "red", size=size))
    built = build(tmp_path / "in", tmp_path / "root", size=200)
    shapes = [open_picture(built.files.image(number)).shape for number in built.triplets]
    assert shapes == [(200, 150, 3), (120, 90, 3)]


def test_pale_garments_are_drawn_otherwise_and_the_reason_is_written(tmp_path):
    captions = {"red.png": "a dress", "pale.png": "a dress", "words.png": "a light dress"}
    for name, color in (("red", "red"), ("pale", "white"), ("words", "red")):
        save_png(tmp_path / "in" / f"{name}.png", garment("Dress", color, SHEET))
    (tmp_path / "in" / "captions.json").write_text(json.dumps(captions))
    built = build(tmp_path / "in", tmp_path / "root")
    reasons = {one.source: one.pale for one in built.triplets.values()}
    assert reasons == {"pale.png": "brightness", "red.png": "", "words.png": "words"}
    assert built.pale == {"brightness": 1, "words": 1}
    assert json.loads(built.files.text(0).read_text())["pale"] == "brightness"
    number = next(n for n, one in built.triplets.items() if one.source == "pale.png")
    lines = drawn(
        garment("Dress", "white", SHEET), RECIPES["fashion"].pale, np.random.default_rng(0)
    )
    edges = open_picture(built.files.edge(number))[..., 0] < 128
    assert (edges == lines.mask).mean() > 0.99


def test_a_picture_without_edges_is_named_and_kept_for_galleries(tmp_path, wardrobe):
    save_png(wardrobe / "Skirt" / "plain.png", np.full((120, 90, 3), 200, np.uint8))
    faint = np.full((120, 90, 3), (116, 84, 62), np.uint8)
    faint[30:90, 20:70] += 28
    save_png(wardrobe / "Top" / "faint.png", faint)
    built = build(wardrobe, tmp_path / "root")
    assert built.without_edges == ("plain.png",)
    by_source = {one.source: number for number, one in built.triplets.items()}
    plain = by_source["plain.png"]
    assert built.files.image(plain).is_file()
    assert built.files.text(plain).is_file()
    assert not built.files.edge(plain).exists()
    assert built.triplets[by_source["faint.png"]].pale == "blank"
    assert built.files.edge(by_source["faint.png"]).is_file()


def test_a_run_that_was_stopped_goes_on(tmp_path, wardrobe):
    def stop(event: Progress) -> None:
        if event.done == 1:
            raise Cancelled

    files = TripletFolder(tmp_path / "root", "set")
    with pytest.raises(Cancelled):
        Building().build(wardrobe, files, report=stop)
    first = files.text(0).stat().st_mtime_ns
    built = Building().build(wardrobe, files)
    assert built.found >= 1
    assert files.text(0).stat().st_mtime_ns == first
    whole = build(wardrobe, tmp_path / "other")
    assert built.triplets == whole.triplets
    assert Building().build(wardrobe, files).found == 3


def test_another_recipe_and_other_pictures_are_refused(tmp_path, wardrobe):
    build(wardrobe, tmp_path / "root")
    with pytest.raises(UserError, match=r"was made otherwise \(recipe\)"):
        build(wardrobe, tmp_path / "root", recipe="canny")
    save_png(wardrobe / "Dress" / "new.png", garment("Dress", "blue"))
    with pytest.raises(UserError, match=r"was made otherwise \(pictures\)"):
        build(wardrobe, tmp_path / "root")
    save_png(tmp_path / "mine" / "a.png", garment("Dress", "blue"))
    with pytest.raises(UserError, match="holds something else"):
        Building().build(wardrobe, TripletFolder(tmp_path, "mine"))
    with pytest.raises(UserError, match="lies among the pictures"):
        build(wardrobe, wardrobe)


def test_captions_names_and_kinds_come_from_a_table(tmp_path):
    for name in ("a", "b", "c"):
        save_png(tmp_path / "in" / f"{name}.png", garment("Dress", "blue"))
    rows = [
        {"file": "a.png", "caption": "A summer dress"},
        {"file": "b.png", "name": "Acme 2", "description": "Made of cotton."},
        {"file": "c.png", "label": "Dress"},
    ]
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    said = build(tmp_path / "in", tmp_path / "plain", tmp_path / "rows.json").triplets.values()
    assert [one.text for one in said] == [
        "A summer dress", "Acme 2: Made of cotton.", "a blue dress",
    ]  # fmt: skip
    more = build(tmp_path / "in", tmp_path / "more", tmp_path / "rows.json", describe=True)
    assert [one.text for one in more.triplets.values()] == [
        "a blue summer dress", "blue Acme 2: Made of cotton.", "a blue dress",
    ]  # fmt: skip


def test_a_set_saved_by_the_datasets_library_is_read(tmp_path):
    import datasets

    save_png(tmp_path / "a.png", garment("Dress", "red"))
    table = {"image": [str(tmp_path / "a.png")], "text": ["a gown"]}
    features = datasets.Features({"image": datasets.Image(), "text": datasets.Value("string")})
    datasets.Dataset.from_dict(table, features).save_to_disk(tmp_path / "saved")
    built = build(tmp_path / "saved", tmp_path / "root")
    assert [one.text for one in built.triplets.values()] == ["a gown"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("file,text\na.png,one\n", r"1 of 2 pictures have no caption, the first b\.png"),
        ("file,text\na.png,one\nb.png,two\nc.png,three\n", r"1 of 3 pictures named .* c\.png"),
        ("file,color\na.png,red\nb.png,red\n", "entry 1 of .* lacks a column"),
        ("name,text\na.png,one\n", "entry 1 of .* lacks a column"),
        ("file,text\na.png,one\nb.png,\n", "entry 2 of .* lacks a column"),
        ("", r"2 of 2 pictures have no caption, the first a\.png"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_made(tmp_path, rows, told):
    for name in ("a", "b"):
        save_png(tmp_path / "in" / f"{name}.png", garment("Dress", "red"))
    if rows:
        (tmp_path / "in" / "t.csv").write_text(rows)
    with pytest.raises(UserError, match=told):
        build(tmp_path / "in", tmp_path / "root")
    assert not (tmp_path / "root").exists()


def test_empty_folders_and_two_tables_are_refused(tmp_path, wardrobe):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="no pictures in"):
        build(tmp_path / "empty", tmp_path / "root")
    with pytest.raises(UserError, match="no such folder"):
        build(tmp_path / "nowhere", tmp_path / "root")
    for name in ("one.csv", "two.json"):
        (wardrobe / name).write_text("")
    with pytest.raises(UserError, match=r"holds 2 tables: one\.csv, two\.json"):
        build(wardrobe, tmp_path / "root")


def test_a_damaged_picture_stops_the_run_and_nothing_is_lost(tmp_path, wardrobe):
    (wardrobe / "Top").mkdir()
    (wardrobe / "Top" / "cut.jpg").write_bytes(b"\xff\xd8\xff\xe0 no more")
    with pytest.raises(UserError, match=r"cut\.jpg is damaged"):
        build(wardrobe, tmp_path / "root")
    made = TripletFolder(tmp_path / "root", "set")
    assert made.text(0).is_file()
    assert not made.image(3).exists()


def gray_of(picture: np.ndarray, blur: int) -> np.ndarray:
    soft = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (blur, blur), 0)
    return cv2.createCLAHE(2.0, (8, 8)).apply(soft)


def test_recipes_are_those_of_the_original():
    picture = garment("Dress", "yellow", SHEET)
    rng = np.random.default_rng(0)
    soft = cv2.Canny(gray_of(picture, 7), 150, 200) > 0
    early = cv2.Canny(cv2.equalizeHist(gray_of(picture, 3)), 100, 300) > 0
    pale = cv2.Canny(gray_of(picture, 5), 50, 100) > 0
    found = {name: drawn(picture, recipe.pale, rng).mask for name, recipe in RECIPES.items()}
    assert np.array_equal(found["fashion-ghoumrassi"], soft)
    assert np.array_equal(found["fashion-early"], early)
    assert np.array_equal(found["fashion"], pale)
    assert early.any()
    assert pale.any()


def test_the_sheet_shows_picture_and_edges_side_by_side(tmp_path, wardrobe):
    built = build(wardrobe, tmp_path / "root")
    sheet = sheet_of(built)
    assert sheet.ndim == 3
    red = np.any(sheet[..., 0] > sheet[..., 1].astype(int) + 80, axis=0)
    assert red[:220].any()
    assert not red[230:400].any()


@pytest.mark.slow
def test_the_clothes_of_the_development_data_become_triplets(tmp_path, data_dir):
    built = build(data_dir / "clothing", tmp_path / "root")
    assert len(built.triplets) == 741
    assert built.without_edges == ()
    assert built.pale["brightness"] > 5
