"""Trains the photo half of the encoder: a student of the teacher's vectors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import normalize

from sketch2image.core.labels import LABELS
from sketch2image.core.progress import Report
from sketch2image.gallery.preprocess import looks, photo_input, shrink
from sketch2image.train.lite.anchors import anchor_loss
from sketch2image.train.lite.evaluate import precision_among, top_k
from sketch2image.train.lite.loop import Batch, Losses, Run
from sketch2image.train.lite.network import PhotoTower, Trunk
from sketch2image.train.lite.photos import tinted
from sketch2image.train.lite.settings import Settings
from sketch2image.train.lite.space import Space
from sketch2image.train.lite.teacher import DIMENSIONS, Taught
from sketch2image.train.lite.vocabulary import index

_MIX_SHARE = 0.6
_FAVOR = 2.0
_LEAST_SIDE = 0.7
_TINT_CHANCE = 0.5


def network(settings: Settings) -> PhotoTower:
    """A fresh photo tower."""
    torch.manual_seed(settings.seed)
    trunk = Trunk(3, settings.widths, settings.blocks)
    return PhotoTower(trunk, settings.dimensions, DIMENSIONS, settings.dropout)


def prepare(
    settings: Settings,
    taught: Taught,
    held: Taught,
    space: Space,
    folder: Path,
    minutes: float | None,
    report: Report,
) -> Run:
    """A photo tower run that is ready to train.

    Args:
        settings: of the photo half.
        taught: views to train on.
        held: whole photos to measure on.
        space: the shared space.
        folder: of the run.
        minutes: time in all, or None.
        report: receives progress.
    """
    model = network(settings)

    def batches(start: int) -> Iterator[Batch]:
        views = PhotoBatches(taught, space, settings)
        return (views[step] for step in range(start, settings.steps))

    def measure(model: nn.Module) -> dict[str, float]:
        return held_out_figures(model, held, space, settings.size)

    objective = Objective(model, space, settings)
    parameters = [{"params": list(model.parameters())}]
    return Run(
        "photo", model, objective, batches, parameters, folder, report, settings, minutes, measure
    )


class PhotoBatches:
    """Step number to (photos, places in the space, teacher vectors, labels).

    Args:
        taught: views and their teacher vectors.
        space: where the teacher's vectors lie.
        settings: `batch`, `size` and `seed` count here.
    """

    def __init__(self, taught: Taught, space: Space, settings: Settings) -> None:
        self.taught, self.size = taught, settings.size
        self.batch, self.seed = settings.batch, settings.seed
        self.places = space.place(taught.vectors)
        self.centered = taught.vectors.astype(np.float32) - space.center
        self.chances = _chances(taught.labels)

    def __getitem__(self, step: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        rng = np.random.default_rng([self.seed, step])
        rows = rng.choice(len(self.chances), self.batch, p=self.chances)
        pictures = photo_input(np.stack([self._cut(row, rng) for row in rows]))
        share, partner = _mixture(self.batch, rng)
        mixed = [_mix(x, share, partner) for x in (pictures, self.places[rows], self._said(rows))]
        known = np.where(share == 1, self.taught.labels[rows], -1)
        photos, places, said, truth = map(torch.from_numpy, [*mixed, known])
        return photos, normalize(places, dim=1), normalize(said, dim=1), truth

    def _said(self, rows: NDArray) -> NDArray[np.float32]:
        return self.centered[rows]

    def _cut(self, row: int, rng: Generator) -> NDArray[np.uint8]:
        """A shifted, perhaps mirrored square of the input's size."""
        view = self.taught.pictures[row]
        side = int(rng.integers(round(_LEAST_SIDE * len(view)), len(view) + 1))
        top, left = rng.integers(0, len(view) - side + 1, 2)
        square = shrink(view[top : top + side, left : left + side], self.size)
        square = tinted(square, rng) if rng.random() < _TINT_CHANCE else square
        return square[:, ::-1] if rng.random() < 0.5 else square


class Objective:
    """Distance to the teacher in both spaces, and the label among the anchors.

    Args:
        model: the tower.
        space: gives the anchors.
        settings: `temperature`, `smoothing` and the `loss` weights count here.
    """

    def __init__(self, model: PhotoTower, space: Space, settings: Settings) -> None:
        self.model, self.settings = model, settings
        self.anchors = torch.from_numpy(space.anchors)

    def __call__(self, batch: tuple[Tensor, Tensor, Tensor, Tensor]) -> Losses:
        photos, places, said, truth = batch
        found, copied = self.model.both(photos.contiguous(memory_format=torch.channels_last))
        parts = {
            "place": (1 - (found.float() * places).sum(dim=1)).mean(),
            "teacher": (1 - (copied.float() * said).sum(dim=1)).mean(),
            "label": anchor_loss(found.float(), truth, self.anchors, self.settings),
        }
        return {name: self.settings.losses[name] * part for name, part in parts.items()}


def encode(model: nn.Module, pictures: NDArray[np.uint8], size: int) -> NDArray[np.float32]:
    """(N, D) unit rows of (N, 112, 112, 3) views, looked at as at run time."""
    with torch.no_grad():
        rows = [_encoded(model, part, size) for part in _parts(pictures)]
    return normalize(torch.cat(rows), dim=1).numpy()


def _encoded(model: nn.Module, pictures: NDArray[np.uint8], size: int) -> Tensor:
    seen = np.concatenate([looks(picture, size) for picture in pictures])
    found = model(torch.from_numpy(photo_input(seen))).float()
    return found.reshape(len(pictures), -1, found.shape[1]).mean(dim=1)


def held_out_figures(model: nn.Module, held: Taught, space: Space, size: int) -> dict[str, float]:
    """On held out photos of the 39 classes: P@5 of each against the others, nearest anchor."""
    default = sorted(index()[label] for label in LABELS)
    inside = np.isin(held.labels, default)
    found, truth = encode(model, held.pictures[inside], size), held.labels[inside]
    scores = torch.from_numpy(found @ space.anchors.T)
    return {
        "photo_p5": precision_among(found, truth),
        "photo_class": top_k(scores, torch.from_numpy(truth), torch.tensor(default), 1),
    }


def _parts(pictures: NDArray) -> Iterator[NDArray]:
    for start in range(0, len(pictures), 64):
        yield pictures[start : start + 64]


def _chances(truth: NDArray[np.int64]) -> NDArray[np.float64]:
    default = [index()[label] for label in LABELS]
    weights = np.where(truth >= 0, 1.5, 1.0) * np.where(np.isin(truth, default), _FAVOR, 1.0)
    return weights / weights.sum()


def _mixture(count: int, rng: Generator) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    share = np.where(rng.random(count) < _MIX_SHARE, rng.uniform(0.5, 1, count), 1.0)
    return share.astype(np.float32), rng.permutation(count)


def _mix(
    rows: NDArray[np.float32], share: NDArray[np.float32], partner: NDArray[np.intp]
) -> NDArray[np.float32]:
    weight = share.reshape(-1, *[1] * (rows.ndim - 1))
    return (weight * rows + (1 - weight) * rows[partner]).astype(np.float32)
