"""Back-propagation and steps of one optimizer or several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from sketch2image.train.runs.averages import Averages
from sketch2image.train.runs.checkpoint import load_trained_state, trained_state
from sketch2image.train.runs.settings import RunSettings
from sketch2image.train.runs.task import Part

if TYPE_CHECKING:
    from accelerate import Accelerator


class Learner:
    """A part of a task with its optimizer and, where wanted, the mean of its weights."""

    def __init__(self, part: Part, settings: RunSettings) -> None:
        self.module = part.module
        self.weights = [p for p in part.module.parameters() if p.requires_grad]
        self.share = part.share
        self.optimizer = torch.optim.AdamW(
            self.weights, lr=settings.rate, betas=part.betas, weight_decay=settings.weight_decay
        )
        keep = part.averaged and settings.average
        self.averages = Averages(part.module, settings.average) if keep else None

    def set_rate(self, rate: float) -> None:
        """Set the learning rate of the next step."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate * self.share

    def state(self) -> dict[str, Any]:
        """Everything that a checkpoint keeps of it."""
        return {
            "weights": trained_state(self.module),
            "optimizer": self.optimizer.state_dict(),
            "averages": self.averages.state() if self.averages else {},
        }

    def load(self, state: dict[str, Any]) -> None:
        """Take up such a state."""
        load_trained_state(self.module, state["weights"])
        self.optimizer.load_state_dict(state["optimizer"])
        if self.averages:
            self.averages.load(state["averages"])


class Pass:
    """One pass of a step: an `Update` that adds up gradients, and steps in the last pass.

    The scale of fp16 stays as it is until every part has stepped: gradients that were added up
    under two scales would not count alike. Whoever runs the passes changes it after the last.
    """

    def __init__(
        self,
        learners: dict[str, Learner],
        settings: RunSettings,
        accelerator: Accelerator,
        *,
        last: bool,
    ) -> None:
        self._learners = learners
        self._settings = settings
        self._accelerator = accelerator
        self._last = last

    def __call__(self, part: str, loss: Tensor) -> None:
        """Back-propagate a loss to the weights of one part; see `task.Update`."""
        learner = self._learners[part]
        with torch.autocast(loss.device.type, enabled=False):
            scaled = loss / self._settings.accumulate
            self._accelerator.backward(scaled, inputs=learner.weights)
        if self._last:
            self._step(learner)

    def _step(self, learner: Learner) -> None:
        self._share(learner.weights)
        scaler = self._accelerator.scaler
        if scaler is not None:
            scaler.unscale_(learner.optimizer)
        if self._settings.clip:
            nn.utils.clip_grad_norm_(learner.weights, self._settings.clip)
        learner.optimizer.step() if scaler is None else scaler.step(learner.optimizer)
        learner.optimizer.zero_grad(set_to_none=True)

    def _share(self, weights: list[nn.Parameter]) -> None:
        """Mean of the gradients of all processes."""
        if self._accelerator.num_processes == 1:
            return
        for weight in weights:
            if weight.grad is not None:
                mean: Any = self._accelerator.reduce(weight.grad, "mean")
                weight.grad = mean
