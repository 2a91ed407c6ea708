"""Pairs for pix2pix-turbo: made of sketches, made of photos, read back."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import Cancelled, UserError
from sketch2image.core.labels import caption_text
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Progress
from sketch2image.core.sketch import Sketch
from sketch2image.render.control import control
from sketch2image.train.data.builders import EdgePairs, SketchPairs
from sketch2image.train.data.edges import RECIPES, edge_drawing, seeded, with_thresholds
from sketch2image.train.data.fit import control_of, cropped, target_of
from sketch2image.train.data.paired import Paired, paired
from tests.train.data.tiny_data import pairs, photo, save, sketch, sketchy

SKETCHES = SketchPairs(split="held-out:0.25", size=64)


def both(folder: Path) -> tuple[Paired, ...]:
    return (*paired(folder, "train"), *paired(folder, "test"))


def contents(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_pairs_are_read_with_their_prompts(tmp_path):
    found = paired(pairs(tmp_path), "train")
    assert [one.name for one in found] == ["train0.png", "train1.png", "train2.png"]
    assert found[0] == Paired(
        "train0.png",
        tmp_path / "train_A" / "train0.png",
        tmp_path / "train_B" / "train0.png",
        "picture train0.png",
    )


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        ("train_A/train0.png", "train_A lacks 1 names, the first train0.png"),
        ("train_B/train0.png", "train_B lacks 1 names, the first train0.png"),
        ("train_prompts.json", "no such file"),
    ],
)
def test_half_a_pair_is_refused(tmp_path, gone, words):
    (pairs(tmp_path) / gone).unlink()
    with pytest.raises(UserError, match=words):
        paired(tmp_path, "train")


@pytest.mark.parametrize("text", ['{"train0.png": ""}', "[]", "{", '{"train0.png": 3}'])
def test_prompts_that_are_none_are_refused(tmp_path, text):
    (pairs(tmp_path) / "train_prompts.json").write_text(text)
    with pytest.raises(UserError, match=r"train_prompts\.json"):
        paired(tmp_path, "train")
    with pytest.raises(UserError, match="no such folder"):
        paired(tmp_path / "nowhere", "train")


def test_controls_are_what_the_renderer_makes_of_the_sketch():
    drawn = sketch(3)[:60]
    made = control_of(drawn, 64)
    assert set(np.unique(made)) == {0, 255}
    expected = control(Sketch((96, 60), backdrop=drawn), 64, 3)
    assert np.array_equal(made.transpose(2, 0, 1) / 255, expected)


def test_a_target_lies_where_its_control_lies():
    made = target_of(photo()[:48], 64)
    assert made.shape == (64, 64, 3)
    assert (made[:16] == 255).all()
    assert (made[48:] == 255).all()
    assert (made[16:48] < 255).all(axis=2).mean() > 0.9


def test_every_sketch_is_paired_with_its_photo(tmp_path):
    data = sketchy(tmp_path / "data")
    built = SKETCHES.build(data, tmp_path / "out")
    assert built.pairs == {"train": 12, "test": 4}
    assert built.left_out == 0
    found = both(tmp_path / "out")
    assert {one.prompt for one in found} == {caption_text("bat"), caption_text("cat")}
    for one in found:
        label, name = one.name.removesuffix(".png").split("-", 1)
        drawn = open_picture(data / "sketch" / label / f"{name}.png")
        assert np.array_equal(open_picture(one.control), control_of(drawn, 64))
        shot = open_picture(data / "photo" / label / f"{name.rsplit('-', 1)[0]}.jpg")
        assert np.array_equal(open_picture(one.target), target_of(shot, 64))


def test_train_and_test_share_no_photo(tmp_path):
    SKETCHES.build(sketchy(tmp_path / "data"), tmp_path / "out")
    shot = [
        {one.target.read_bytes() for one in paired(tmp_path / "out", part)}
        for part in ("train", "test")
    ]
    assert not shot[0] & shot[1]


def test_sketches_without_a_photo_are_counted(tmp_path):
    data = sketchy(tmp_path / "data")
    save(data / "sketch" / "bat" / "alone.png", sketch())
    assert SKETCHES.build(data, tmp_path / "out").left_out == 1
    for file in (data / "photo").rglob("*.jpg"):
        file.unlink()
    with pytest.raises(UserError, match="no sketch in"):
        SKETCHES.build(data, tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_stopped_build_goes_on_and_ends_as_one_in_one_go(tmp_path):
    data = sketchy(tmp_path / "data")
    SKETCHES.build(data, tmp_path / "whole")

    def stop(event: Progress) -> None:
        if event.done == 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        SKETCHES.build(data, tmp_path / "out", stop)
    begun = contents(tmp_path / "out")
    assert 10 <= len(begun) < 33
    assert "train_prompts.json" not in begun
    with pytest.raises(UserError, match="run the same command again"):
        paired(tmp_path / "out", "train")
    kept = {name: (tmp_path / "out" / name).stat().st_mtime_ns for name in begun}
    SKETCHES.build(data, tmp_path / "out")
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
    assert {name: (tmp_path / "out" / name).stat().st_mtime_ns for name in begun} == kept


def test_a_folder_of_something_else_is_not_touched(tmp_path):
    data = sketchy(tmp_path / "data")
    with pytest.raises(UserError, match="holds something else"):
        SKETCHES.build(data, data)
    SKETCHES.build(data, tmp_path / "out")
    before = contents(tmp_path / "out")
    with pytest.raises(UserError, match=r"was made otherwise \(size\)"):
        SketchPairs(split="held-out:0.25", size=96).build(data, tmp_path / "out")
    save(data / "sketch" / "bat" / "n00000000_0-9.png", sketch(99))
    with pytest.raises(UserError, match=r"was made otherwise \(pairs\)"):
        SKETCHES.build(data, tmp_path / "out")
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UserError, match="holds something else"):
        SKETCHES.build(data, tmp_path / "file")
    assert contents(tmp_path / "out") == before


def test_names_that_would_be_one_file_get_a_number(tmp_path):
    for label in ("a b", "a_b"):
        for number in range(2):
            save(tmp_path / "data" / "sketch" / label / f"{number}.png", sketch(number))
            save(tmp_path / "data" / "photo" / label / f"{number}.jpg", photo(number))
    SketchPairs(split="held-out:0.5", size=64).build(tmp_path / "data", tmp_path / "out")
    names = [one.name for one in both(tmp_path / "out")]
    assert len(names) == 4
    assert {name[:4] for name in names} == {"a_b-"}


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    for number in range(10):
        save(tmp_path / "photos" / "mug" / f"{number}.jpg", photo(number, 120)[:, :96])
    return tmp_path / "photos"


def test_photos_are_paired_with_their_edges(tmp_path, photos):
    built = EdgePairs(size=64).build(photos, tmp_path / "out")
    assert built.pairs == {"train": 9, "test": 1}
    for one in both(tmp_path / "out"):
        assert one.prompt == caption_text("mug")
        shot = open_picture(one.target)
        original = photos / "mug" / one.name.removeprefix("mug-").replace("png", "jpg")
        assert np.array_equal(shot, cropped(open_picture(original), 64))
        lines = edge_drawing(shot, RECIPES["canny"], "", np.random.default_rng(0))
        assert np.array_equal(open_picture(one.control)[..., 0] > 0, lines.mask)
        assert 0.02 < lines.mask.mean() < 0.5


@pytest.mark.parametrize("name", ["0.jpg", "mug/0.jpg"])
def test_captions_come_from_a_table(tmp_path, photos, name):
    table = {name.replace("0", str(number)): f"mug {number}" for number in range(10)}
    (tmp_path / "captions.json").write_text(json.dumps(table))
    EdgePairs(size=64).build(photos, tmp_path / "out", tmp_path / "captions.json")
    assert {one.prompt for one in both(tmp_path / "out")} == set(table.values())


def test_a_photo_without_a_caption_is_said(tmp_path, photos):
    (tmp_path / "captions.json").write_text('{"0.jpg": "one"}')
    with pytest.raises(UserError, match=r"9 of 10 photos have no caption, the first 1\.jpg"):
        EdgePairs().build(photos, tmp_path / "out", tmp_path / "captions.json")
    with pytest.raises(UserError, match="10 of 10 photos have no caption"):
        EdgePairs().build(photos / "mug", tmp_path / "out")
    with pytest.raises(UserError, match="there is no recipe 'hed'"):
        EdgePairs("hed").build(photos, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def lines_of(recipe: str, caption: str, seed: int = 0, **ranges: tuple[int, int] | None) -> bytes:
    chosen = with_thresholds(RECIPES[recipe], ranges.get("low"), ranges.get("high"))
    soft = cropped(photo(4, 64), 96)
    return edge_drawing(soft, chosen, caption, seeded(seed, "one")).raster.tobytes()


def test_the_fashion_recipe_has_a_way_of_its_own_for_pale_things():
    assert lines_of("fashion", "a cream skirt") == lines_of("fashion", "A Gray coat")
    assert lines_of("fashion", "a cream skirt") != lines_of("fashion", "a red skirt")
    assert lines_of("fashion", caption_text("skirt")) == lines_of("fashion", "a red skirt")
    assert lines_of("fashion", "a skyscraper") == lines_of("fashion", "a red skirt")
    assert lines_of("fashion", "a red skirt") != lines_of("canny", "a red skirt")
    assert lines_of("canny", "a cream skirt") == lines_of("canny", "a red skirt")


def test_thresholds_out_of_ranges_repeat_with_their_seed():
    ranges = {"low": (20, 300), "high": (100, 600)}
    drawn = [lines_of("canny", "", seed, **ranges) for seed in range(6)]
    assert len(set(drawn)) > 1
    assert drawn == [lines_of("canny", "", seed, **ranges) for seed in range(6)]


@pytest.mark.data
def test_development_sketches_become_pairs(tmp_path, data_dir):
    plan = SketchPairs(classes=("teapot",), size=128)
    built = plan.build(data_dir / "sketchy", tmp_path / "out")
    assert sum(built.pairs.values()) > 5
    for one in both(tmp_path / "out"):
        assert 0.005 < (open_picture(one.control) > 0).mean() < 0.3
