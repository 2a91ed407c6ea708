"""Runs of `train composed` on tiny towers, and the encoders that they leave."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from sketch2image.core.errors import Cancelled, UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Progress, silent
from sketch2image.gallery.composed.encoder import ComposedEncoder
from sketch2image.train.composed.heads import asymmetric
from sketch2image.train.composed.metrics import own_places, recalls
from sketch2image.train.composed.pictures import warped, without_strokes
from sketch2image.train.composed.settings import Settings
from sketch2image.train.composed.task import task
from sketch2image.train.composed.told import Told
from sketch2image.train.composed.triplets import read_triplets
from sketch2image.train.runs.loop import Finished, train
from tests.gallery.tiny_towers import CLIP, save_clip
from tests.train.composed.wardrobe import write_wardrobe

STEPS = 40


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_wardrobe(tmp_path_factory.mktemp("wardrobe"))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_clip(tmp_path_factory.mktemp("clip"), CLIP)


@pytest.fixture(scope="module")
def convolutions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """They learn to see lines sooner."""
    vision = {"layers": [1, 1, 1, 1], "width": 16, "head_width": 16, "image_size": 64}
    return save_clip(tmp_path_factory.mktemp("resnet"), {**CLIP, "vision_cfg": vision})


def settings(root: Path, base: Path, out: Path, **more: Any) -> Settings:
    usual = {
        "data": str(root), "base": str(base), "out": out, "steps": STEPS, "batch": 12, "val": 0.25,
        "test": 0.2, "rate": 3e-3, "validate_every": STEPS, "samples": 2, "save_every": 1000,
    }  # fmt: skip
    return Settings(**{**usual, **more})


def curve(folder: Path) -> list[tuple[int, str, float]]:
    """Step, name and value of each point."""
    with (folder / "curve.csv").open() as table:
        rows = list(csv.reader(table))[1:]
    return [(int(step), name, float(value)) for step, _, name, value in rows]


def run(wanted: Settings, **more: Any) -> Finished:
    return train(task(wanted, silent), wanted, silent, **more)


@pytest.fixture(scope="module")
def trained(root: Path, convolutions: Path, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return run(settings(root, convolutions, tmp_path_factory.mktemp("run") / "run"))


def test_garments_are_found_better_than_by_random_towers(trained: Finished):
    first = {name: value for step, name, value in curve(trained.folder) if step == 0}
    assert trained.figures["mAP"] > first["held out mAP"] + 0.2
    lost = [value for _, name, value in curve(trained.folder) if name == "sketch"]
    assert lost[-1] < lost[0] - 0.3
    assert trained.figures["words mAP"] > first["held out words mAP"]
    assert {f"{by}R@{k}" for by in ("", "sketch ", "words ") for k in (1, 5, 10)} < {
        *trained.figures
    }
    assert open_picture(next(trained.folder.glob("samples/*40/results.png"))).shape[1] > 1000


def test_the_split_is_written_beside_the_networks(trained: Finished, root: Path):
    for place in ("model", "best"):
        parts = json.loads((trained.folder / place / "split.json").read_text())
        named = sorted(name for part in parts.values() for name in part)
        assert named == sorted(one.name for one in read_triplets(root).asked)
        assert len(parts["test"]) == 7


def test_the_encoder_composes_what_it_encodes(trained: Finished, root: Path):
    encoder = ComposedEncoder(trained.folder / "model")
    one, other = (read_triplets(root).asked[n] for n in (1, 20))
    photos = encoder.encode_photos([open_picture(one.photo), open_picture(other.photo)])
    sketch = encoder.encode_sketches([open_picture(one.sketch)])
    words = encoder.encode_words([one.text])
    both = encoder.compose(words, sketch, 0.5)
    for rows in (photos, sketch, words, both):
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(encoder.compose(words, sketch, 0), words, atol=1e-6)
    np.testing.assert_allclose(encoder.compose(words, sketch, 1), sketch, atol=1e-6)
    mean = (words + sketch) / np.linalg.norm(words + sketch)
    np.testing.assert_allclose(both, mean, atol=1e-5)
    assert encoder.fingerprint == ComposedEncoder(trained.folder / "model").fingerprint


@pytest.mark.parametrize(
    "wish",
    [
        {"fusion": "concat", "shared": True},
        {"fusion": "gated", "classify": 0.1, "describe": 0.01, "labels": 8},
        {"frozen": 1, "alone": 0.0, "gradient_checkpointing": True},
    ],
    ids=["concat", "gated, TASK-former", "frozen"],
)
def test_every_fusion_and_loss_learns(root: Path, base: Path, tmp_path: Path, wish: dict):
    done = run(settings(root, base, tmp_path / "run", steps=6, log_every=3, judge=2, **wish))
    losses = [value for _, name, value in curve(done.folder) if name == "loss"]
    assert losses[-1] < losses[0]
    told = {name for _, name, _ in curve(done.folder)}
    assert ("labels" in told, "caption" in told) == (bool(wish.get("classify")),) * 2
    encoder = ComposedEncoder(done.folder / "model")
    rows = encoder.compose(encoder.encode_words(["a red dress"]), _drawn(root, encoder), 0.5)
    np.testing.assert_allclose(np.linalg.norm(rows), 1, atol=1e-5)


def _drawn(root: Path, encoder: ComposedEncoder) -> np.ndarray:
    return encoder.encode_sketches([open_picture(read_triplets(root).asked[0].sketch)])


@pytest.mark.slow
def test_a_stopped_run_goes_on_to_the_same_curve(root: Path, base: Path, tmp_path: Path):
    def stop(event: Progress) -> None:
        if event.done == 3 and event.stage == "composed":
            raise Cancelled

    short = {"steps": 4, "validate_every": 2, "log_every": 1, "judge": 2}
    run(settings(root, base, tmp_path / "whole", **short))
    wanted = settings(root, base, tmp_path / "parts", **short)
    with pytest.raises(Cancelled, match="after step 3"):
        train(task(wanted, silent), wanted, stop)
    run(wanted, resume=True)
    assert curve(tmp_path / "parts") == curve(tmp_path / "whole")


def test_random_small_towers_have_defaults_of_their_own(root: Path, tmp_path: Path):
    small, other = Settings(base="small"), Settings()
    assert (small.rate, small.schedule, small.batch) == (1e-3, "cosine", 64)
    assert other.rate < small.rate
    assert Settings(base="small", rate=1e-4).rate == 1e-4
    wanted = settings(root, Path("small"), tmp_path / "run", steps=1, batch=4, judge=4)
    done = run(wanted)
    assert ComposedEncoder(done.folder / "model").dim == 256


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"data": ""}, "nothing to learn from"),
        ({"base": "/nowhere"}, "no towers of OpenCLIP in /nowhere"),
        ({"base": "small", "frozen": 1}, "no blocks to freeze"),
        ({"val": 0.9}, "cannot be divided"),
    ],
    ids=["no data", "no base", "no blocks", "shares"],
)
def test_what_cannot_be_trained_is_told(root: Path, base: Path, tmp_path: Path, wish, told):
    with pytest.raises(UserError, match=told):
        task(settings(root, wish.pop("base", base), tmp_path / "run", **wish), silent)


def test_a_run_goes_on_from_what_another_left(trained: Finished, root: Path, tmp_path: Path):
    wanted = settings(root, trained.folder / "model", tmp_path / "run", steps=1, fusion="gated")
    done = run(wanted)
    first = {name: value for step, name, value in curve(done.folder) if step == 0}
    assert first["held out mAP"] == pytest.approx(trained.figures["mAP"])
    shared = settings(root, trained.folder / "model", tmp_path / "other", shared=True)
    with pytest.raises(UserError, match="sketch tower of its own"):
        task(shared, silent)


def test_strokes_are_left_out_whole_up_to_the_share():
    rng = np.random.default_rng(0)
    page = np.full((60, 60, 3), 255, np.uint8)
    for left in range(5, 55, 10):
        page[10:50, left : left + 2] = 0
    ink = (page < 128).sum()
    shares = [(without_strokes(page, 0.5, rng) < 128).sum() / ink for _ in range(20)]
    assert min(shares) >= 0.5
    assert {round(share, 3) for share in shares} <= {0.6, 0.8, 1.0}
    assert len({*shares}) > 1
    assert (without_strokes(page, 0.0, rng) == page).all()


def test_bending_moves_lines_no_farther_than_its_reach():
    page = np.full((100, 100, 3), 255, np.uint8)
    page[:, 49:51] = 0
    bent = warped(page, 0.05, np.random.default_rng(1))
    columns = np.flatnonzero((bent.min(axis=2) < 128).any(axis=0))
    assert columns.min() < 48 or columns.max() > 51
    assert columns.min() >= 43
    assert columns.max() <= 56
    assert (warped(page, 0.0, np.random.default_rng(1)) == page).all()


def test_places_count_ties_as_the_worst_and_recalls_follow():
    photos = np.eye(4, dtype=np.float32)
    queries = np.array([[1, 0, 0, 0], [0.8, 0.6, 0, 0], [0, 0, 0, 0]], np.float32)
    places = own_places(queries, photos)
    assert places.tolist() == [0, 1, 3]
    figures = recalls(places)
    assert figures["R@1"] == pytest.approx(1 / 3)
    assert figures["R@5"] == 1
    assert figures["mAP"] == pytest.approx((1 + 1 / 2 + 1 / 4) / 3)


def test_words_told_are_the_most_frequent_ones():
    told = Told.most_frequent(["a red dress", "a red-hot skirt", "the red dress and hat"], 3)
    assert told.words == ("dress", "red", "hat")
    assert told.of(["The Dress", "hatter"]).tolist() == [[1, 0, 0], [0, 0, 0]]


def test_the_asymmetric_loss_is_low_only_for_right_labels():
    labels = torch.tensor([[1.0, 0.0, 0.0]])
    right, unsure, wrong = (
        float(asymmetric(torch.tensor([row]), labels))
        for row in ([9.0, -9.0, -9.0], [0.0, 0.0, 0.0], [-9.0, 9.0, -9.0])
    )
    assert right < 1e-3 < unsure < wrong
    absent = torch.tensor([[9.0, -3.0, -3.0]])
    assert float(asymmetric(absent, labels)) < 1e-3
