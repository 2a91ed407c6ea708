"""What a trainer provides: networks, what a batch teaches them, how they are judged and saved."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from numpy.random import Generator
from torch import Tensor, nn

Figures = Mapping[str, float]
"""Numbers by name, as they stand on the curve."""


class Examples(Protocol):
    """What is learned from; it goes to worker processes, so it must pickle."""

    def __len__(self) -> int:
        """How many examples there are."""
        ...

    def batch(self, places: Sequence[int], rng: Generator) -> Any:  # noqa: ANN401
        """The examples at these places as tensors on the CPU, in any nesting of dict and list.

        Args:
            places: 0 .. len(self) - 1, in the order of the batch.
            rng: the only source of chance; the same for the same step of the same run.
        """
        ...


@dataclass(frozen=True)
class Part:
    """A network with an optimizer of its own.

    Attributes:
        module: those of its parameters that require gradients are trained, saved and averaged.
        share: of the learning rate.
        averaged: whether a running mean of its weights is kept, where the run keeps any.
        betas: of AdamW.
    """

    module: nn.Module
    share: float = 1.0
    averaged: bool = True
    betas: tuple[float, float] = (0.9, 0.999)


class Update(Protocol):
    """Descends a loss."""

    def __call__(self, part: str, loss: Tensor) -> None:
        """Back-propagate `loss`, and move the weights of a part where this ends a step.

        Only the gradients of that part are used; those that reach another part are thrown away.

        Args:
            part: name in `Task.parts`.
            loss: scalar.
        """
        ...


@dataclass(frozen=True)
class Place:
    """Where networks are put.

    Attributes:
        device: of all tensors.
        dtype: of networks that are not trained; trained weights stay float32.
    """

    device: torch.device
    dtype: torch.dtype


class Task(ABC):
    """One thing that is trained.

    Attributes:
        name: stage name in progress events.
        parts: by name, on the run's device already.
        examples: what is learned from.
        judged_by: figure of `validate` that says which weights are best.
        more_is_better: whether a higher figure is.
        renews_examples: whether `validate` and `load` change what `examples` gives.
    """

    name: str
    parts: Mapping[str, Part]
    examples: Examples
    judged_by: str = "loss"
    more_is_better: bool = False
    renews_examples: bool = False

    @abstractmethod
    def learn(self, batch: Any, update: Update) -> Mapping[str, Tensor]:  # noqa: ANN401
        """Learn from a batch that is on the device, under mixed precision.

        Returns:
            scalars for the curve, by name.
        """

    @abstractmethod
    def validate(self, folder: Path) -> Figures:
        """Figures on held out examples; pictures of what the networks do now go into `folder`.

        The networks are in evaluation mode, with averaged weights where the run keeps any; mixed
        precision is on and gradients are off.
        """

    @abstractmethod
    def export(self, folder: Path) -> None:
        """Write the networks as the program loads them."""

    def state(self) -> dict[str, Any]:
        """What `validate` found and a resumed run needs: tensors, numbers and text."""
        return {}

    def load(self, state: Mapping[str, Any]) -> None:  # noqa: B027 - most tasks have none
        """Take up such a state."""


Make = Callable[[Place], Task]
"""Builds a task at its place."""
