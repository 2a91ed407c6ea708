"""`museum knn`: what a person types, what comes back, and what a wrong input gets."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from PIL import Image

from tests.gallery.recognition.small_met import (
    DIM,
    TEST,
    VAL,
    small_descriptors,
    write_info,
    write_pickle,
)

FIGURES = {"gap", "gap_minus", "acc"}


@pytest.fixture
def museum(tmp_path, monkeypatch):
    """A folder with `info` and `d/descriptors.pkl`, which is the current one."""
    monkeypatch.chdir(tmp_path)
    write_info(tmp_path / "info")
    write_pickle(tmp_path / "d" / "descriptors.pkl", small_descriptors())
    return tmp_path


def test_the_whole_grid_is_tuned_on_val_and_both_parts_are_scored(cli, museum):
    document = cli("museum", "knn", "d", "--info-dir", "info", "--json").document

    assert set(document["val"]) == set(document["test"]) == FIGURES
    assert document["tuned_on"] == "val"
    assert document["grid"]["K"] == [1, 2, 3, 5, 7]
    gaps = np.array(document["grid"]["val_gap"])
    assert gaps.shape == (5, 12)
    best = document["best"]
    place = document["grid"]["K"].index(best["K"]), document["grid"]["t"].index(best["t"])
    assert document["val"]["gap"] == gaps[place] == gaps.max()
    assert document["train"] == {"pictures": 8, "classes": 5}
    assert document["queries"] == {
        "val": {"known": 2, "distractors": 2},
        "test": {"known": 3, "distractors": 3},
    }
    assert document["dim"] == DIM


def test_a_small_museum_is_told_not_to_whiten(cli, museum):
    words = ("museum", "knn", "d", "--info-dir", "info", "--no-log")
    assert "few pictures to whiten by" in cli(*words).out
    assert "few pictures to whiten by" not in cli(*words, "--raw").out


def test_people_are_told_which_figures_were_tuned(cli, museum):
    lines = cli("museum", "knn", "d", "--info-dir", "info", "--no-log").out.splitlines()

    assert "the best of 60 pairs on val" in lines[1]
    assert lines[3].split()[0] == "val"
    assert lines[3].endswith("K and t were tuned on these")
    assert lines[4].split()[0] == "test"
    assert lines[4].endswith("these had no say in K and t")
    assert not list((museum / "d").glob("*.txt"))


@pytest.mark.parametrize(
    ("words", "ks", "ts"),
    [
        (("--k", "2", "--t", "20"), [2], [20]),
        (("-k", "2"), [2], [1]),
        (("-t", "20"), [1], [20]),
        (("-k", "2", "--autotune"), [2], 12),
        (("-t", "20", "--autotune"), [1, 2, 3, 5, 7], [20]),
        (("--autotune",), [1, 2, 3, 5, 7], 12),
    ],
)
def test_what_is_given_is_kept_and_the_rest_is_tuned_when_asked_for(cli, museum, words, ks, ts):
    grid = cli("museum", "knn", "d", "--info_dir", "info", *words, "--json").document["grid"]

    assert grid["K"] == ks
    assert (len(grid["t"]) if isinstance(ts, int) else grid["t"]) == ts


def test_the_log_has_the_lines_of_the_published_code(cli, museum):
    words = ("museum", "knn", "d", "--info_dir", "info")
    tuned = cli(*words, "-d", "4", "--json").document
    fixed = cli(*words, "-k", "2", "-t", "20", "--val_eval", "--json").document
    lines = (museum / "d" / "log_knn.txt").read_text().split("\n")

    assert lines[0] == lines[6] == lines[11] == ""
    assert lines[2:5] == [
        "expname: EXP_d4AT",
        "dir: d",
        f"best parameters are : {tuned['best']}",
    ]
    assert lines[5] == scored(tuned["test"])
    assert lines[8:11] == ["expname: EXP_d512k2p20.0_val_eval", "dir: d", scored(fixed["val"])]
    assert fixed["test"] is None

    named = cli(*words, "--log", "again", "--json").document["log"]
    assert named == "d/log_knn_again.txt"
    assert (museum / named).read_text().count("expname") == 1


def scored(figures) -> str:
    return f"GAP {figures['gap']}, GAP-nodis {figures['gap_minus']}, ACC {figures['acc']}"


def test_whitening_can_be_left_out(cli, museum):
    document = cli(
        "museum", "knn", "d", "--info-dir", "info", "-d", "3", "--raw", "--json"
    ).document

    assert document["raw"]
    assert document["dim"] == DIM


def test_the_grid_is_drawn(cli, museum):
    done = cli("museum", "knn", "d", "--info-dir", "info", "--plot", "grid.png")

    assert done.code == 0
    with Image.open(museum / "grid.png") as picture:
        assert len(np.unique(np.asarray(picture.convert("RGB")).reshape(-1, 3), axis=0)) > 100


def test_matches_are_counted_in_the_pictures_kept_and_used_again(cli, museum):
    rng = np.random.default_rng(0)
    info = write_info(museum / "met" / "ground_truth")
    for place in range(8):
        for path in (
            *(f"MET/{one}/{place}.jpg" for one in (3, 5, 7, 11, 13)),
            *(
                f"{part}_{kind}/{place}.jpg"
                for part in ("val", "test")
                for kind in ("met", "other")
            ),
        ):
            file = museum / "met" / "images" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(rng.integers(0, 256, (40, 40, 3), np.uint8)).save(file)
    words = ("museum", "knn", "d", "--info-dir", info, "--gate", "kept.npz", "--json")
    first = cli(*words).document["gate"]
    shutil.rmtree(museum / "met" / "images")
    again = cli(*words).document["gate"]

    assert first == again
    assert set(first) == {"weight", "scale", "val", "test"}
    with np.load(museum / "kept.npz") as kept:
        assert len(kept["val_matches"]) == len(VAL)
        assert len(kept["test_matches"]) == len(TEST)


def test_a_folder_of_classes_serves_as_a_museum(cli, museum):
    for name in range(6):
        for number in range(3):
            file = museum / "own" / str(name) / f"{number}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            Image.new("RGB", (2, 2)).save(file)
    rng = np.random.default_rng(0)
    counts = {"train": 8, "val": 5, "test": 5}
    arrays = {
        f"{name}_descriptors": rng.standard_normal((count, 4), np.float32)
        for name, count in counts.items()
    }
    write_pickle(museum / "d" / "descriptors.pkl", arrays)
    document = cli("museum", "knn", "d", "--data", "own", "--json").document

    assert document["train"] == {"pictures": 8, "classes": 4}


WRONG = {
    "no truth": (("d",), "give either --info-dir or --data"),
    "both truths": (("d", "--info-dir", "info", "--data", "own"), "give either --info-dir or"),
    "small of none": (("d", "--data", "own", "--mini"), "--mini belongs to The Met dataset"),
    "no folder": (("no", "--info-dir", "info"), "no such folder: no"),
    "no descriptors": (
        ("info", "--info-dir", "info"),
        "info holds neither descriptors.safetensors",
    ),
    "no ground truth": (("d", "--info-dir", "d"), "d holds neither MET_database.json"),
    "other database": (("d", "--info-dir", "info", "--mini"), "Leave out --mini"),
    "K too large": (("d", "--info-dir", "info", "-k", "9"), "K is 9, but there are only 8 train"),
    "K zero": (("d", "--info-dir", "info", "-k", "0"), "K cannot be 0"),
    "t zero": (("d", "--info-dir", "info", "-t", "0"), "t cannot be 0.0"),
    "t nothing": (("d", "--info-dir", "info", "-t", "nan"), "t cannot be nan"),
    "dim zero": (("d", "--info-dir", "info", "-d", "0"), "dim cannot be 0"),
    "weight": (
        ("d", "--info-dir", "info", "--gate", "a.npz", "--gate-weight", "-1"),
        "the weight of the gate cannot be -1.0",
    ),
    "no pictures": (("d", "--info-dir", "info", "--gate", "a.npz"), "there is no folder images"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_input_is_one_line_and_leaves_no_log(cli, museum, case):
    words, message = WRONG[case]
    done = cli("museum", "knn", *words)

    assert done.code == 2
    assert message in done.err
    assert done.err.strip().count("\n") == 0
    assert not list(museum.glob("*/log_knn*.txt"))
