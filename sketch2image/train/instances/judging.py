"""Describing all pictures and measuring how well the held out queries are recognized."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from torch import nn

from sketch2image.core.types import Vectors
from sketch2image.gallery.recognition.classifier import candidates
from sketch2image.gallery.recognition.ground_truth import DISTRACTOR
from sketch2image.gallery.recognition.metrics import scores
from sketch2image.gallery.recognition.neighbors import Neighbors, nearest
from sketch2image.train.contrastive.sheet import BEST, write_results
from sketch2image.train.data.collection import Item
from sketch2image.train.data.held_out import spread
from sketch2image.train.instances.describing import describe
from sketch2image.train.instances.settings import Settings
from sketch2image.train.instances.sources import Pictures, Sources
from sketch2image.train.runs.task import Figures, Place

_K, _T = 1, 1.0
"""Neighbors and sharpness of the published validation."""


@dataclass(frozen=True)
class Judge:
    """Measures a network on the val queries, of which the train pictures are the answers.

    Attributes:
        sources: both.
        settings: `image`, `samples` and `workers` count.
        place: where the network is.
    """

    sources: Sources
    settings: Settings
    place: Place

    def __call__(self, network: nn.Module, folder: Path) -> tuple[Figures, Vectors]:
        """GAP, GAP- and accuracy at one scale without whitening, and the train descriptors.

        Args:
            network: in evaluation mode.
            folder: gets a picture of what some queries find.
        """
        train, val = self.sources.train, self.sources.val
        described = self._described(network, train)
        found = nearest(described, self._described(network, val), min(BEST, len(train)))
        predicted, confidences = candidates(found, train.labels).classify(_K, _T)
        self._draw(found, folder)
        return asdict(scores(predicted, confidences, val.labels)), described

    def _described(self, network: nn.Module, pictures: Pictures) -> Vectors:
        device, settings = self.place.device, self.settings
        return describe(network, pictures.files, settings.image, device, settings.workers)

    def _draw(self, found: Neighbors, folder: Path) -> None:
        train, val = self.sources.train, self.sources.val
        asked = spread(np.flatnonzero(val.labels != DISTRACTOR).tolist(), self.settings.samples)
        answers = [[_item(train, row) for row in found.rows[query]] for query in asked]
        write_results([_item(val, query) for query in asked], answers, folder)


def _item(pictures: Pictures, place: int) -> Item:
    return Item(pictures.files[place], pictures.names[place])
