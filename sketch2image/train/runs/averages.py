"""A running mean of trained weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor, nn


class Averages:
    """Exponential moving average of the weights of a network that require gradients.

    Args:
        module: whose weights are followed.
        decay: 0..1, share of the mean that is kept at each step; it starts lower, so that early
            means are not mostly the weights at the start.
    """

    def __init__(self, module: nn.Module, decay: float) -> None:
        self._decay = decay
        self._now = {n: p for n, p in module.named_parameters() if p.requires_grad}
        self._mean = {name: weight.detach().clone() for name, weight in self._now.items()}

    @torch.no_grad()
    def follow(self, step: int) -> None:
        """Move the mean toward the weights after this step, counted from 0."""
        keep = min(self._decay, (1 + step) / (10 + step))
        for name, mean in self._mean.items():
            mean.lerp_(self._now[name].detach(), 1 - keep)

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Put the means in place of the weights for a while."""
        kept = {name: weight.detach().clone() for name, weight in self._now.items()}
        self._put(self._mean)
        try:
            yield
        finally:
            self._put(kept)

    def state(self) -> dict[str, Tensor]:
        """The means by name."""
        return dict(self._mean)

    def load(self, state: Mapping[str, Tensor]) -> None:
        """Take up means of an earlier part of the run."""
        for name, mean in self._mean.items():
            mean.copy_(state[name])

    @torch.no_grad()
    def _put(self, weights: Mapping[str, Tensor]) -> None:
        for name, weight in self._now.items():
            weight.copy_(weights[name])
