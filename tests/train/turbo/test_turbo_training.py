"""`train turbo` through the loop: it learns, goes on, and what it writes is what it learned."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from sketch2image.cli.app import run
from sketch2image.core.errors import Cancelled
from sketch2image.core.progress import silent
from sketch2image.models.turbo_file import read_turbo, read_turbo_pickle
from sketch2image.render.turbo.network import TurboNetwork
from sketch2image.render.turbo.noise import noise_of
from sketch2image.render.turbo.options import TurboOptions
from sketch2image.train.runs.loop import train
from sketch2image.train.runs.stopping import Stop
from sketch2image.train.turbo.task import CRITIC, GENERATOR, Turbo, task
from tests.render.turbo.conftest import BASE, PICKLES
from tests.train.turbo.tiny_turbo import SIDE, backbones, settings, turbo

VARIANTS = ("paired", "stochastic")
NAMES = ("parts", "whole")
OTHER = {GENERATOR: CRITIC, CRITIC: GENERATOR}
LIKENESS = {"weigh_clip": 0.0, "weigh_gan": 0.0}


def figures(folder: Path, name: str) -> list[float]:
    return [float(value) for _, one, value in curve(folder) if one == name]


def curve(folder: Path) -> list[tuple[str, str, str]]:
    with (folder / "curve.csv").open() as stream:
        return [(row["step"], row["name"], row["value"]) for row in csv.DictReader(stream)]


def taught(wish, clip, *, watch=None, **how) -> Turbo:
    """The task after its run."""
    made = []

    def make(place):
        made.append(task(wish, silent, backbones(clip))(place))
        if watch is not None:
            watch(made[0])
        return made[0]

    train(make, wish, how.pop("report", silent), **how)
    return made[0]


@pytest.fixture(scope="module")
def learned(pairs, clip, tmp_path_factory):
    """A finished run of each variant: `learned("paired")` gives task and folder."""
    made = {}

    def give(variant):
        if variant not in made:
            out = tmp_path_factory.mktemp(variant)
            wish = settings(pairs, out, variant=variant, steps=12, validate_every=12, rate=4e-3)
            made[variant] = taught(wish, clip), out
        return made[variant]

    return give


@pytest.mark.parametrize("variant", VARIANTS)
def test_pictures_come_nearer_to_their_targets(learned, variant):
    _, out = learned(variant)
    before, after = figures(out, "held out distance")
    assert after < 0.9 * before


@pytest.mark.parametrize(
    ("variant", "titles"), [("paired", ["l2"]), ("stochastic", ["l2 at 0.4", "l2 at 1"])]
)
def test_a_validation_leaves_figures_and_a_grid(learned, variant, titles):
    _, out = learned(variant)
    for title in titles:
        assert len(figures(out, f"held out {title}")) == 2
    with Image.open(out / "samples" / "step-000012" / "grid.png") as grid:
        assert grid.width == (2 + len(titles)) * 264 + 8


@pytest.mark.parametrize("variant", VARIANTS)
def test_both_files_hold_the_trained_network_bit_for_bit(learned, variant):
    done, out = learned(variant)
    control = (torch.rand(1, 3, SIDE, SIDE, generator=torch.manual_seed(1)) > 0.8).float()
    noise = noise_of([5], SIDE // 8, SIDE // 8) if variant == "stochastic" else None
    strength = 0.4 if variant == "stochastic" else 1.0
    inside = done._generator.eval()
    with torch.no_grad():
        words = done._words(["a red box"])
        expected = inside(control, words, strength, noise)
    pickle = read_turbo_pickle(out / "model" / "weights.pkl")
    for weights in (pickle, read_turbo(out / "model" / "weights.safetensors")):
        app = TurboNetwork(BASE, weights, TurboOptions("cpu", "fp32", apart=True))
        assert torch.equal(app(control, "a red box", strength, noise), expected)


@pytest.mark.parametrize(("variant", "kind"), [("paired", "edge"), ("stochastic", "sketch")])
def test_the_pickle_is_laid_out_as_the_published_one(learned, variant, kind):
    _, out = learned(variant)
    ours = torch.load(out / "model" / "weights.pkl", weights_only=True)
    theirs = torch.load(PICKLES[kind], weights_only=True)
    assert list(ours) == list(theirs)
    for name, value in theirs.items():
        if name.startswith("state_dict"):
            assert list(ours[name]) == list(value)
            assert {t.dtype for t in ours[name].values()} == {torch.float32}
        elif "target_modules" in name:
            assert ours[name] == value


@pytest.mark.slow
def test_trained_weights_draw_another_picture_in_the_program(learned, pairs, clip, tmp_path):
    _, out = learned("paired")
    turbo(settings(pairs, tmp_path), clip).export(tmp_path / "fresh")
    lines = np.full((80, 80, 3), 255, np.uint8)
    lines[20:24, 20:60] = 0
    Image.fromarray(lines).save(tmp_path / "lines.png")
    before, after = (
        rendered(tmp_path / "lines.png", folder / "weights.safetensors")
        for folder in (tmp_path / "fresh", out / "model")
    )
    assert np.abs(before - after).mean() > 0.05


def rendered(lines: Path, weights: Path) -> np.ndarray:
    raw = lines.with_suffix(".npy")
    words = [
        "render", lines, "--out", lines.with_name("made.png"), "--raw", raw, "--size", 64,
        "--prompt", "a red box", "--base", BASE, "--weights", weights,
    ]  # fmt: skip
    assert run([str(word) for word in words]) == 0
    return np.load(raw)


def test_an_interrupted_run_goes_on_as_if_nothing_had_been(pairs, clip, tmp_path):
    def wish(name):
        changes = {"variant": "stochastic", "average": 0.9, "validate_every": 2, "augment": True}
        return settings(pairs, tmp_path / name, **changes)

    stop = Stop()

    def report(progress):
        stop.asked = stop.asked or (progress.stage == "turbo" and progress.done == 2)

    taught(wish("whole"), clip)
    with pytest.raises(Cancelled, match="after step 2"):
        taught(wish("parts"), clip, report=report, stop=stop)
    taught(wish("parts"), clip, resume=True)

    assert curve(tmp_path / "parts") == curve(tmp_path / "whole")
    one, other = (read_turbo(tmp_path / n / "model" / "weights.safetensors") for n in NAMES)
    for part in ("unet", "vae"):
        theirs = getattr(other, part)
        assert all(torch.equal(t, theirs[name]) for name, t in getattr(one, part).items())


def test_what_is_written_are_the_averaged_weights(pairs, clip, tmp_path):
    taught(settings(pairs, tmp_path, average=0.9, steps=3, **LIKENESS), clip)
    written = read_turbo(tmp_path / "model" / "weights.safetensors").unet
    kept = torch.load(tmp_path / "checkpoint.pt", weights_only=True)["parts"][GENERATOR]
    name = "conv_in.weight"
    assert torch.equal(written[name], kept["averages"][f"unet.{name}"])
    assert not torch.equal(written[name], kept["weights"][f"unet.{name}"])


def test_generator_and_critic_learn_each_from_its_own_loss(pairs, clip, tmp_path):
    seen = []

    def watch(made: Turbo) -> None:
        def learn(batch, update, plain=made.learn):
            def watched(part, loss):
                own, other = (touched(made, one) for one in (part, OTHER[part]))
                update(part, loss)
                seen.append((part, own, other, touched(made, part), touched(made, OTHER[part])))

            return plain(batch, watched)

        made.learn = learn  # pyright: ignore[reportAttributeAccessIssue]

    taught(settings(pairs, tmp_path, steps=1, accumulate=2, batch=1), clip, watch=watch)
    assert seen == [
        (GENERATOR, False, False, True, False),
        (CRITIC, False, True, True, True),
        (GENERATOR, True, True, False, True),
        (CRITIC, True, False, False, False),
    ]


def touched(made: Turbo, part: str) -> bool:
    return any(weight.grad is not None for weight in made.parts[part].module.parameters())


def test_accumulated_passes_are_one_larger_batch(pairs, clip, tmp_path):
    changes = {"steps": 2, "control": "binary", **LIKENESS}
    one = taught(settings(pairs, tmp_path / "one", batch=2, **changes), clip)
    two = taught(settings(pairs, tmp_path / "two", batch=1, accumulate=2, **changes), clip)
    for name, weight in one._generator.weights().unet.items():
        other = two._generator.weights().unet[name]
        assert torch.allclose(weight, other, atol=2e-4), name


def test_half_precision_keeps_trained_weights_whole(pairs, clip, tmp_path):
    changes = {"precision": "bf16", "gradient_checkpointing": True, "steps": 2}
    done = taught(settings(pairs, tmp_path, variant="stochastic", **changes), clip)
    types = {w.requires_grad: w.dtype for w in done._generator.unet.parameters()}
    assert types == {True: torch.float32, False: torch.bfloat16}
    losses = figures(tmp_path, "loss")
    assert len(losses) == 2
    assert np.isfinite(losses).all()
