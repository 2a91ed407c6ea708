"""Triplets as batches of tensors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

from sketch2image.gallery.clip_folder import Tokenize
from sketch2image.gallery.views import View
from sketch2image.train.composed.pictures import varied_pair
from sketch2image.train.composed.settings import Settings
from sketch2image.train.composed.told import Told
from sketch2image.train.composed.triplets import Triplet
from sketch2image.train.data.collection import Item


@dataclass(frozen=True)
class Examples:
    """Triplets to learn from: `train.runs.task.Examples`.

    Attributes:
        triplets: N.
        tokens: (N, T) int64 of the captions.
        said: (N,) int64, equal for equal captions.
        labels: (N, L) float32, 1 for the words that a caption tells.
        view: what the towers see of a picture.
        settings: those of variation count.
    """

    triplets: tuple[Triplet, ...]
    tokens: Tensor
    said: Tensor
    labels: Tensor
    view: View
    settings: Settings

    @classmethod
    def of(
        cls,
        triplets: tuple[Triplet, ...],
        tokenize: Tokenize,
        told: Told,
        view: View,
        settings: Settings,
    ) -> Examples:
        """The examples of the train part."""
        texts = [one.text for one in triplets]
        return cls(
            triplets, tokenize(texts), torch.from_numpy(_numbered(texts)),
            torch.from_numpy(told.of(texts)), view, settings,
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.triplets)

    def batch(self, places: Sequence[int], rng: Generator) -> dict[str, Tensor]:
        """Triplets that belong together by place.

        Returns:
            `photos` and `sketches` (N, 3, S, S); `tokens` (N, T) and `said` (N,), int64; `labels`
            (N, L) float32.
        """
        chosen = [self.triplets[place] for place in places]
        pairs = [
            varied_pair(photo_of(one), sketch_of(one), self.view, self.settings, rng)
            for one in chosen
        ]
        photos, sketches = (torch.from_numpy(np.stack(side)) for side in zip(*pairs, strict=True))
        rows = list(places)
        return {
            "photos": photos,
            "sketches": sketches,
            "tokens": self.tokens[rows],
            "said": self.said[rows],
            "labels": self.labels[rows],
        }


def photo_of(triplet: Triplet) -> Item:
    """Its photo, with its caption as the class."""
    return Item(triplet.photo, triplet.text, triplet.name)


def sketch_of(triplet: Triplet) -> Item:
    """Its sketch, with its caption as the class."""
    return Item(triplet.sketch, triplet.text, triplet.name)


def _numbered(texts: Sequence[str]) -> NDArray[np.int64]:
    numbers: dict[str, int] = {}
    keys = (text.casefold() for text in texts)
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)
