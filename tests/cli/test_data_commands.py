"""`data`: what it says, what it makes, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sketch2image.core.pictures import open_picture
from tests.train.data.tiny_data import drawing, pairs, photo, save, sketch, sketchy


def refused(said, *words: str) -> None:
    assert said.code == 2
    lines = [line for line in said.err.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1
    for word in words:
        assert word in lines[0]


def test_check_passes_what_is_well(cli, tmp_path):
    said = cli("data", "check", pairs(tmp_path), "--for", "turbo")
    assert said.code == 0
    assert "3 train, 2 test" in said.out
    assert said.out.endswith("fit to train on\n")
    document = cli("data", "check", tmp_path, "--for", "turbo", "--json").document
    assert document["ok"] is True
    assert document["facts"]["train"] == 3


def test_check_lists_what_is_wrong_and_ends_with_one_line(cli, tmp_path):
    pairs(tmp_path)
    (tmp_path / "train_B" / "train0.png").write_bytes(b"\x89PNG")
    save(tmp_path / "train_A" / "train1.png", 255 - sketch(71), "L")
    said = cli("data", "check", tmp_path, "--for", "turbo")
    refused(said, "not fit to train on: 1 kind of error")
    lines = said.out.splitlines()
    assert lines[1] == "error: unreadable pictures: 1. Get them again, or delete them."
    assert lines[2].strip() == "train_B/train0.png"
    assert lines[3].startswith("warning: pictures of one channel: 1.")
    said = cli("data", "check", tmp_path, "--for", "turbo", "--json")
    assert said.code == 2
    assert said.document["ok"] is False
    assert said.document["errors"][0]["code"] == "unreadable"
    assert said.document["errors"][0]["files"] == ["train_B/train0.png"]


def test_check_wants_a_known_purpose_and_folder(cli, tmp_path):
    assert cli("data", "check", tmp_path, "--for", "gpt").code == 2
    refused(cli("data", "check", tmp_path / "no", "--for", "blip"), "no such folder")


def test_pairs_are_made_and_pass_the_check(cli, tmp_path):
    data, out = sketchy(tmp_path / "data", photos=5), tmp_path / "out"
    words = ("data", "pairs", data, "--out", out, "--size", 64, "--classes", "cat, Bat")
    said = cli(*words)
    assert said.code == 0
    assert said.out == f"{out}: 16 train, 4 test pairs\n"
    assert cli("data", "check", out, "--for", "turbo").code == 0
    assert cli(*words, "--json").document["pairs"] == {"train": 16, "test": 4}
    refused(cli(*words[:-2]), "was made otherwise")


def test_pairs_follow_a_published_split_and_say_what_is_missing(cli, tmp_path):
    data, out = sketchy(tmp_path / "data"), tmp_path / "out"
    said = cli("data", "pairs", data, "--out", out, "--size", 64, "--split", "sketchy-104-21")
    assert "20 of 21 unseen classes" in said.err
    prompts = json.loads((out / "test_prompts.json").read_text("utf-8"))
    assert {name.split("-")[0] for name in prompts} == {"bat"}


def test_edges_are_made_of_photos(cli, tmp_path):
    for number in range(4):
        save(tmp_path / "photos" / f"{number}.jpg", photo(number))
    table = tmp_path / "captions.csv"
    table.write_text("file,text\n" + "".join(f"{n}.jpg,mug {n}\n" for n in range(4)))
    words = ("data", "edges", tmp_path / "photos", "--out", tmp_path / "out", "--size", 64)
    refused(cli(*words), "4 of 4 photos have no caption", "--captions")
    words = (*words, "--captions", table, "--recipe", "fashion", "--low", "50-150")
    said = cli(*words, "--json")
    assert said.document["pairs"] == {"train": 3, "test": 1}
    prompts = json.loads((tmp_path / "out" / "train_prompts.json").read_text("utf-8"))
    assert len(prompts) == 3
    refused(cli(*words, "--seed", 5), "was made otherwise (seed)")


@pytest.mark.parametrize("text", ["a", "100-50", "-5", "5-"])
def test_a_threshold_is_a_number_or_a_range(cli, tmp_path, text):
    words = ("data", "edges", tmp_path, "--out", tmp_path / "out", f"--low={text}")
    refused(cli(*words), f"--low {text} is no threshold")


def test_show_counts_classes_and_splits(cli, tmp_path):
    data = sketchy(tmp_path / "data")
    save(data / "photo" / "cat" / "more.jpg", photo())
    said = cli("data", "show", data, "--split", "held-out:0.25")
    lines = [line.split() for line in said.out.splitlines()]
    assert lines[:3] == [["class", "sketches", "photos"], ["bat", "8", "4"], ["cat", "8", "5"]]
    assert said.out.splitlines()[3] == "2 classes, 16 sketches, 9 photos"
    document = cli("data", "show", data, "--split", "held-out:0.25", "--json").document
    assert document["split"]["train"] == {"classes": 2, "sketches": 12, "photos": 7}
    assert document["split"]["test"] == {"classes": 2, "sketches": 4, "photos": 2}


def test_show_writes_a_sheet(cli, tmp_path):
    sheet = tmp_path / "sheet.png"
    strokes = tmp_path / "strokes"
    strokes.mkdir()
    (strokes / "cat.ndjson").write_text(drawing("cat"))
    for folder in (sketchy(tmp_path / "data"), pairs(tmp_path / "pairs"), strokes):
        assert cli("data", "show", folder, "--out", sheet).code == 0
        assert (open_picture(sheet) < 250).mean() > 0.01
        sheet.unlink()
    refused(cli("data", "show", strokes, "--out", tmp_path / "sheet.jpg"), ".png")


def test_show_says_what_is_wrong(cli, tmp_path):
    refused(cli("data", "show", tmp_path), "no sketches of a known layout")
    refused(cli("data", "show", sketchy(tmp_path), "--classes", "catt"), "Did you mean cat")
    refused(cli("data", "show", tmp_path, "--split", "best"), "there is no split best")


def test_alone_it_shows_its_commands(cli):
    assert "check" in cli("data").err


@pytest.mark.data
def test_the_development_data_is_fit_to_train_on(cli, data_dir: Path):
    said = cli("data", "check", data_dir / "sketchy", "--for", "blip", "--json")
    assert said.code == 0
    assert said.document["facts"]["classes"] == 125
    assert [one["files"] for one in said.document["warnings"]] == [["bread"]]
