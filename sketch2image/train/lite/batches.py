"""Batches of varied drawings: the batch of a step is the same in every run, resumed or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from sketch2image.core.ink import Ink, as_input
from sketch2image.train.lite.augment import draw, erase, vary
from sketch2image.train.lite.drawings import Drawing

_ERASE_CHANCE = 0.1
BLOCK_BATCHES = 8


@dataclass(frozen=True)
class Pool:
    """Drawings to choose from, by source.

    Attributes:
        sources: drawings of each source.
        mix: share of each source.
        favored: labels that are drawn `favor` times as often within their source.
        rows: of the photos drawings were made after, by `Drawing.group`.
        favor: how much more often.
    """

    sources: Mapping[str, Sequence[Drawing]]
    mix: Mapping[str, float]
    favored: frozenset[int]
    rows: Mapping[str, int] = field(default_factory=dict)
    favor: float = 2.0

    def pick(self, rng: Generator, count: int) -> list[Drawing]:
        """Drawings of one batch; classes of one source come equally often, but for the favored."""
        names = [name for name in self.mix if self.sources.get(name)]
        shares = np.array([self.mix[name] for name in names])
        counts = rng.multinomial(count, shares / shares.sum())
        return [
            drawing
            for name, number in zip(names, counts, strict=True)
            for drawing in self._from(name, rng, int(number))
        ]

    def _from(self, name: str, rng: Generator, count: int) -> list[Drawing]:
        drawings = self.sources[name]
        at = rng.choice(len(drawings), count, p=self._chances[name])
        return [drawings[position] for position in at]

    @cached_property
    def _chances(self) -> dict[str, NDArray[np.float64]]:
        return {name: self._chance(drawings) for name, drawings in self.sources.items()}

    def _chance(self, drawings: Sequence[Drawing]) -> NDArray[np.float64]:
        labels = np.array([drawing.label for drawing in drawings], np.int64)
        weights = 1 / np.sqrt(np.where(labels < 0, 1, np.bincount(labels + 1)[labels + 1]))
        weights *= np.where(np.isin(labels, list(self.favored)), self.favor, 1.0)
        return weights / weights.sum()


class InkBlocks(Dataset[tuple[Ink, NDArray[np.int64]]]):
    """Block number to ((N, S, S) uint8 ink, (N, 2) truth), the same in every run.

    Truth is the label and the row of the photo that was drawn, either -1 where not known.

    Args:
        pool: what is drawn.
        count: drawings in one block.
        size: side in pixels.
        seed: of everything.
    """

    def __init__(self, pool: Pool, count: int, size: int, seed: int) -> None:
        self.pool, self.count, self.size, self.seed = pool, count, size, seed

    def __getitem__(self, block: int) -> tuple[Ink, NDArray[np.int64]]:
        rng = np.random.default_rng([self.seed, block])
        drawings = self.pool.pick(rng, self.count)
        inks = np.stack([self._ink(drawing, rng) for drawing in drawings])
        rows = self.pool.rows
        return inks, np.array([(d.label, rows.get(d.group, -1)) for d in drawings], np.int64)

    def _ink(self, drawing: Drawing, rng: Generator) -> Ink:
        ink = draw(vary(drawing.lines, rng), rng, self.size)
        return erase(ink, rng) if rng.random() < _ERASE_CHANCE else ink


def stream(
    pool: Pool, batch: int, size: int, seed: int, start: int, steps: int, echo: int
) -> Iterator[tuple[Tensor, Tensor]]:
    """Batches of steps `start` to `steps`: (N, 1, S, S) float ink and (N, 2) truth.

    A worker process draws blocks of drawings (spawned, since OpenCV may hang in a forked one);
    every block is gone through `echo` times in another order, each drawing mirrored or not.
    """
    each = BLOCK_BATCHES * echo
    blocks = range(start // each, -(-steps // each))
    loader = DataLoader(
        InkBlocks(pool, BLOCK_BATCHES * batch, size, seed),
        batch_size=None,
        sampler=blocks,
        num_workers=1,
        prefetch_factor=2,
        worker_init_fn=_one_thread,
        multiprocessing_context="spawn",
    )
    for block, (inks, truth) in zip(blocks, loader, strict=True):
        rng = np.random.default_rng([seed, 1, block])
        rounds = [_shuffled(inks.numpy(), truth.numpy(), batch, rng) for _ in range(echo)]
        yield from islice(chain(*rounds), max(0, start - block * each), None)


def _shuffled(
    inks: Ink, truth: NDArray[np.int64], batch: int, rng: Generator
) -> Iterator[tuple[Tensor, Tensor]]:
    for rows in np.split(rng.permutation(len(inks)), len(inks) // batch):
        mirror = rng.random(batch) < 0.5
        chosen = np.where(mirror[:, None, None], inks[rows][:, :, ::-1], inks[rows])
        yield torch.from_numpy(as_input(chosen)), torch.from_numpy(truth[rows])


def _one_thread(_: int) -> None:
    from sketch2image.core.opencv import cv2

    cv2.setNumThreads(1)
    torch.set_num_threads(1)
