"""Training runs: what they leave, and that an interruption changes nothing."""

from __future__ import annotations

import csv
import os
import signal
from collections.abc import Sequence
from contextlib import nullcontext
from itertools import chain
from pathlib import Path

import pytest
import torch
from numpy.random import Generator
from torch.amp import GradScaler

from sketch2image.core.errors import Cancelled, UserError
from sketch2image.core.progress import Progress, silent
from sketch2image.train.runs import loop
from sketch2image.train.runs.acceleration import accelerator_for
from sketch2image.train.runs.batches import Batches
from sketch2image.train.runs.curve import Curve
from sketch2image.train.runs.loop import Finished, train
from sketch2image.train.runs.settings import RunSettings
from sketch2image.train.runs.stopping import Stop
from tests.train.runs.toy import Numbers, Shifting, Toy, toy


@pytest.fixture(autouse=True)
def undrawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing the curve takes most of the time of so short a run; one test looks at the picture."""
    if request.function is not test_loss_falls_and_the_run_leaves_what_it_should:
        monkeypatch.setattr(Curve, "plot", lambda _: None)


def settings(out: Path, **others: object) -> RunSettings:
    usual = {
        "steps": 24, "batch": 4, "rate": 0.02, "average": 0.9, "log_every": 5,
        "validate_every": 12, "save_every": 9, "device": "cpu",
    }  # fmt: skip
    return RunSettings(out=out, **(usual | others))  # pyright: ignore[reportArgumentType]


def curve(folder: Path) -> list[tuple[str, str, str]]:
    with (folder / "curve.csv").open() as stream:
        return [(row["step"], row["name"], row["value"]) for row in csv.DictReader(stream)]


def held_out(folder: Path) -> list[float]:
    return [float(value) for _, name, value in curve(folder) if name == "held out loss"]


def stopping_at(step: int) -> tuple[Stop, object]:
    stop = Stop()

    def report(progress: Progress) -> None:
        stop.asked = stop.asked or progress.done == step

    return stop, report


def interrupted(out: Path, step: int, **others: object) -> None:
    stop, report = stopping_at(step)
    with pytest.raises(Cancelled, match=f"after step {step}"):
        train(toy(), settings(out, **others), report, stop=stop)  # pyright: ignore[reportArgumentType]


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return torch.load(folder / "model" / "net.pt", weights_only=True)


def test_loss_falls_and_the_run_leaves_what_it_should(tmp_path: Path) -> None:
    done = train(
        toy(),
        settings(
            tmp_path, steps=120, warm_up=5, validate_every=60, save_every=60, schedule="cosine"
        ),
        silent,
    )

    losses = held_out(tmp_path)
    assert losses[-1] < 0.2 * losses[0]
    assert done == Finished(
        tmp_path, 120, done.seconds, {"loss": losses[-1]}, min(losses[1:]), True
    )
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "samples" / "step-000120" / "sample.txt").is_file()
    for name in ("model", "best"):
        assert (tmp_path / name / "net.pt").is_file()
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(("step", "accumulate"), [(3, 1), (10, 2), (12, 1), (23, 2)])
def test_an_interrupted_run_goes_on_as_if_nothing_had_been(
    step: int, accumulate: int, tmp_path: Path
) -> None:
    train(toy(), settings(tmp_path / "whole", accumulate=accumulate), silent)
    interrupted(tmp_path / "parts", step, accumulate=accumulate)

    train(toy(), settings(tmp_path / "parts", accumulate=accumulate), silent, resume=True)

    assert curve(tmp_path / "parts") == curve(tmp_path / "whole")
    for one, other in zip(
        weights(tmp_path / "parts").values(), weights(tmp_path / "whole").values(), strict=True
    ):
        assert torch.equal(one, other)


def test_a_crash_after_the_last_checkpoint_is_made_good(tmp_path: Path) -> None:
    train(toy(), settings(tmp_path / "whole"), silent)
    with pytest.raises(UserError, match="no number any more after step 20"):
        train(toy(spoil_at=21), settings(tmp_path / "parts"), silent)

    train(toy(), settings(tmp_path / "parts"), silent, resume=True)

    assert curve(tmp_path / "parts") == curve(tmp_path / "whole")


def test_accumulated_passes_are_one_large_batch(tmp_path: Path) -> None:
    made: list[Toy] = []
    train(toy(made), settings(tmp_path / "one", steps=2, batch=8), silent)
    train(toy(made), settings(tmp_path / "two", steps=2, batch=4, accumulate=2), silent)

    one, two = made
    assert [two.seen[0] + two.seen[1], two.seen[2] + two.seen[3]] == one.seen


def test_every_example_is_seen_once_an_epoch(tmp_path: Path) -> None:
    made: list[Toy] = []
    train(toy(made), settings(tmp_path, steps=0, epochs=2), silent)

    first, second = made[0].seen[:8], made[0].seen[8:]
    assert len(second) == 8
    for epoch in (first, second):
        assert sorted(chain.from_iterable(epoch)) == [n / 32 for n in range(32)]
    assert first != second


def test_a_loss_of_one_part_leaves_the_gradients_of_the_other_alone(tmp_path: Path) -> None:
    made: list[Toy] = []
    train(toy(made), settings(tmp_path, steps=3), silent)

    assert made[0].critic_gradients == [False] * 3
    assert made[0].modes == [False, False]


def test_ctrl_c_saves_and_says_how_to_go_on(tmp_path: Path) -> None:
    def report(progress: Progress) -> None:
        if progress.done == 7:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(Cancelled) as caught:
        train(toy(), settings(tmp_path), report)

    assert str(caught.value) == (
        f"stopped and saved after step 7; go on with --out {tmp_path} --resume"
    )
    assert (tmp_path / "model" / "net.pt").is_file()
    assert train(toy(), settings(tmp_path), silent, resume=True).steps == 24


def test_the_time_limit_ends_a_run_without_an_error(tmp_path: Path) -> None:
    done = train(toy(), settings(tmp_path, minutes=1e-9), silent)

    assert (done.steps, done.whole, done.best) == (1, False, None)
    assert train(toy(), settings(tmp_path), silent, resume=True).whole


def test_progress_counts_steps_and_tells_the_time_left(tmp_path: Path) -> None:
    events: list[Progress] = []
    train(toy(), settings(tmp_path), events.append)

    steps = [event for event in events if event.text.startswith("loss")]
    assert [event.done for event in steps] == list(range(1, 25))
    assert {(event.stage, event.total) for event in events} == {("toy", 24)}
    assert all(event.seconds_left is not None for event in steps)
    assert steps[-1].seconds_left == 0
    assert [event.done for event in events if "held out" in event.text] == [0, 12, 24]


def test_a_folder_with_a_run_is_not_begun_anew(tmp_path: Path) -> None:
    train(toy(), settings(tmp_path, steps=2), silent)

    with pytest.raises(UserError, match="holds a run already"):
        train(toy(), settings(tmp_path, steps=2), silent)


def test_a_run_is_not_resumed_with_other_settings(tmp_path: Path) -> None:
    interrupted(tmp_path, 3)

    with pytest.raises(UserError, match=r"the run began with rate = 0.02, not 0.5"):
        train(toy(), settings(tmp_path, rate=0.5), silent, resume=True)


def test_a_damaged_checkpoint_is_said(tmp_path: Path) -> None:
    interrupted(tmp_path, 3)
    file = tmp_path / "checkpoint.pt"
    file.write_bytes(file.read_bytes()[:300])

    with pytest.raises(UserError, match=r"checkpoint\.pt is damaged"):
        train(toy(), settings(tmp_path), silent, resume=True)


def test_too_few_examples_for_a_step_are_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="32 examples do not fill a step of 64"):
        train(toy(), settings(tmp_path, batch=64), silent)


def test_mixed_precision_trains_too(tmp_path: Path) -> None:
    train(
        toy(),
        settings(tmp_path, steps=80, validate_every=80, save_every=80, precision="bf16"),
        silent,
    )

    losses = held_out(tmp_path)
    assert losses[-1] < 0.3 * losses[0]


def test_worker_processes_change_nothing(tmp_path: Path) -> None:
    train(toy(), settings(tmp_path / "here", steps=6), silent)
    train(toy(), settings(tmp_path / "there", steps=6, workers=1), silent)

    assert curve(tmp_path / "here") == curve(tmp_path / "there")


def test_worker_processes_see_examples_that_a_validation_changed(tmp_path: Path) -> None:
    often = {"steps": 9, "validate_every": 4, "log_every": 1}
    train(Shifting, settings(tmp_path / "here", **often), silent)
    train(Shifting, settings(tmp_path / "there", workers=1, **often), silent)

    assert curve(tmp_path / "here") == curve(tmp_path / "there")


@pytest.mark.parametrize("step", [3, 4, 6])
def test_a_resumed_run_has_the_examples_that_the_last_validation_made(
    step: int, tmp_path: Path
) -> None:
    often = {"steps": 9, "validate_every": 4, "log_every": 1}
    train(Shifting, settings(tmp_path / "whole", **often), silent)
    stop, report = stopping_at(step)
    with pytest.raises(Cancelled):
        train(Shifting, settings(tmp_path / "parts", **often), report, stop=stop)  # pyright: ignore[reportArgumentType]

    train(Shifting, settings(tmp_path / "parts", **often), silent, resume=True)

    assert curve(tmp_path / "parts") == curve(tmp_path / "whole")


def test_a_broken_example_is_said_by_worker_processes_too(tmp_path: Path) -> None:
    wish = settings(tmp_path, steps=8, workers=1)

    with pytest.raises(UserError, match="example 5 is broken"):
        train(toy(examples=Numbers(broken=5)), wish, silent)


def test_ctrl_c_is_not_heard_by_worker_processes(tmp_path: Path) -> None:
    class Hearing(Numbers):
        def batch(self, places: Sequence[int], rng: Generator) -> dict[str, torch.Tensor]:
            deaf = signal.getsignal(signal.SIGINT) == signal.SIG_IGN
            return {"deaf": torch.tensor(deaf)}

    batches = Batches(Hearing(), settings(tmp_path, steps=1, workers=1))

    assert [bool(passes[0]["deaf"]) for passes in batches.between(0, 1)] == [True]


def test_parts_whose_gradients_are_added_up_are_scaled_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish = settings(tmp_path / "plain", steps=6, accumulate=3, log_every=1)
    train(toy(), wish, silent)
    accelerator = accelerator_for(wish)
    accelerator.scaler = GradScaler("cpu", init_scale=8.0, growth_interval=1)
    accelerator.native_amp = True
    accelerator.state._mixed_precision = "fp16"
    monkeypatch.setattr(loop, "accelerator_for", lambda _: accelerator)
    monkeypatch.setattr(accelerator, "autocast", nullcontext)
    train(toy(), wish.model_copy(update={"out": tmp_path / "scaled"}), silent)

    assert curve(tmp_path / "scaled") == curve(tmp_path / "plain")


def test_fp16_on_a_cpu_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="fp16 trains on a GPU only"):
        train(toy(), settings(tmp_path, precision="fp16"), silent)


def test_a_run_that_is_made_longer_keeps_its_curve_and_its_settings(tmp_path: Path) -> None:
    train(toy(), settings(tmp_path / "whole", steps=10, log_every=1), silent)
    train(toy(), settings(tmp_path / "parts", steps=7), silent)

    train(toy(), settings(tmp_path / "parts", steps=10), silent, resume=True)

    losses = [float(v) for _, name, v in curve(tmp_path / "whole") if name == "loss"]
    longer = {step: float(v) for step, name, v in curve(tmp_path / "parts") if name == "loss"}
    assert longer["10"] == pytest.approx(sum(losses[7:]) / 3)
    assert "steps = 10" in (tmp_path / "parts" / "config.toml").read_text()


def test_a_run_is_not_resumed_with_other_data(tmp_path: Path) -> None:
    interrupted(tmp_path, 3)

    with pytest.raises(UserError, match="began with 32 examples, and the data holds 31 now"):
        train(toy(examples=Numbers(31)), settings(tmp_path), silent, resume=True)


def test_what_another_crash_left_does_not_disturb(tmp_path: Path) -> None:
    interrupted(tmp_path, 3)
    (tmp_path / ".model.part").mkdir()
    (tmp_path / ".best.part").mkdir()
    rows = (tmp_path / "curve.csv").read_text()
    (tmp_path / "curve.csv").write_text(rows + "1")

    assert train(toy(), settings(tmp_path), silent, resume=True).whole


@pytest.mark.parametrize("name", ["model", "best"])
def test_a_folder_that_no_run_wrote_is_left_alone(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "mine.txt").write_text("mine")

    with pytest.raises(UserError, match=f"{name} is there already, and of no run"):
        train(toy(), settings(tmp_path), silent)
    assert (tmp_path / name / "mine.txt").read_text() == "mine"


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    with pytest.raises(UserError, match="cannot write"):
        train(toy(), settings(tmp_path / "file"), silent)


def test_a_curve_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    def report(progress: Progress) -> None:
        if progress.done == 1:
            (tmp_path / "curve.csv").unlink()
            (tmp_path / "curve.csv").mkdir()

    with pytest.raises(UserError, match=r"cannot write .*curve\.csv"):
        train(toy(), settings(tmp_path), report)
