"""The loop both models share: steps, running mean of weights, checkpoints, curve, time left."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from sketch2image.core.progress import Progress, Report
from sketch2image.train.lite.settings import Settings
from sketch2image.train.lite.weights import load_averaged, read_state
from sketch2image.train.runs.curve import Curve

_CHECKPOINT_SECONDS = 150
_REPORT_STEPS = 50
_WARM_UP = 0.03

Batch = Any
Losses = Mapping[str, Tensor]


@dataclass
class Run:
    """One training run.

    Attributes:
        name: stage name in the progress events.
        model: what is trained.
        losses: batch to named parts of the loss; their sum is descended.
        batches: step number to the batches from that step on.
        groups: optimizer parameter groups; each may carry a `share` of the learning rate.
        folder: where `checkpoint.pt`, `curve.csv` and `curve.png` go.
        report: receives progress; may raise `Cancelled`.
        settings: `steps`, `rate`, `weight_decay` and `average` count here.
        minutes: time in all over every resumed part, or None; the learning rate follows it.
        measure: optional figures of the averaged model, put on the curve at every checkpoint.
    """

    name: str
    model: nn.Module
    losses: Callable[[Batch], Losses]
    batches: Callable[[int], Iterator[Batch]]
    groups: list[dict[str, Any]]
    folder: Path
    report: Report
    settings: Settings
    minutes: float | None
    measure: Callable[[nn.Module], dict[str, float]] | None = None
    step: int = field(default=0, init=False)
    seconds: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        s = self.settings
        self.optimizer = torch.optim.AdamW(
            self.groups, lr=s.rate, weight_decay=s.weight_decay, betas=(0.9, 0.98)
        )
        self.mean = copy.deepcopy(self.model).requires_grad_(False)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.curve = Curve(self.folder / "curve.csv")

    @property
    def checkpoint(self) -> Path:
        """File with the whole state of the run."""
        return self.folder / "checkpoint.pt"

    def train(self) -> nn.Module:
        """Runs to the end and returns the model with averaged weights, in evaluation mode."""
        began, saved = time.monotonic() - self.seconds, time.monotonic()
        sums: dict[str, float] = {}
        for batch in self.batches(self.step):
            if self._fraction() >= 1:
                break
            _add(sums, self._descend(batch))
            self.step += 1
            self.seconds = time.monotonic() - began
            if self.step % _REPORT_STEPS == 0:
                self._tell(sums)
                sums = {}
            if time.monotonic() - saved > _CHECKPOINT_SECONDS:
                self.save()
                saved = time.monotonic()
        self.save()
        return self.averaged()

    def averaged(self) -> nn.Module:
        """The model with averaged weights, in evaluation mode."""
        for ours, theirs in zip(self.mean.buffers(), self.model.buffers(), strict=True):
            ours.copy_(theirs)
        return self.mean.eval()

    def save(self) -> None:
        """Writes the checkpoint and the curve, with the figures of `measure` where given."""
        if self.measure:
            self.curve.add(self.step, self.seconds, self.measure(self.averaged()))
            self.model.train()
        self.curve.plot()
        state = {
            "model": self.model.state_dict(),
            "mean": self.mean.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
        }
        part = self.checkpoint.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.checkpoint)

    def resume(self) -> None:
        """Takes the run up where its checkpoint left it."""
        state = read_state(self.checkpoint)
        self.model.load_state_dict(state["model"])
        self.mean.load_state_dict(state["mean"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.seconds = state["step"], state["seconds"]

    def start_from(self, checkpoint: Path) -> None:
        """Starts from the averaged weights of another run."""
        load_averaged(self.model, checkpoint)
        self.mean.load_state_dict(self.model.state_dict())

    def _descend(self, batch: Batch) -> dict[str, float]:
        self.model.train()
        for group in self.optimizer.param_groups:
            group["lr"] = self.settings.rate * group.get("share", 1.0) * self._pace()
        with torch.autocast("cpu", torch.bfloat16):
            parts = self.losses(batch)
        self.optimizer.zero_grad(set_to_none=True)
        torch.stack(list(parts.values())).sum().backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        self.optimizer.step()
        self._follow()
        return {name: float(part.detach()) for name, part in parts.items()}

    def _follow(self) -> None:
        """Moves the running mean; it starts short, so that early means are not mostly noise."""
        keep = min(self.settings.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for mean, now in zip(self.mean.parameters(), self.model.parameters(), strict=True):
                mean.lerp_(now, 1 - keep)

    def _fraction(self) -> float:
        timed = self.seconds / (60 * self.minutes) if self.minutes else 0.0
        return max(self.step / self.settings.steps, timed)

    def _pace(self) -> float:
        """Warm-up, then half a cosine down to nothing."""
        done = self._fraction()
        return min(done / _WARM_UP + 0.02, 1.0) * 0.5 * (1 + math.cos(math.pi * min(done, 1.0)))

    def _tell(self, sums: dict[str, float]) -> None:
        means = {name: total / _REPORT_STEPS for name, total in sums.items()}
        self.curve.add(self.step, self.seconds, means)
        left = self.seconds / max(self._fraction(), 1e-6) - self.seconds
        text = " ".join(f"{name} {value:.3f}" for name, value in means.items())
        self.report(Progress(self.name, self.step, self.settings.steps, text, left))


def _add(sums: dict[str, float], parts: Mapping[str, float]) -> None:
    for name, value in parts.items():
        sums[name] = sums.get(name, 0.0) + value
