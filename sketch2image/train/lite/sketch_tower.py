"""Trains the sketch half of the encoder: a new head on the captioner's trunk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from sketch2image.core.labels import LABELS
from sketch2image.core.progress import Report
from sketch2image.train.lite.anchors import anchor_loss
from sketch2image.train.lite.batches import Pool, stream
from sketch2image.train.lite.captioner import place_loss
from sketch2image.train.lite.evaluate import Labels, Matrix, hit_at, precision_at
from sketch2image.train.lite.lessons import Places
from sketch2image.train.lite.loop import Batch, Losses, Run
from sketch2image.train.lite.network import SketchTower, Trunk
from sketch2image.train.lite.settings import Settings
from sketch2image.train.lite.space import Space
from sketch2image.train.lite.vocabulary import index

_BANK = 768


def network(settings: Settings, trunk: Trunk) -> SketchTower:
    """A fresh head on a trained trunk."""
    torch.manual_seed(settings.seed)
    return SketchTower(trunk, settings.dimensions, settings.dropout)


def prepare(
    settings: Settings,
    trunk: Trunk,
    space: Space,
    pool: Pool,
    photos: Places,
    held: HeldOut,
    folder: Path,
    minutes: float | None,
    report: Report,
) -> Run:
    """A sketch tower run that is ready to train.

    Args:
        settings: of the sketch half.
        trunk: of the trained captioner; it stays as it is.
        space: the shared space.
        pool: drawings to train on, its rows those of `photos`.
        photos: where training photos lie in the space.
        held: what is measured on.
        folder: of the run.
        minutes: time in all, or None.
        report: receives progress.
    """
    model = network(settings, trunk)

    def batches(start: int) -> Iterator[Batch]:
        s = settings
        return stream(pool, s.batch, s.size, s.seed, start, s.steps, s.echo)

    objective = Objective(model, space, photos, settings)
    parameters = [{"params": list(model.head.parameters())}]
    return Run(
        "sketch", model, objective, batches, parameters, folder, report, settings, minutes,
        held.figures,
    )  # fmt: skip


class HeldOut:
    """Held out sketches against held out photos of the 39 classes.

    Args:
        inks: (N, 1, S, S) float.
        truth: (N,) labels.
        photos: (M, D) vectors of the photo tower.
        photo_labels: (M,).
    """

    def __init__(self, inks: Tensor, truth: Tensor, photos: Matrix, photo_labels: Labels) -> None:
        default = [index()[label] for label in LABELS]
        asked, shown = np.isin(truth.numpy(), default), np.isin(photo_labels, default)
        self.inks, self.truth = inks[torch.from_numpy(asked)], truth.numpy()[asked]
        self.photos, self.photo_labels = photos[shown], photo_labels[shown]

    def figures(self, model: nn.Module) -> dict[str, float]:
        """P@5 and class within the ten best."""
        asked = (encode(model, self.inks), self.truth, self.photos, self.photo_labels)
        return {"sketch_photo_p5": precision_at(*asked), "sketch_photo_hit10": hit_at(*asked)}


def encode(model: nn.Module, inks: Tensor) -> Matrix:
    """(N, D) unit rows of (N, 1, S, S) ink."""
    with torch.no_grad():
        return torch.cat([model(part).float() for part in inks.split(64)]).numpy()


class Objective:
    """The label among the anchors, photos of the same label against all others, the photo drawn.

    The second is a supervised contrastive loss (Khosla et al., 2020) from sketches to photos; the
    third draws a sketch to the very photo it was made after.

    Args:
        model: the tower.
        space: gives the anchors.
        photos: where training photos lie, and their labels.
        settings: `temperature`, `smoothing`, `seed` and the `loss` weights count here.
    """

    def __init__(
        self, model: SketchTower, space: Space, photos: Places, settings: Settings
    ) -> None:
        self.model, self.settings = model, settings
        self.anchors = torch.from_numpy(space.anchors)
        self.default = torch.zeros_like(self.anchors)
        rows = torch.tensor([index()[label] for label in LABELS])
        self.default[rows] = self.anchors[rows]
        self.places = torch.from_numpy(photos.places)
        named = photos.labels >= 0
        self.photos = torch.from_numpy(photos.places[named])
        self.labels = torch.from_numpy(photos.labels[named])
        self.rng = np.random.default_rng(settings.seed)

    def __call__(self, batch: tuple[Tensor, Tensor]) -> Losses:
        inks, (truth, row) = batch[0], batch[1].T.contiguous()
        found = self.model(inks.contiguous(memory_format=torch.channels_last)).float()
        in_default = torch.where(self.default[truth.clamp(min=0)].norm(dim=1) > 0.5, truth, -1)
        parts = {
            "label": anchor_loss(found, truth, self.anchors, self.settings),
            "default": anchor_loss(found, in_default, self.default, self.settings),
            "photos": self._to_photos(found, truth, self._bank()),
            "place": place_loss(found, self.places, row),
        }
        return {name: self.settings.losses[name] * part for name, part in parts.items()}

    def _bank(self) -> NDArray[np.int64]:
        return self.rng.choice(len(self.labels), _BANK)

    def _to_photos(self, found: Tensor, truth: Tensor, rows: NDArray[np.int64]) -> Tensor:
        scores = (found @ self.photos[rows].T / self.settings.temperature).log_softmax(dim=1)
        same = truth[:, None] == self.labels[rows]
        asked = same.any(dim=1)
        if not asked.any():
            return found.sum() * 0
        mean = (scores * same).sum(dim=1)[asked] / same.sum(dim=1)[asked]
        return -mean.mean()
