"""How well classes were told apart: a confusion matrix, and what follows from it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.files import write_atomically

CONFUSION = "confusion.csv"


@dataclass(frozen=True)
class ClassScores:
    """Of one class; shares are 0..1, and 0 where nothing was said to be of it.

    Attributes:
        name: of the class.
        pictures: that are of it.
        precision: share of the pictures said to be of it that are.
        recall: share of its pictures that were said to be of it.
        f1: harmonic mean of the two.
    """

    name: str
    pictures: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, eq=False)
class Confusion:
    """Which classes were taken for which.

    Attributes:
        classes: C names.
        counts: (C, C) pictures, a row for each true class, a column for what was said.
    """

    classes: tuple[str, ...]
    counts: NDArray[np.int64]

    @classmethod
    def of(
        cls, classes: Sequence[str], true: NDArray[np.int64], said: NDArray[np.int64]
    ) -> Confusion:
        """The matrix of N pictures, by (N,) true and said classes, 0 .. C - 1."""
        counts = np.zeros((len(classes), len(classes)), np.int64)
        np.add.at(counts, (true, said), 1)
        return cls(tuple(classes), counts)

    @property
    def accuracy(self) -> float:
        """Share of the pictures that were told right, 0..1."""
        return float(self.counts.trace() / max(1, self.counts.sum()))

    @cached_property
    def scores(self) -> tuple[ClassScores, ...]:
        """Of each class, in their order."""
        right, true = self.counts.diagonal(), self.counts.sum(axis=1)
        said = self.counts.sum(axis=0)
        rows = zip(
            self.classes,
            true.tolist(),
            (right / np.maximum(said, 1)).tolist(),
            (right / np.maximum(true, 1)).tolist(),
            (2 * right / np.maximum(true + said, 1)).tolist(),
            strict=True,
        )
        return tuple(ClassScores(*row) for row in rows)

    def macro(self, name: str) -> float:
        """Mean of a share over the classes that have pictures.

        Args:
            name: `precision`, `recall` or `f1`.
        """
        shares = [getattr(one, name) for one in self.scores if one.pictures]
        return float(np.mean(shares)) if shares else 0.0

    def write_csv(self, file: Path) -> None:
        """Write the counts: a head line of what was said, then a row for each true class.

        Raises:
            UserError: the place cannot be written.
        """
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["true \\ said", *self.classes])
        for name, row in zip(self.classes, self.counts.tolist(), strict=True):
            writer.writerow([name, *row])
        write_atomically(file, text.getvalue().encode())
