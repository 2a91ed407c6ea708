"""The loop that every trainer shares: steps, validation, checkpoints, curve, time left."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.core.progress import Progress, Report
from sketch2image.train.runs.acceleration import accelerator_for
from sketch2image.train.runs.batches import Batches, chance_of
from sketch2image.train.runs.checkpoint import read_checkpoint, write_checkpoint
from sketch2image.train.runs.curve import HELD_OUT, Curve
from sketch2image.train.runs.folder import RunFolder
from sketch2image.train.runs.memory import memory_in_mind
from sketch2image.train.runs.rate import rate_at
from sketch2image.train.runs.settings import RunSettings
from sketch2image.train.runs.state import Finished, State
from sketch2image.train.runs.stopping import Stop
from sketch2image.train.runs.task import Make, Place, Task
from sketch2image.train.runs.update import Learner, Pass

if TYPE_CHECKING:
    from accelerate import Accelerator


def train(
    make: Make,
    settings: RunSettings,
    report: Report,
    *,
    resume: bool = False,
    stop: Stop | None = None,
) -> Finished:
    """Train to the end, or until the time limit of the settings.

    Ctrl-C ends the run after its step, saved. The same settings on the same machine give the same
    curve, whether the run was interrupted or not.

    Args:
        make: builds the task.
        settings: of the run; `settings.out` is its folder.
        report: gets the step, the time left and the losses.
        resume: go on from the folder's checkpoint.
        stop: lets another thread end the run.

    Raises:
        Cancelled: it was stopped; the message says how to go on.
        UserError: settings, data or models are wrong, memory ran out, or a loss is no number.
    """
    folder = RunFolder(settings.out)
    if resume:
        folder.check_same(settings)
    else:
        folder.check_free()
    accelerator = accelerator_for(settings)
    torch.manual_seed(settings.seed)
    dtype = _DTYPES[accelerator.mixed_precision]
    with memory_in_mind():
        task = make(Place(accelerator.device, dtype))
        run = _Run(task, settings, folder, report, accelerator)
        if resume:
            run.resume()
        elif accelerator.is_main_process:
            folder.begin(settings)
        return run.go(stop or Stop(settings.minutes))


_DTYPES = {"no": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}


class _Run:
    def __init__(
        self,
        task: Task,
        settings: RunSettings,
        folder: RunFolder,
        report: Report,
        accelerator: Accelerator,
    ) -> None:
        self._task = task
        self._settings = settings
        self._folder = folder
        self._report = report
        self._accelerator = accelerator
        self._learners = {n: Learner(p, settings) for n, p in task.parts.items()}
        self._batches = Batches(
            task.examples, settings, accelerator.process_index, accelerator.num_processes
        )
        self._curve = Curve(folder.curve)
        self._state = State()
        self._latest: dict[str, float] = {}
        self._every = settings.validate_every or self._batches.an_epoch

    def resume(self) -> None:
        kept = read_checkpoint(self._folder.path, self._accelerator.device)
        self._check_data(kept["examples"])
        for name, learner in self._learners.items():
            learner.load(kept["parts"][name])
        if self._accelerator.scaler is not None and kept["scaler"]:
            self._accelerator.scaler.load_state_dict(kept["scaler"])
        self._task.load(kept.get("task", {}))
        self._state = State(**kept["state"])
        if self._main:
            self._folder.keep(self._settings)
            self._curve.cut(self._state.step)

    def go(self, stop: Stop) -> Finished:
        with stop.listening():
            self._steps(stop)
            self._save()
            self._export(self._folder.last)
        if stop.asked and not self._whole:
            raise Cancelled(self._how_to_go_on())
        return self._finished()

    def _check_data(self, began: int) -> None:
        now = len(self._task.examples)
        if now != began:
            message = f"the run began with {began} examples, and the data holds {now} now"
            raise UserError(ErrorKind.input, message, "Put it back, or begin a new run.")

    def _steps(self, stop: Stop) -> None:
        began = time.monotonic() - self._state.seconds
        if not self._state.step:
            self._validate(stop)
        for passes in self._passes():
            self._step(passes)
            self._state.seconds = time.monotonic() - began
            self._after_step(stop)
            if self._agreed(stop.now):
                break

    def _passes(self) -> Iterator[list[Any]]:
        """Batches up to each change of the examples: workers would prepare more than that."""
        while not self._whole:
            step, end = self._state.step, self._batches.steps
            if self._task.renews_examples:
                end = min(end, (step // self._every + 1) * self._every)
            yield from self._batches.between(step, end)

    def _step(self, passes: list[Any]) -> None:
        step = self._state.step
        rate = rate_at(step, self._batches, self._settings)
        for learner in self._learners.values():
            learner.module.train()
            learner.set_rate(rate)
        for number, batch in enumerate(passes):
            torch.manual_seed(chance_of(self._settings.seed, step, number, self._rank))
            self._learn(batch, last=number == len(passes) - 1)
        if self._accelerator.scaler is not None:
            self._accelerator.scaler.update()
        for learner in self._learners.values():
            if learner.averages:
                learner.averages.follow(step)
        self._state.step += 1
        self._state.summed += 1

    def _learn(self, batch: Any, *, last: bool) -> None:  # noqa: ANN401
        from accelerate.utils import send_to_device

        update = Pass(self._learners, self._settings, self._accelerator, last=last)
        placed = send_to_device(batch, self._accelerator.device)
        with self._accelerator.autocast():
            losses = self._task.learn(placed, update)
        self._add(losses)

    def _add(self, losses: Mapping[str, Tensor]) -> None:
        for name, loss in losses.items():
            value = float(loss.detach())
            if not math.isfinite(value):
                message = f"{name} is no number any more after step {self._state.step}"
                hint = "Take a lower rate, a longer warm-up or fp32; the last checkpoint is whole."
                raise UserError(ErrorKind.input, message, hint)
            self._latest[name] = value
            share = value / self._settings.accumulate
            self._state.sums[name] = self._state.sums.get(name, 0.0) + share

    def _after_step(self, stop: Stop) -> None:
        step = self._state.step
        if step % self._settings.log_every == 0 or self._whole:
            self._log()
        self._tell(stop, " ".join(f"{name} {value:.3g}" for name, value in self._latest.items()))
        if step % self._every == 0 or self._whole:
            self._validate(stop)
        if step % self._settings.save_every == 0:
            self._save()

    def _agreed(self, wish: bool) -> bool:
        """Whether any process wishes to stop: one that went on alone would wait for the others."""
        if self._accelerator.num_processes == 1:
            return wish
        wishes = torch.tensor(float(wish), device=self._accelerator.device)
        total: Any = self._accelerator.reduce(wishes, "sum")
        return bool(total > 0)

    def _log(self) -> None:
        means = {name: total / self._state.summed for name, total in self._state.sums.items()}
        self._state.sums, self._state.summed = {}, 0
        if self._main:
            self._curve.add(self._state.step, self._state.seconds, means)

    def _tell(self, stop: Stop, text: str = "") -> None:
        step, steps = self._state.step, self._batches.steps
        left = self._state.seconds / step * (steps - step) if step else None
        try:
            self._report(Progress(self._task.name, step, steps, text, left))
        except Cancelled:
            stop.asked = True

    def _validate(self, stop: Stop) -> None:
        step = self._state.step
        if self._main:
            self._tell(stop, "looking at held out examples")
            with self._at_rest(), self._accelerator.autocast():
                figures = dict(self._task.validate(self._folder.samples(step)))
            named = {HELD_OUT + name: value for name, value in figures.items()}
            self._curve.add(step, self._state.seconds, named)
            self._state.figures = figures
            if step:
                self._curve.plot()
                self._keep_best(figures)
        self._accelerator.wait_for_everyone()
        if self._task.renews_examples:
            self._share()

    def _share(self) -> None:
        """Give every process what the one that validates has found."""
        from accelerate.utils import broadcast_object_list

        found: Any = broadcast_object_list([self._task.state()])
        if not self._main:
            self._task.load(found[0])

    def _keep_best(self, figures: dict[str, float]) -> None:
        now, best = figures[self._task.judged_by], self._state.best
        better = now > best if self._task.more_is_better else now < best
        if math.isnan(best) or better:
            self._state.best = now
            self._export(self._folder.best)

    def _export(self, target: Path) -> None:
        if not self._main:
            return
        with self._folder.replacing(target) as fresh, self._at_rest():
            self._task.export(fresh)

    def _save(self) -> None:
        if self._main:
            scaler = self._accelerator.scaler
            state = {
                "parts": {name: learner.state() for name, learner in self._learners.items()},
                "scaler": scaler.state_dict() if scaler is not None else {},
                "state": dict(vars(self._state)),
                "task": self._task.state(),
                "examples": len(self._task.examples),
            }
            write_checkpoint(self._folder.path, state)
        self._accelerator.wait_for_everyone()

    @contextmanager
    def _at_rest(self) -> Iterator[None]:
        """Averaged weights, evaluation mode, no gradients, and the same chance each time."""
        with ExitStack() as stack:
            stack.enter_context(torch.no_grad())
            for learner in self._learners.values():
                learner.module.eval()
                if learner.averages:
                    stack.enter_context(learner.averages.shown())
            torch.manual_seed(self._settings.seed)
            yield

    def _finished(self) -> Finished:
        kept = self._state
        best = None if math.isnan(kept.best) else kept.best
        return Finished(self._folder.path, kept.step, kept.seconds, kept.figures, best, self._whole)

    def _how_to_go_on(self) -> str:
        words = f"--out {self._folder.path} --resume"
        return f"stopped and saved after step {self._state.step}; go on with {words}"

    @property
    def _whole(self) -> bool:
        return self._state.step >= self._batches.steps

    @property
    def _main(self) -> bool:
        return self._accelerator.is_main_process

    @property
    def _rank(self) -> int:
        return self._accelerator.process_index
