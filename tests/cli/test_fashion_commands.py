"""`fashion train|index|search|findings` from end to end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sketch2image.cli.app import run
from sketch2image.core.pictures import open_picture
from tests.gallery.tiny_towers import CLIP, save_clip
from tests.train.composed.wardrobe import write_wardrobe


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_wardrobe(tmp_path_factory.mktemp("root"))


@pytest.fixture(scope="module")
def trained(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = save_clip(tmp_path_factory.mktemp("base"), CLIP)
    out = tmp_path_factory.mktemp("run") / "run"
    shares = [word for name in ("val=0.2", "test=0.3", "steps=1") for word in ("--set", name)]
    words = ["--base", str(base), "--fusion", "gated", "--separate", *shares]
    assert run(["fashion", "train", str(root), "--out", str(out), "--set", "batch=8", *words]) == 0
    return out


def answer(capsys: pytest.CaptureFixture, *words: str) -> dict[str, Any]:
    assert run([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture, *words: str) -> str:
    assert run([*words]) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    return line


def test_a_trained_encoder_indexes_and_finds(root: Path, trained: Path, tmp_path: Path, capsys):
    capsys.readouterr()
    done = answer(capsys, "fashion", "index", str(root), "--model", str(trained))
    assert (done["gallery"], done["added"]) == ("fashion", 36)
    sketch, page = root / "closet" / "closet_edge_new" / "edge_3.jpg", tmp_path / "page.png"
    words = ["--sketch", str(sketch), "--text", "a red dress", "--k", "4", "--out", str(page)]
    found = answer(capsys, "fashion", "search", *words, "--weight", "0.6")
    assert [match["rank"] for match in found["matches"]] == [1, 2, 3, 4]
    assert (found["text"], found["weight"]) == ("a red dress", 0.6)
    assert open_picture(page).shape[1] > 1000
    alone = answer(capsys, "fashion", "search", "--sketch", str(sketch), "--text", " ")
    assert (alone["text"], alone["weight"], len(alone["matches"])) == (None, None, 10)


def test_findings_measure_what_was_left_out(root: Path, trained: Path, capsys):
    capsys.readouterr()
    found = answer(capsys, "fashion", "findings", str(trained), str(root), "--brands", "Prada, ")
    assert (found["queries"], found["gallery"], found["photos"]) == (11, 11, 36)
    assert set(found["together"]["figures"]) == {"both", "sketch", "words"}
    assert found["brands"]["trials"] == 0
    assert run(["fashion", "findings", str(trained), str(root)]) == 0
    assert "hue moved in" in capsys.readouterr().out


def test_what_is_wrong_is_one_line(root: Path, trained: Path, tmp_path: Path, capsys):
    capsys.readouterr()
    assert "nothing is asked for" in refused_search(capsys, root, trained)
    absent = str(tmp_path / "absent")
    assert "no such folder" in refused(capsys, "fashion", "train", absent, "--out", absent)
    assert "no triplets in" in refused(capsys, "fashion", "train", str(tmp_path), "--out", absent)
    assert "no encoder" in refused(capsys, "fashion", "index", str(root), "--gallery", "new")
    assert "gallery" in refused(capsys, "fashion", "search", "--text", "a", "--gallery", "none")
    assert "no encoder in" in refused(capsys, "fashion", "findings", absent, str(root))
    assert "cannot write" in refused(capsys, "fashion", "search", "--text", "a", "--out", "a.gif")


def refused_search(capsys: pytest.CaptureFixture, root: Path, trained: Path) -> str:
    answer(capsys, "fashion", "index", str(root), "--model", str(trained))
    return refused(capsys, "fashion", "search", "--text", "  ")
