"""Runs of `train contrastive` on tiny bases, and the encoders that they leave."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from sketch2image.core.errors import Cancelled, UserError
from sketch2image.core.pictures import open_picture, save_png
from sketch2image.core.progress import Progress, silent
from sketch2image.core.types import QueryKind
from sketch2image.gallery.clip import ClipEncoder
from sketch2image.gallery.dino import DinoEncoder
from sketch2image.gallery.gallery import Gallery, add_folder
from sketch2image.gallery.search import search
from sketch2image.gallery.two_towers import TwoTowersEncoder
from sketch2image.train.contrastive.judging import encode
from sketch2image.train.contrastive.pictures import read
from sketch2image.train.contrastive.settings import Settings
from sketch2image.train.contrastive.task import task
from sketch2image.train.data.layouts import collection
from sketch2image.train.runs.curve import Curve
from sketch2image.train.runs.loop import Finished, train
from sketch2image.train.runs.stopping import Stop
from sketch2image.train.runs.task import Place, Task
from tests.gallery.tiny_towers import CLIP, SMALL, save_clip
from tests.train.contrastive.shapes import write_shapes
from tests.train.contrastive.taught import save_taught_clip

CPU = Place(torch.device("cpu"), torch.float32)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_shapes(tmp_path_factory.mktemp("shapes"))


@pytest.fixture(scope="module")
def bases(data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    from transformers import Dinov2Config, Dinov2Model

    folder = tmp_path_factory.mktemp("bases")
    torch.manual_seed(0)
    config = Dinov2Config(**SMALL, image_size=224, patch_size=56, initializer_range=0.2)
    Dinov2Model(config).save_pretrained(folder / "dino")
    return {
        "dino": folder / "dino",
        "clip": save_clip(folder / "clip", CLIP),
        "taught": save_taught_clip(folder / "taught", data),
    }


@pytest.fixture(autouse=True)
def no_plots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Curves are drawn by the loop; only the run of `trained` spends the time here."""
    monkeypatch.setattr(Curve, "plot", lambda curve: curve.file)


def settings(base: Path, data: Path, out: Path, **others: Any) -> Settings:
    usual = {
        "steps": 30, "batch": 16, "rate": 2e-2, "device": "cpu", "split": "held-out:0.25",
        "log_every": 5, "validate_every": 30, "mirror": False, "crop": 0.9, "rotate": 5,
    }  # fmt: skip
    return Settings(base=str(base), data=str(data), out=out, **(usual | others))


def run(wish: Settings, **how: Any) -> Finished:
    return train(task(wish, silent), wish, how.pop("report", silent), **how)


def curve(folder: Path, name: str) -> list[float]:
    with (folder / "curve.csv").open() as stream:
        return [float(row["value"]) for row in csv.DictReader(stream) if row["name"] == name]


def made(wish: Settings) -> Any:
    torch.manual_seed(0)
    return task(wish, silent)(CPU)


def module(of: Task) -> torch.nn.Module:
    (part,) = of.parts.values()
    return part.module


def taught(wish: Settings) -> tuple[Any, list[float]]:
    """A task after its steps, and the losses; without the loop's files, which take longer."""
    trained, losses = made(wish), []
    weights = [weight for weight in module(trained).parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, wish.rate, weight_decay=0)

    def update(_: str, loss: torch.Tensor) -> None:
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()

    rng = np.random.default_rng(0)
    module(trained).train()
    for _ in range(wish.steps):
        places = rng.permutation(len(trained.examples))[: wish.batch]
        terms = trained.learn(trained.examples.batch(places, rng), update)
        losses.append(terms["loss"].item())
    module(trained).eval()
    return trained, losses


@pytest.fixture(scope="module")
def trained(bases, data, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A run with LoRA and InfoNCE, to its end."""
    return run(settings(bases["clip"], data, tmp_path_factory.mktemp("run") / "lora"))


def test_a_run_leaves_better_towers_and_a_picture_of_results(trained: Finished) -> None:
    losses, found = curve(trained.folder, "loss"), curve(trained.folder, "held out mAP@200")
    assert losses[-1] < losses[0]
    assert found[-1] > found[0] + 0.2
    assert trained.best == found[-1]
    shown = open_picture(trained.folder / "samples" / "step-000030" / "results.png")
    assert shown.shape == (8 * 148, 11 * 132, 3)


@pytest.mark.parametrize(
    ("base", "wish"),
    [
        ("clip", {"goal": "instance", "shared": False, "shuffle": 0.2}),
        ("taught", {"adapter": "prompts", "rate": 3e-3}),
        ("taught", {"adapter": "prompts", "rate": 1e-2, "loss": "triplet"}),
        ("clip", {"adapter": "blocks", "rate": 3e-3, "words": 0.1}),
        ("dino", {"adapter": "blocks", "rate": 3e-3}),
    ],
)
def test_loss_falls_and_photos_are_found_better(base, wish, bases, data, tmp_path: Path) -> None:
    wanted = settings(bases[base], data, tmp_path / "run", **wish)
    before = made(wanted)
    trained, losses = taught(wanted)

    assert np.mean(losses[-5:]) < np.mean(losses[:5])
    was, now = (one.validate(tmp_path)["mAP@200"] for one in (before, trained))
    assert now > was + 0.05
    assert trained.judged_by == ("Acc@1" if wanted.goal == "instance" else "mAP@200")


def test_an_interrupted_run_goes_on_as_if_nothing_had_been(bases, data, tmp_path: Path) -> None:
    few = {
        "steps": 5,
        "batch": 6,
        "log_every": 1,
        "validate_every": 4,
        "dropout": 0.2,
        "shared": False,
    }
    whole, parts = (settings(bases["clip"], data, tmp_path / n, **few) for n in ("a", "b"))
    run(whole)
    stop = Stop()

    def report(progress: Progress) -> None:
        stop.asked = progress.done == 3

    with pytest.raises(Cancelled):
        run(parts, report=report, stop=stop)
    run(parts, resume=True)

    rows = [(f / "curve.csv").read_text().splitlines() for f in (whole.out, parts.out)]
    one, other = ([line.split(",")[::2] + line.split(",")[3:] for line in lines] for lines in rows)
    assert one == other
    files = [folder / "model" / "towers.safetensors" for folder in (whole.out, parts.out)]
    assert files[0].read_bytes() == files[1].read_bytes()
    checkpoint = (parts.out / "checkpoint.pt").stat().st_size
    assert checkpoint < (bases["clip"] / "open_clip_model.safetensors").stat().st_size / 10


@pytest.mark.parametrize(
    ("base", "wish", "names"),
    [
        ("dino", {}, {"lora_A", "lora_B"}),
        ("clip", {"shared": False}, {"lora_A", "lora_B"}),
        ("clip", {"adapter": "prompts"}, {"prompts", "ln_pre", "ln_1", "ln_2", "ln_post"}),
        ("dino", {"adapter": "prompts"}, {"prompts", "norm1", "norm2", "layernorm"}),
    ],
)
def test_only_what_was_added_is_trained(base, wish, names, bases, data, tmp_path: Path) -> None:
    wanted = settings(bases[base], data, tmp_path / "run", steps=2, batch=6, **wish)
    before = module(made(wanted)).state_dict()
    trained = module(taught(wanted)[0])

    weights = dict(trained.named_parameters(remove_duplicate=False))
    learned = {name for name, weight in weights.items() if weight.requires_grad}
    assert {next((w for w in names if w in n), n) for n in learned} == names | {"log_scale"}
    assert any("q_proj" in name or "in_proj" in name for name in weights.keys() - learned)
    for name, value in trained.state_dict().items():
        assert torch.equal(before[name], value) is (name not in learned), name


@pytest.mark.parametrize(
    ("base", "wish"),
    [("clip", {"adapter": "prompts"}), ("clip", {"shared": False}), ("dino", {"merge": True})],
)
def test_the_program_gives_the_vectors_that_were_judged(
    base, wish, bases, data, tmp_path: Path
) -> None:
    trained, _ = taught(settings(bases[base], data, tmp_path, steps=4, batch=6, **wish))
    trained.export(tmp_path / "model")
    items = collection(data)

    encoder = TwoTowersEncoder(tmp_path / "model")

    plain = (DinoEncoder if base == "dino" else ClipEncoder)(bases[base])
    drawn, taken = items.sketches[::9], items.photos[::5]
    checks: Any = (
        ("sketch", drawn, encoder.encode_sketches, plain.encode_sketches),
        ("photo", taken, encoder.encode_photos, plain.encode_photos),
    )
    for branch, some, ours, theirs in checks:
        pictures = [read(item) for item in some]
        judged = encode(trained._towers, branch, some, CPU)
        np.testing.assert_allclose(ours(pictures), judged, atol=1e-5)
        assert np.abs(judged - theirs(pictures)).max() > 1e-3
        if "merge" in wish:
            merged = DinoEncoder(tmp_path / "model" / "dino")
            encoded = merged.encode_photos if branch == "photo" else merged.encode_sketches
            np.testing.assert_allclose(encoded(pictures), judged, atol=1e-5)


def test_a_gallery_answers_otherwise_with_trained_towers(
    trained, bases, data, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("SKETCH2IMAGE_HOME", str(tmp_path / "home"))
    photos, drawn = data / "photo", collection(data).sketches[::8]
    answers: list[list[list[str]]] = []
    encoders: list[Any] = [ClipEncoder(bases["clip"]), TwoTowersEncoder(trained.folder / "model")]
    for encoder in encoders:
        add_folder(photos, encoder, "shapes")
        with Gallery.named("shapes") as gallery:
            found = search(gallery, encoder, [read(one) for one in drawn], QueryKind.sketch, 8)
        answers.append([[match.path for match in answer.matches] for answer in found])

    before, after = (
        np.mean([[Path(path).parent.name == one.label for path in paths]
                 for one, paths in zip(drawn, answer, strict=True)])
        for answer in answers
    )  # fmt: skip
    assert answers[0] != answers[1]
    assert after > before + 0.1


def test_the_folder_says_how_it_was_made(trained, bases) -> None:
    for name in ("model", "best"):
        said = json.loads((trained.folder / name / "towers.json").read_text())
        assert said["base"]["folder"] == str(bases["clip"])
        assert said["adapter"]["kind"] == "lora"
        assert said["settings"]["rate"] == 2e-2
        assert said["split"] == {
            "name": "held-out:0.25",
            "test": {"classes": 4, "sketches": 16, "photos": 8},
            "train": {"classes": 4, "sketches": 48, "photos": 24},
        }
        assert said["figures"] == pytest.approx(trained.figures)


@pytest.mark.parametrize("adapter", ["lora", "prompts"])
@pytest.mark.parametrize("base", ["clip", "dino"])
def test_memory_can_be_saved_without_another_result(
    base, adapter, bases, data, tmp_path: Path
) -> None:
    few = {"steps": 2, "batch": 4, "adapter": adapter, "shared": False}
    one, other = (
        taught(settings(bases[base], data, tmp_path, gradient_checkpointing=saving, **few))[1]
        for saving in (False, True)
    )
    assert one == pytest.approx(other, rel=1e-4)


def test_mixed_precision_trains_too(bases, data, tmp_path: Path) -> None:
    few = {"steps": 9, "log_every": 3, "validate_every": 9, "precision": "bf16"}
    done = run(settings(bases["clip"], data, tmp_path / "run", **few))
    losses = curve(done.folder, "loss")
    assert losses[-1] < losses[0]
    assert done.figures["mAP@200"] > 0.4


@pytest.mark.parametrize(
    ("base", "wish", "said"),
    [
        ("dino", {"data": ""}, "nothing to learn from"),
        ("dino", {"split": "sketchy-1-1"}, "no split sketchy-1-1"),
        ("dino", {"words": 1.0}, "knows no words"),
        ("clip", {"merge": True}, "only one LoRA for both branches of a DINO"),
        ("dino", {"merge": True, "shared": False}, "only one LoRA for both branches of a DINO"),
        ("dino", {"base": "nowhere/at-all"}, "no base model in"),
        ("dino", {"base": "dinov2-base"}, "dinov2-base is not here"),
        ("dino", {"targets": ("nothing",)}, "no layer of the base is called nothing"),
    ],
)
def test_wishes_that_cannot_be_met_are_refused(
    base, wish, said, bases, data, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("SKETCH2IMAGE_CHECKPOINTS", str(tmp_path / "none"))
    monkeypatch.setenv("SKETCH2IMAGE_HOME", str(tmp_path / "home"))
    wanted = settings(bases[base], data, tmp_path / "run").model_copy(update=wish)
    with pytest.raises(UserError, match=said):
        made(wanted)


def test_a_blank_sketch_is_named(bases, data, tmp_path: Path) -> None:
    copy = shutil.copytree(data, tmp_path / "data")
    blank = sorted((copy / "sketch" / "disc").iterdir())[0]
    save_png(blank, np.full((64, 64, 3), 255, np.uint8))
    with pytest.raises(UserError, match=rf"{blank.name}: the sketch is empty"):
        run(settings(bases["clip"], copy, tmp_path / "run", steps=5))


def test_photos_must_be_among_those_held_out(bases, data, tmp_path: Path) -> None:
    copy = shutil.copytree(data, tmp_path / "data")
    shutil.rmtree(copy / "photo" / "disc")
    (tmp_path / "unseen.txt").write_text("disc\n")
    wish = settings(bases["clip"], copy, tmp_path / "run", split=str(tmp_path / "unseen.txt"))
    with pytest.raises(UserError, match="no photo for any of its sketches"):
        made(wish)


def test_by_instance_the_own_photos_must_be_among_those_held_out(
    bases, data, tmp_path: Path
) -> None:
    copy = shutil.copytree(data, tmp_path / "data")
    for photo in (copy / "photo" / "disc").iterdir():
        photo.rename(photo.with_stem(f"other-{photo.stem}"))
    (tmp_path / "unseen.txt").write_text("disc\n")
    wish = settings(bases["clip"], copy, tmp_path / "run", split=str(tmp_path / "unseen.txt"))
    made(wish)
    with pytest.raises(UserError, match="no photo for any of its sketches"):
        made(wish.model_copy(update={"goal": "instance"}))


@pytest.mark.data
def test_sketchy_is_learned_from_as_it_lies(bases, data_dir: Path, tmp_path: Path) -> None:
    told: list[str] = []
    wish = settings(
        bases["clip"], data_dir / "sketchy", tmp_path / "run",
        steps=2, split="sketchy-104-21", judge=40, goal="instance", validate_every=2,
    )  # fmt: skip
    done = train(task(wish, lambda event: told.append(event.text)), wish, silent)

    assert "of 21 classes held out" in told[-1]
    assert 0 < done.figures["mAP@200"] < done.figures["mAP@200 by hits"] < 1
    assert 0 <= done.figures["Acc@1"] <= done.figures["Acc@1 in class"] < 1
