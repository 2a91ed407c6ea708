"""Trains the lite captioner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from sketch2image.core.labels import LABELS
from sketch2image.core.progress import Report
from sketch2image.train.batches import Pool, stream
from sketch2image.train.evaluate import ink_inputs, top_k
from sketch2image.train.loop import Batch, Losses, Run
from sketch2image.train.network import Classifier, Trunk
from sketch2image.train.settings import Settings
from sketch2image.train.sources import drawings
from sketch2image.train.vocabulary import index, labels


def network(settings: Settings) -> Classifier:
    """A fresh captioner network over the wide label table."""
    torch.manual_seed(settings.seed)
    return Classifier(Trunk(1, settings.widths, settings.blocks), len(labels()), settings.dropout)


def prepare(
    settings: Settings, data: Path, folder: Path, minutes: float | None, report: Report
) -> Run:
    """A captioner run that is ready to train."""
    sources = {name: drawings(name, data, folder, report) for name in settings.mix}
    pool = Pool(sources, settings.mix, default_positions())
    held = drawings("held", data, folder, report)
    inputs, truth = ink_inputs(held, settings.size), torch.tensor([d.label for d in held])
    model = network(settings)

    def batches(start: int) -> Iterator[Batch]:
        s = settings
        return stream(pool, s.batch, s.size, s.seed, start, s.steps, s.echo)

    def measure(model: nn.Module) -> dict[str, float]:
        return held_out_figures(model, inputs, truth)

    return Run(
        name="captioner",
        model=model,
        losses=Objective(model, settings.smoothing),
        batches=batches,
        groups=[{"params": list(model.parameters())}],
        folder=folder,
        report=report,
        steps=settings.steps,
        minutes=minutes,
        rate=settings.rate,
        weight_decay=settings.weight_decay,
        average=settings.average,
        measure=measure,
    )


def default_positions() -> frozenset[int]:
    """Where the 39 labels of the default vocabulary stand in the wide table."""
    return frozenset(index()[label] for label in LABELS)


class Objective:
    """Cross entropy over the wide table, and once more among the default labels alone.

    Args:
        model: scores for (N, 1, S, S) ink.
        smoothing: of the labels.
    """

    def __init__(self, model: nn.Module, smoothing: float) -> None:
        self.model, self.smoothing = model, smoothing
        self.default = torch.tensor(sorted(default_positions()))

    def __call__(self, batch: tuple[Tensor, Tensor]) -> Losses:
        inks, truth = batch
        scores = self.model(inks.contiguous(memory_format=torch.channels_last)).float()
        wide = cross_entropy(scores, truth, label_smoothing=self.smoothing)
        return {"wide": wide, "default": 0.5 * self._among_default(scores, truth)}

    def _among_default(self, scores: Tensor, truth: Tensor) -> Tensor:
        inside = torch.isin(truth, self.default)
        if not inside.any():
            return scores.sum() * 0
        narrow = torch.searchsorted(self.default, truth[inside])
        return cross_entropy(
            scores[inside][:, self.default], narrow, label_smoothing=self.smoothing
        )


def held_out_figures(model: nn.Module, inputs: Tensor, truth: Tensor) -> dict[str, float]:
    """Top-1 and top-5 on held out human sketches: 39 classes among themselves, and all 125."""
    default = torch.tensor(sorted(default_positions()))
    sketched = torch.unique(truth)
    with torch.no_grad():
        scores = torch.cat([model(part).float() for part in inputs.split(128)])
    inside = torch.isin(truth, default)
    return {
        "top1_39": top_k(scores[inside], truth[inside], default, 1),
        "top5_39": top_k(scores[inside], truth[inside], default, 5),
        "top1_125": top_k(scores, truth, sketched, 1),
    }
