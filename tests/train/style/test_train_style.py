"""Runs of `train style` on small paintings, and the classifiers that they leave."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch.nn.functional import cross_entropy

from sketch2image.core.errors import Cancelled, UserError
from sketch2image.core.paths import CHECKPOINTS_VARIABLE
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Progress, silent
from sketch2image.gallery.style.bodies import LiteBody
from sketch2image.gallery.style.folder import facts_of, open_style
from sketch2image.gallery.style.mobile import mobile_network
from sketch2image.gallery.style.pandora import PANDORA
from sketch2image.models.layouts import layout, layout_of_file
from sketch2image.train.runs.loop import Finished, train
from sketch2image.train.runs.settings import read_settings
from sketch2image.train.runs.stopping import Stop
from sketch2image.train.runs.task import Place, Task
from sketch2image.train.style.augmentation import varied
from sketch2image.train.style.examples import KeptFeatures
from sketch2image.train.style.features import features_of
from sketch2image.train.style.pictures import read_pictures
from sketch2image.train.style.settings import EXPERIMENTS, Settings, experiment_file
from sketch2image.train.style.splits import split
from sketch2image.train.style.start import start_of
from sketch2image.train.style.task import task
from tests.gallery.tiny_towers import save_dinov2
from tests.painting import painting
from tests.train.style.styled import write_classes

NAMES = ("photo", "sketch", "painting")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_classes(tmp_path_factory.mktemp("styles"), NAMES, 4)


def settings(data: Path, out: Path, **others: Any) -> Settings:
    usual = {
        "data": str(data), "out": out, "device": "cpu", "backbone": "lite", "views": 1,
        "batch": 3, "steps": 4, "validate_every": 4, "log_every": 1, "save_every": 100,
        "rate": 1e-2, "image": 32,
    }  # fmt: skip
    return Settings(**(usual | others))


WHOLE = {"backbone": "mobilenet-v2", "untrained": True, "tune": "full", "width": 0.25}


def run(wish: Settings, report: Any = silent, **how: Any) -> Finished:
    return train(task(wish, report), wish, report, **how)


def begun(wish: Settings, report: Any = silent) -> Task:
    return task(wish, report)(Place(torch.device("cpu"), torch.float32))


def curve(folder: Path) -> list[tuple[str, str, str]]:
    with (folder / "curve.csv").open() as stream:
        return [(row["step"], row["name"], row["value"]) for row in csv.DictReader(stream)]


@pytest.fixture(scope="module")
def taught(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Finished]:
    """A last layer over the bundled body."""
    wish = settings(data, tmp_path_factory.mktemp("taught") / "run", steps=40, validate_every=40)
    return wish, run(wish)


def test_a_last_layer_learns_what_the_classes_are(taught: tuple[Settings, Finished]) -> None:
    wish, done = taught

    before, after = (float(v) for _, n, v in curve(wish.out) if n == "held out loss")
    assert after < before / 2
    assert done.figures["macro f1"] == 1
    assert {f"f1 {name}" for name in NAMES} < done.figures.keys()
    check_exported(wish, done)


@pytest.mark.parametrize("tune", ["full", "frozen"])
def test_a_mobilenet_is_exported_as_it_was_judged(tune: str, data: Path, tmp_path: Path) -> None:
    wish = settings(data, tmp_path / "run", **{**WHOLE, "tune": tune})

    check_exported(wish, run(wish))


def check_exported(wish: Settings, done: Finished) -> None:
    """The classifier of a run gives the figures of its last validation."""
    classifier = open_style(wish.out / "model")
    pictures = read_pictures(wish.data, "style", silent)
    held = pictures.at(split(pictures, wish.split, wish.seed).held)
    logits = classifier.logits(classifier.features([open_picture(file) for file in held.files]))
    loss = cross_entropy(torch.from_numpy(logits), torch.from_numpy(held.labels))
    assert classifier.classes == tuple(sorted(NAMES))
    assert float(loss) == pytest.approx(done.figures["loss"], rel=1e-3)
    assert (logits.argmax(axis=1) == held.labels).mean() == done.figures["accuracy"]


def test_an_interrupted_run_goes_on_as_if_it_had_not_been(data: Path, tmp_path: Path) -> None:
    run(settings(data, tmp_path / "whole", **WHOLE))
    parts, stop = settings(data, tmp_path / "parts", **WHOLE), Stop()

    def report(progress: Progress) -> None:
        stop.asked = stop.asked or (progress.total == 4 and progress.done == 3)

    with pytest.raises(Cancelled):
        train(task(parts, silent), parts, report, stop=stop)
    run(parts, resume=True)

    assert curve(tmp_path / "parts") == curve(tmp_path / "whole")


def test_a_run_that_ends_before_it_is_judged_leaves_its_last_classifier(
    data: Path, tmp_path: Path
) -> None:
    done = run(settings(data, tmp_path / "run", minutes=1e-6))

    assert not done.whole
    assert not (tmp_path / "run" / "best").exists()
    assert open_style(tmp_path / "run").classes == tuple(sorted(NAMES))


def test_features_of_a_frozen_body_are_computed_once(data: Path, tmp_path: Path) -> None:
    pictures, body = read_pictures(str(data), "style", silent), LiteBody()
    seen: list[Progress] = []

    def views(**others: Any) -> np.ndarray:
        wish = settings(data, tmp_path, seed=7, views=2, **others)
        return features_of(body, pictures, wish, "style", seen.append)

    first = views()
    again = views(split="folds:5/2", rate=1e-3)
    assert len(seen) == len(pictures) == len(first)
    assert np.array_equal(first, again)
    views(crop=0.9)
    assert len(seen) == 2 * len(pictures)


def test_a_mobilenet_is_written_as_the_seed_has_it(tmp_path: Path) -> None:
    data = write_classes(tmp_path / "data", PANDORA, 2)
    how = {"backbone": "mobilenet-v2", "untrained": True, "standardize": False}
    begun(settings(data, tmp_path, **how)).export(tmp_path / "model")

    file = tmp_path / "model" / "model.safetensors"
    expected = set(layout("mobilenet-v2-styles"))
    assert {n for n in layout_of_file(file) if "num_batches" not in n} == {
        n for n in expected if "num_batches" not in n
    }
    (tmp_path / "model" / "style.json").unlink()
    assert open_style(tmp_path / "model").classes == PANDORA


def test_weights_that_are_here_are_begun_from(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch.manual_seed(3)
    weights = mobile_network(1000).state_dict()
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(tmp_path))
    (tmp_path / "mobilenet-v2").mkdir()
    assert "lite" in str(start_of(Settings()).name)
    save_file(weights, tmp_path / "mobilenet-v2" / "model.safetensors")

    start = start_of(Settings())
    network = start.network(5, 0.2).state_dict()

    assert "its weights are here" in start.said
    assert network["classifier.1.weight"].shape == (5, 1280)
    name = "features.18.0.weight"
    assert torch.equal(network[name], weights[name])


def test_a_dino_is_probed_and_found_again(data: Path, tmp_path: Path) -> None:
    folder = save_dinov2(tmp_path / "dino")
    begun(settings(data, tmp_path, backbone=str(folder))).export(tmp_path / "run")

    assert open_style(tmp_path / "run").features([painting(0)]).shape == (1, 32)
    (folder / "model.safetensors").write_bytes(
        (save_dinov2(tmp_path / "other", hidden_act="relu") / "model.safetensors").read_bytes()
    )
    (folder / "config.json").write_bytes((tmp_path / "other" / "config.json").read_bytes())
    with pytest.raises(UserError, match="was trained on another body than the dino"):
        open_style(tmp_path / "run")


def test_a_run_says_what_it_began_with(data: Path, tmp_path: Path) -> None:
    said: list[str] = []
    wish = settings(data, tmp_path / "run", backbone="auto")

    begun(wish, lambda event: said.append(event.text)).export(tmp_path / "model")

    assert "9 pictures of 3 classes to learn from, 3 held out" in said
    began = str(facts_of(tmp_path / "model")["backbone"])
    assert f"backbone: {began}" in said
    assert began.startswith("the bundled encoder and texture, for the weights of mobilenet-v2 are")


@pytest.mark.parametrize("number", EXPERIMENTS)
def test_the_experiments_are_those_of_the_readme(number: int) -> None:
    wish = read_settings(Settings, experiment_file(number), {})

    published = {1: (1e-3, 128), 2: (1e-2, 128), 3: (1e-2, 64)}
    assert (wish.rate, wish.batch) == published[number]
    assert (wish.epochs, wish.schedule, wish.fall_every) == (50, "tenths", 10)
    assert (wish.backbone, wish.tune, wish.untrained) == ("mobilenet-v2", "frozen", False)
    assert (wish.weight_decay, wish.balance) == (0, False)


def test_balanced_batches_show_classes_alike() -> None:
    labels = np.repeat([0, 1, 2], [60, 9, 3])
    examples = KeptFeatures(np.zeros((72, 1, 2), np.float32), labels, balance=True)

    shown = examples.batch(list(range(72)), np.random.default_rng(0))["labels"]

    assert torch.bincount(shown).tolist() == [24, 24, 24]


def test_chance_of_variation_comes_from_the_generator_alone() -> None:
    picture, wish = painting(2, (90, 60)), Settings(wear=0.8)

    one, again, other = (varied(picture, wish, np.random.default_rng(n)) for n in (4, 4, 5))

    assert np.array_equal(one, again)
    assert one.shape != other.shape or not np.array_equal(one, other)
    assert one.dtype == np.uint8


@pytest.mark.parametrize("size", [(1, 1), (2, 90), (90, 3)])
def test_the_smallest_pictures_can_be_varied(size: tuple[int, int]) -> None:
    picture = np.full((*size, 3), 128, np.uint8)
    for seed in range(20):
        assert varied(picture, Settings(wear=1.0), np.random.default_rng(seed)).size


def test_a_damaged_picture_is_named(data: Path, tmp_path: Path) -> None:
    folder = write_classes(tmp_path / "data", NAMES, 2)
    (folder / NAMES[0] / "0.png").write_bytes(b"\x89PNG damaged")
    for others in ({}, WHOLE):
        with pytest.raises(UserError, match=r"0\.png") as caught:
            run(settings(folder, tmp_path / str(len(others)), batch=1, steps=9, **others))
        assert "\n" not in str(caught.value)


def test_a_folder_of_another_version_is_said(data: Path, tmp_path: Path) -> None:
    begun(settings(data, tmp_path)).export(tmp_path / "run")
    file = tmp_path / "run" / "style.json"
    said = json.loads(file.read_text())
    file.write_text(json.dumps(said | {"version": 9}))
    with pytest.raises(UserError, match="is of another version"):
        open_style(tmp_path / "run")
    file.write_text(json.dumps({**said, "classes": ["a", "b"]}))
    with pytest.raises(UserError, match="the last layer is"):
        open_style(tmp_path / "run")
