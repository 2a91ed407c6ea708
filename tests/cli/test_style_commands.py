"""`style train|evaluate|index|search` through the command line, from pictures to a page."""

from __future__ import annotations

import csv
import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from sketch2image.cli.app import run
from sketch2image.core.pictures import save_png
from sketch2image.core.workbooks import read_workbook
from sketch2image.gallery.style.pandora import PANDORA
from tests.train.style.styled import styled, write_classes

COUNTRIES = ("Romania", "France", "")


EACH = 3
"""Pictures of a class."""

HOW = ("--backbone", "lite", "--batch", "18", "--set", "views=1", "--set", "device=cpu")


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The 18 classes of Pandora in `data`, a run on them in `run`, and an index in `home`."""
    folder = tmp_path_factory.mktemp("studio")
    write_classes(folder / "data", PANDORA, EACH)
    write_table(folder / "table.csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        words = ("--epochs", "15", "--rate", "0.01", "--set", "validate_every=100")
        assert run(["style", "train", "data", "--out", "run", *HOW, *words]) == 0
        patch.setenv("SKETCH2IMAGE_HOME", str(folder / "home"))
        words = ("--metadata", "table.csv", "--device", "cpu")
        assert run(["style", "index", "data", "--model", "run", *words]) == 0
    return folder


def write_table(file: Path) -> None:
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["image_id", "artist_slug", "title", "style", "year", "country"])
        for number, name in enumerate(PANDORA):
            for one in range(EACH):
                row = [f"{name}/{one}", f"artist-{one}", f"그림 {number}", name, 1800 + number]
                writer.writerow([*row, COUNTRIES[one % 3]])


@pytest.fixture
def here(studio: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(studio)
    return studio


@pytest.fixture
def indexed(here: Path, home: Path) -> Path:
    shutil.copytree(here / "home" / "styles", home / "styles")
    return here


def test_eighteen_classes_are_told_apart(cli: Any, here: Path) -> None:
    document = cli("style", "evaluate", "run", "--out", "told", "--json").document

    said = json.loads((here / "run" / "best" / "style.json").read_text())
    assert document["pictures"] == 18
    assert document["accuracy"] == pytest.approx(said["figures"]["accuracy"])
    assert document["accuracy"] > 0.5
    assert [one["name"] for one in document["classes"]] == list(PANDORA)
    assert all(one["pictures"] == 1 for one in document["classes"])
    assert document["retrieval"]["penultimate cosine"]["mAP"] > 0.3
    with (here / "told" / "confusion.csv").open() as stream:
        rows = list(csv.reader(stream))
    assert [list(map(int, row[1:])) for row in rows[1:]] == document["confusion"]
    with Image.open(here / "told" / "confusion.png") as picture:
        assert min(picture.size) > 900


def test_other_pictures_are_told_by_the_names_of_their_folders(cli: Any, here: Path) -> None:
    write_classes(here / "some", PANDORA[:4], 2)

    done = cli("style", "evaluate", "run/best", "some", "--out", "told")

    assert done.code == 0
    assert "8 pictures all of some" in done.out
    assert f"{PANDORA[17]}  " in done.out
    assert "found by logits euclidean: P@1" in done.out


def test_the_nearest_pictures_carry_what_the_table_says(cli: Any, indexed: Path) -> None:
    query = f"data/{PANDORA[4]}/2.png"

    found = cli("style", "search", query, "--k", "7", "--figure", "page.png", "--json").document

    first = found["matches"][0]
    assert (first["path"], first["rank"], first["distance"]) == (
        query,
        1,
        pytest.approx(0, abs=1e-5),
    )
    assert first["title"] == "그림 4"
    assert (first["artist"], first["style"], first["year"]) == ("artist-2", PANDORA[4], "1804")
    assert (found["among"], len(found["matches"])) == (54, 7)
    scores = [match["score"] for match in found["matches"]]
    assert scores == sorted(scores, reverse=True)
    with Image.open(indexed / "page.png") as page:
        assert page.size[0] == 1184


def test_filters_take_several_values(cli: Any, indexed: Path) -> None:
    words = (
        "--country",
        "romania",
        "--country",
        "FRANCE",
        "--artist",
        "Artist 0",
        "--artist",
        "artist_1",
    )

    found = cli(
        "style", "search", f"data/{PANDORA[0]}/0.png", "--k", "50", *words, "--json"
    ).document

    assert found["among"] == 36
    kinds = {(match["country"], match["artist"]) for match in found["matches"]}
    assert kinds == {("France", "artist-1"), ("Romania", "artist-0")}


def test_logits_and_euclid_rank_by_their_own_distance(cli: Any, indexed: Path) -> None:
    query = f"data/{PANDORA[9]}/1.png"
    words = ("--features", "logits", "--distance", "euclidean", "--json")

    matches = cli("style", "search", query, *words).document["matches"]

    far = [match["distance"] for match in matches]
    assert far == sorted(far)
    assert far[-1] > 0
    assert matches[1]["score"] == pytest.approx(1 / (1 + far[1]), abs=1e-3)


def test_a_picture_from_elsewhere_is_compared_by_the_network(
    cli: Any, indexed: Path, tmp_path: Path
) -> None:
    with Image.open(f"data/{PANDORA[7]}/0.png") as picture:
        picture.save(tmp_path / "other.bmp")

    found = cli("style", "search", tmp_path / "other.bmp", "--json").document

    assert found["matches"][0]["path"] == f"data/{PANDORA[7]}/0.png"


def test_only_changed_pictures_are_looked_at_again(cli: Any, indexed: Path) -> None:
    shutil.copytree("data", "changing")
    shutil.move(f"changing/{PANDORA[0]}/0.png", f"changing/{PANDORA[0]}/moved.png")
    shutil.copy(f"changing/{PANDORA[1]}/0.png", f"changing/{PANDORA[1]}/copy.png")
    Path(f"changing/{PANDORA[2]}/0.png").write_bytes(b"damaged")
    save_png("changing/new.png", styled(9999, 0, 3))

    words = ("--model", "run", "--device", "cpu", "--json")
    made = cli("style", "index", "changing", *words).document
    Path(f"changing/{PANDORA[3]}/0.png").unlink()
    found = cli("style", "search", f"data/{PANDORA[3]}/0.png", "--json").document

    assert (made["pictures"], made["looked_at"]) == (55, 1)
    assert [one["path"] for one in made["failed"]] == [f"{PANDORA[2]}/0.png"]
    assert found["matches"][0]["changed"]
    assert not found["matches"][1]["changed"]
    assert found["matches"][0]["style"] == PANDORA[3]


def test_logits_go_out_and_come_back_as_a_workbook(cli: Any, indexed: Path) -> None:
    words = ("--metadata", "table.csv", "--export", "logits.xlsx", "--device", "cpu")
    cli("style", "index", "data", "--model", "run", *words)
    query, how = f"data/{PANDORA[5]}/1.png", ("--features", "logits", "--json")
    before = cli("style", "search", query, *how).document["matches"]

    taken = cli("style", "index", "data", "--features", "logits.xlsx", "--json").document
    after = cli("style", "search", query, *how).document["matches"]

    rows = read_workbook(indexed / "logits.xlsx")
    assert set(rows[0]) >= {"image_id", "artist_slug", "style", "features"}
    assert (taken["pictures"], taken["refused"]) == (54, [])
    assert [match["path"] for match in after] == [match["path"] for match in before]
    assert [match["distance"] for match in after] == pytest.approx(
        [match["distance"] for match in before], abs=1e-4
    )


@pytest.fixture
def few(here: Path) -> str:
    """Three classes of four pictures."""
    write_classes(here / "few", ["a", "b", "c"], 4)
    return "few"


def test_an_experiment_is_run_with_what_is_given_beside_it(cli: Any, here: Path, few: str) -> None:
    words = ("--untrained", "--image", "32", "--batch", "3", "--epochs", "1", "--seed", "0")

    done = cli("style", "train", few, "--out", "exp", "--experiment", "2", *words, "--json")

    settings = tomllib.loads((here / "exp" / "config.toml").read_text())
    assert done.document["steps"] == 3
    assert done.document["backbone"] == "mobilenet-v2 with weights at random"
    expected = {"rate": 1e-2, "schedule": "tenths", "batch": 3, "seed": 0, "epochs": 1}
    assert {name: settings[name] for name in expected} == expected


def test_folds_give_mean_and_spread(cli: Any, here: Path, few: str) -> None:
    words = (*HOW, "--split", "folds:2", "--all-folds", "--epochs", "1", "--batch", "3")
    document = cli("style", "train", few, "--out", "folds", *words, "--json").document

    values = [fold["figures"]["accuracy"] for fold in document["folds"]]
    assert len(values) == 2
    assert document["mean"]["accuracy"] == pytest.approx(sum(values) / 2)
    assert document["spread"]["accuracy"] == pytest.approx(abs(values[0] - values[1]) / 2**0.5)
    assert (here / "folds" / "fold-2" / "best" / "style.json").is_file()


WRONG = {
    "no data": (("train",), "there is nothing to learn from"),
    "no folder": (("train", "nowhere"), "no such folder: nowhere"),
    "empty": (("train", "empty"), "empty has 0 classes of pictures"),
    "alone": (("train", "alone"), "the class b has only one picture"),
    "experiment": (("train", "data", "--experiment", "4"), "there is no experiment 4"),
    "two sources": (("train", "data", "--experiment", "1", "--config", "x"), "two sources"),
    "weights": (("train", "data", "--experiment", "1"), "the model mobilenet-v2 is not here"),
    "lite full": (("train", "data", "--tune", "full", "--backbone", "lite"), "tune full needs"),
    "backbone": (("train", "data", "--backbone", "vgg"), "no such backbone: 'vgg'"),
    "random lite": (("train", "data", "--backbone", "lite", "--untrained"), "cannot begin from"),
    "folds": (("train", "data", "--all-folds"), "is no split in folds"),
    "no run": (("evaluate", "nowhere"), "no such folder: nowhere"),
    "no model": (("evaluate", "empty"), "no model.safetensors in empty"),
    "no split": (("evaluate", "run/best"), "is no run, and says nothing of what was held out"),
    "strange class": (("evaluate", "run", "alone"), "has a class a, which the classifier"),
    "no index": (("search", "alone/a/0.png", "--index", "none"), "no index none"),
    "bad name": (("search", "alone/a/0.png", "--index", "a/b"), "'a/b' cannot name an index"),
    "neither": (("index", "data"), "give either --model or --features"),
    "no column": (
        ("index", "data", "--model", "run", "--metadata", "lacking.csv"),
        "lacking.csv lacks a column file or path",
    ),
    "no workbook": (("index", "data", "--features", "lacking.xlsx"), "it is no workbook"),
}


@pytest.fixture(scope="module")
def wrong(studio: Path) -> Path:
    """What no command can use, beside the data."""
    (studio / "empty").mkdir()
    write_classes(studio / "alone", ["a"], 2)
    write_classes(studio / "alone", ["b"], 1)
    (studio / "lacking.csv").write_text("wall,color\n1,red\n")
    (studio / "lacking.xlsx").write_bytes(b"PK")
    return studio


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_input_is_one_line(
    cli: Any, wrong: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    monkeypatch.chdir(wrong)
    words, message = WRONG[case]
    before = {path.name for path in wrong.iterdir()}

    done = cli("style", *words)

    assert done.code == 2
    assert message in done.err
    assert done.err.strip().count("\n") == 0
    assert {path.name for path in wrong.iterdir()} == before


def test_a_filter_that_nothing_passes_names_what_there_is(cli: Any, indexed: Path) -> None:
    done = cli("style", "search", f"data/{PANDORA[0]}/0.png", "--country", "Narnia")

    assert done.code == 2
    assert "no picture has the country Narnia. Known: France, Romania." in done.err


def test_a_run_is_not_measured_on_other_pictures_than_its_own(
    cli: Any, wrong: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(wrong)
    shutil.copytree("run", "moved-run")
    config = Path("moved-run/config.toml")
    config.write_text(config.read_text().replace('data = "data"', 'data = "alone"'))

    done = cli("style", "evaluate", "moved-run")

    assert done.code == 2
    assert "the pictures in alone are not those that moved-run was trained on" in done.err
