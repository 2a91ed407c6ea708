"""Which examples a step sees: decided by the seed and the step alone, so that a run resumes."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.train.runs.settings import RunSettings
from sketch2image.train.runs.task import Examples


@dataclass(frozen=True)
class Batches:
    """The batches of each step, those of one process among `world`.

    Every epoch has an order of its own; what does not fill a step at its end is left out.
    """

    examples: Examples
    settings: RunSettings
    rank: int = 0
    world: int = 1

    def __post_init__(self) -> None:
        if self.an_epoch < 1:
            message = f"{len(self.examples)} examples do not fill a step of {self._a_step}"
            raise UserError(ErrorKind.input, message, "Take a smaller `batch` or `accumulate`.")

    @property
    def an_epoch(self) -> int:
        """Steps of an epoch."""
        return len(self.examples) // self._a_step

    @property
    def steps(self) -> int:
        """Steps of the run."""
        return self.settings.steps or max(1, round(self.settings.epochs * self.an_epoch))

    def between(self, step: int, end: int) -> Iterator[list[Any]]:
        """The passes of each step from this one to before the end: `accumulate` batches.

        Raises:
            UserError: an example cannot be had.
        """
        from torch.utils.data import DataLoader

        loader: Any = DataLoader(
            self,  # pyright: ignore[reportArgumentType] - a map of steps is all it needs
            batch_size=None,
            sampler=range(step, end),
            num_workers=self.settings.workers,
            worker_init_fn=_hear_no_ctrl_c,
        )
        for passes in loader:
            if isinstance(passes, UserError):
                raise passes
            yield passes

    def __len__(self) -> int:
        return self.steps

    def __getitem__(self, step: int) -> list[Any] | UserError:
        """The passes of a step, or what is wrong: torch would raise another error than a worker."""
        try:
            return [self._batch(step, number) for number in range(self.settings.accumulate)]
        except UserError as error:
            return error

    @property
    def _a_step(self) -> int:
        return self.settings.batch * self.settings.accumulate * self.world

    def _batch(self, step: int, number: int) -> Any:  # noqa: ANN401
        epoch, place = divmod(step, self.an_epoch)
        row = number * self.world + self.rank
        start = place * self._a_step + row * self.settings.batch
        order = _order(len(self.examples), self.settings.seed, epoch)
        rng = np.random.default_rng([self.settings.seed, step, row])
        return self.examples.batch(order[start : start + self.settings.batch].tolist(), rng)


def _hear_no_ctrl_c(_worker: int) -> None:
    """A terminal sends it to every process; the run alone decides when to end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@lru_cache(maxsize=2)
def _order(count: int, seed: int, epoch: int) -> NDArray[np.int64]:
    return np.random.default_rng([seed, epoch, count]).permutation(count)


def chance_of(*numbers: int) -> int:
    """A seed of its own for every pass of every step."""
    return int(np.random.SeedSequence(numbers).generate_state(1, np.uint64)[0] >> 1)
