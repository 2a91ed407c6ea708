"""Trains the lite captioner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from sketch2image.core.labels import LABELS
from sketch2image.train.lite.anchors import anchor_loss, anchors_of
from sketch2image.train.lite.batches import Pool, stream
from sketch2image.train.lite.evaluate import ink_inputs, top_k
from sketch2image.train.lite.lessons import NOWHERE, Lessons
from sketch2image.train.lite.loop import Batch, Losses, Run
from sketch2image.train.lite.material import Material
from sketch2image.train.lite.network import Classifier, Trunk
from sketch2image.train.lite.settings import Settings
from sketch2image.train.lite.sources import drawings
from sketch2image.train.lite.vocabulary import index, labels


def network(settings: Settings) -> Classifier:
    """A fresh captioner network over the wide label table."""
    torch.manual_seed(settings.seed)
    trunk = Trunk(1, settings.widths, settings.blocks)
    return Classifier(trunk, len(labels()), settings.dimensions, settings.dropout)


def prepare(settings: Settings, material: Material, folder: Path, minutes: float | None) -> Run:
    """A captioner run that is ready to train."""
    sources = {name: drawings(name, material) for name in settings.mix}
    lessons = Lessons(material, settings.dimensions)
    seen = {"place", "anchor"} & {name for name, weight in settings.losses.items() if weight}
    places = lessons.places if seen else NOWHERE
    pool = Pool(sources, settings.mix, default_positions(), places.rows)
    anchors = lessons.space.anchors if seen else anchors_of(len(labels()), settings.dimensions)
    held = drawings("held", material)
    inputs, truth = ink_inputs(held, settings.size), torch.tensor([d.label for d in held])
    model = network(settings)

    def batches(start: int) -> Iterator[Batch]:
        s = settings
        return stream(pool, s.batch, s.size, s.seed, start, s.steps, s.echo)

    def measure(model: nn.Module) -> dict[str, float]:
        return held_out_figures(model, inputs, truth)

    objective = Objective(
        model, settings, torch.from_numpy(places.places), torch.from_numpy(anchors)
    )
    parameters = [{"params": list(model.parameters())}]
    return Run(
        "captioner", model, objective, batches, parameters, folder, material.report, settings,
        minutes, measure,
    )  # fmt: skip


def default_positions() -> frozenset[int]:
    """Where the 39 labels of the default vocabulary stand in the wide table."""
    return frozenset(index()[label] for label in LABELS)


class Objective:
    """Names and places.

    Names: cross entropy over the wide table, and once more among the default labels alone. Places:
    a drawing is to lie where the photo it was made after lies, and nearest to its label's anchor.

    Args:
        model: the network.
        settings: `smoothing`, `temperature` and the `loss` weights count here.
        places: (M, D) of photos.
        anchors: (L, D) of labels, zero where there is none.
    """

    def __init__(
        self, model: Classifier, settings: Settings, places: Tensor, anchors: Tensor
    ) -> None:
        self.model, self.settings = model, settings
        self.places, self.anchors = places, anchors
        self.default = torch.tensor(sorted(default_positions()))

    def __call__(self, batch: tuple[Tensor, Tensor]) -> Losses:
        inks, (label, row) = batch[0], batch[1].T.contiguous()
        scores, found = self.model.both(inks.contiguous(memory_format=torch.channels_last))
        scores, known = scores.float(), label >= 0
        parts = {
            "wide": self._entropy(scores, label, known),
            "default": self._among_default(scores, label),
        }
        if len(self.places):
            parts["place"] = place_loss(found, self.places, row)
            parts["anchor"] = anchor_loss(found, label, self.anchors, self.settings)
        return {name: self.settings.losses.get(name, 0.0) * part for name, part in parts.items()}

    def _entropy(self, scores: Tensor, truth: Tensor, known: Tensor) -> Tensor:
        if not known.any():
            return scores.sum() * 0
        smoothing = self.settings.smoothing
        return cross_entropy(scores[known], truth[known], label_smoothing=smoothing)

    def _among_default(self, scores: Tensor, truth: Tensor) -> Tensor:
        inside = torch.isin(truth, self.default)
        narrow = torch.searchsorted(self.default, truth)
        return self._entropy(scores[:, self.default], narrow, inside)


def place_loss(found: Tensor, places: Tensor, rows: Tensor) -> Tensor:
    """Mean of one minus the cosine to the photo drawn; rows below zero do not count.

    Args:
        found: (N, D) unit rows.
        places: (M, D) unit rows.
        rows: (N,) of `places`.
    """
    known = rows >= 0
    if not known.any():
        return found.sum() * 0
    return (1 - (found[known] * places[rows[known]]).sum(dim=1)).mean()


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
