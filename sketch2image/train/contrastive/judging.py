"""Encoding the test part and measuring how well its sketches find its photos."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from sketch2image.core.types import Vectors
from sketch2image.gallery.pooling import unit
from sketch2image.gallery.towers import Branch, Towers
from sketch2image.gallery.views import Pixels, View
from sketch2image.train.contrastive.metrics import Side, best, figures
from sketch2image.train.contrastive.pictures import shown
from sketch2image.train.contrastive.settings import Settings
from sketch2image.train.contrastive.sheet import BEST, write_results
from sketch2image.train.contrastive.sources import label_key, with_photos
from sketch2image.train.data.collection import Collection, Item
from sketch2image.train.data.held_out import spread
from sketch2image.train.runs.mixed import mixed
from sketch2image.train.runs.task import Figures, Place

_ON_CPU, _ON_GPU = 8, 64


class Judge:
    """Measures towers on the test part of the data.

    Args:
        test: sketches to ask for, those with a photo, and all photos among which they are found.
        settings: `judge`, `samples` and `workers` count.
        place: where the towers are.
    """

    def __init__(self, test: Collection, settings: Settings, place: Place) -> None:
        sketches = with_photos(test, settings)
        self._sketches = spread(sketches, settings.judge or len(sketches))
        self._photos = test.photos
        self._settings = settings
        self._place = place

    def __call__(self, towers: Towers, folder: Path) -> Figures:
        """See `metrics`; a picture of what some sketches find goes into `folder`."""
        sketches = self._encoded(towers, "sketch", self._sketches)
        photos = self._encoded(towers, "photo", self._photos)
        places = list(spread(range(len(self._sketches)), self._settings.samples))
        found = best(sketches.at(places), photos, BEST)
        asked = [self._sketches[place] for place in places]
        write_results(asked, [[self._photos[one] for one in row] for row in found], folder)
        return figures(sketches, photos)

    def _encoded(self, towers: Towers, branch: Branch, items: Sequence[Item]) -> Side:
        vectors = encode(towers, branch, items, self._place, self._settings.workers)
        labels = np.array([label_key(item) for item in items])
        return Side(vectors, labels, np.array([item.instance for item in items]))


def encode(
    towers: Towers, branch: Branch, items: Sequence[Item], place: Place, workers: int = 0
) -> Vectors:
    """(N, D) unit rows of sketches or photos, the same that the trained encoder gives.

    Args:
        towers: in evaluation mode.
        branch: what the items are.
        items: N files.
        place: where the towers are, and what they count in.
        workers: processes that read pictures.

    Raises:
        UserError: a picture cannot be read, or a sketch is empty.
    """
    pixels = _batches(_Shown(items, branch, towers.base.view), place, workers)
    return np.concatenate([_vectors(towers, branch, batch, place) for batch in pixels])


@dataclass(frozen=True)
class _Shown:
    """Pictures as a data set of PyTorch."""

    items: Sequence[Item]
    branch: Branch
    view: View

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, place: int) -> Pixels:
        return shown(self.items[place], self.branch, self.view)


def _batches(pictures: _Shown, place: Place, workers: int) -> Iterator[torch.Tensor]:
    from torch.utils.data import DataLoader

    size = _ON_CPU if place.device.type == "cpu" else _ON_GPU
    data: Any = pictures
    return iter(DataLoader(data, size, num_workers=workers))


def _vectors(towers: Towers, branch: Branch, batch: torch.Tensor, place: Place) -> Vectors:
    with mixed(place.device, place.dtype), torch.no_grad():
        features = towers.features(branch, batch.to(place.device))
    return unit(features.float().cpu().numpy())
