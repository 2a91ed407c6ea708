"""Training once for each fold, and the mean and spread of what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sketch2image.core.progress import Report
from sketch2image.train.style.settings import Settings
from sketch2image.train.style.splits import fold_wishes


@dataclass(frozen=True)
class Fold:
    """One fold: the folder of its run, and the figures of its last validation."""

    folder: Path
    figures: Mapping[str, float]


@dataclass(frozen=True)
class FoldsResult:
    """All folds.

    Attributes:
        folds: in order.
        mean: of each figure over the folds.
        spread: standard deviation of each, with K - 1 in the denominator.
    """

    folds: tuple[Fold, ...]
    mean: Mapping[str, float]
    spread: Mapping[str, float]


def train_folds(settings: Settings, report: Report, *, resume: bool = False) -> FoldsResult:
    """Train once for each fold, which is held out.

    Args:
        settings: `split` is `folds:K` or `files:DIR`; run I goes to `out`/fold-I.
        report: gets the progress of each run.
        resume: go on with the runs that were begun.

    Raises:
        UserError: `split` names no folds, or a run cannot be made.
        Cancelled: it was stopped.
    """
    from sketch2image.train.runs.checkpoint import FILE as CHECKPOINT
    from sketch2image.train.runs.loop import train
    from sketch2image.train.style.task import task

    folds = []
    for number, wish in enumerate(fold_wishes(settings.split), 1):
        changes = {"split": wish, "out": settings.out / f"fold-{number}"}
        one = settings.model_copy(update=changes)
        begun = resume and (one.out / CHECKPOINT).exists()
        done = train(task(one, report), one, report, resume=begun)
        folds.append(Fold(done.folder, done.figures))
    return _result(tuple(folds))


def _result(folds: tuple[Fold, ...]) -> FoldsResult:
    names = folds[0].figures
    values = {name: [one.figures[name] for one in folds] for name in names}
    mean = {name: float(np.mean(some)) for name, some in values.items()}
    return FoldsResult(folds, mean, {n: float(np.std(some, ddof=1)) for n, some in values.items()})
