"""Fine-tuning BLIP: it learns, resumes, and leaves alone what it is not to touch."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from sketch2image.core.errors import Cancelled
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Progress, silent
from sketch2image.train.blip.task import task
from sketch2image.train.runs.loop import Finished, train
from sketch2image.train.runs.stopping import Stop
from tests.train.blip.conftest import Adjust, run
from tests.train.blip.sketches import ANGLES


def curve(folder: Path) -> list[tuple[str, str, str]]:
    with (folder / "curve.csv").open() as stream:
        return [(row["step"], row["name"], row["value"]) for row in csv.DictReader(stream)]


def values(folder: Path, wanted: str) -> list[float]:
    return [float(value) for _, name, value in curve(folder) if name == wanted]


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(folder / "model.safetensors")


@pytest.mark.parametrize("way", ["full", "lora"])
def test_loss_falls_and_every_held_out_sketch_is_named(
    way: str, request: pytest.FixtureRequest
) -> None:
    done: Finished = request.getfixturevalue(way)

    losses = values(done.folder, "held out loss")
    assert losses[-1] < 0.25 * losses[0]
    assert values(done.folder, "loss")[-1] < 0.25 * losses[0]
    assert values(done.folder, "held out accuracy") == [0.0, 1.0]
    assert values(done.folder, "held out exact") == [0.0, 1.0]
    assert done.best == losses[-1]


def test_lora_changes_the_linear_layers_and_nothing_else(lora: Finished, base: Path) -> None:
    before, after = weights(base), weights(lora.folder / "model")
    changed = {name for name, value in before.items() if not torch.equal(value, after[name])}
    linear = ("query", "key", "value", "dense", "qkv", "projection", "fc1", "fc2")
    assert changed == {
        name
        for name in before
        if name.endswith(tuple(f".{layer}.weight" for layer in linear)) and ".encoder." in name
    }


def test_a_tower_that_is_not_trained_keeps_its_bytes(
    adjust: Adjust, base: Path, tmp_path: Path
) -> None:
    done = run(adjust(out=tmp_path, towers=("text",), steps=1, judge=1, samples=1))
    before, after = weights(base), weights(done.folder / "model")
    same = {name for name, value in before.items() if torch.equal(value, after[name])}
    assert {name for name in before if name.startswith("vision_model.")} == same


@pytest.mark.parametrize("way", [{}, {"lora": 4, "towers": ("text",), "average": 0.5}])
def test_an_interrupted_run_gives_the_uninterrupted_curve(
    way: dict, adjust: Adjust, tmp_path: Path
) -> None:
    short = {"steps": 4, "log_every": 1, "validate_every": 4, "judge": 1, "samples": 1, **way}
    whole = run(adjust(out=tmp_path / "whole", **short))
    parts, stop = adjust(out=tmp_path / "parts", **short), Stop()

    def report(event: Progress) -> None:
        stop.asked = event.done == 2

    with pytest.raises(Cancelled, match="after step 2"):
        train(task(parts, silent), parts, report, stop=stop)
    train(task(parts, silent), parts, silent, resume=True)

    assert curve(tmp_path / "parts") == curve(whole.folder)
    one, other = weights(tmp_path / "parts" / "model"), weights(whole.folder / "model")
    assert all(torch.equal(one[name], other[name]) for name in other)


def test_mixed_precision_learns_too(adjust: Adjust, tmp_path: Path) -> None:
    done = run(adjust(out=tmp_path, precision="bf16", steps=10, judge=1, samples=1))
    losses = values(done.folder, "held out loss")
    assert losses[-1] < 0.6 * losses[0]
    assert weights(tmp_path / "model")["text_decoder.cls.predictions.bias"].dtype == torch.float32


def test_held_out_sketches_are_shown_with_what_was_written_of_them(full: Finished) -> None:
    first, last = sorted((full.folder / "samples").iterdir())
    before = (first / "samples.txt").read_text().splitlines()
    after = (last / "samples.txt").read_text().splitlines()
    assert [line.split("\t")[0] for line in before] == ["wrong"] * len(ANGLES)
    for label, line in zip(sorted(ANGLES), after, strict=True):
        mark, file, written, wanted = line.split("\t")
        assert (mark, Path(file).parent.name, written) == ("right", label, wanted)
        assert f"convert a {label.replace('_', ' ')} into" in written
    assert reds(last / "samples.png") < reds(first / "samples.png")


def reds(sheet: Path) -> int:
    """Pixels of the color of wrong sentences."""
    red, green, blue = (open_picture(sheet)[..., channel].astype(int) for channel in range(3))
    return int(((red > green + 90) & (red > blue + 90)).sum())
