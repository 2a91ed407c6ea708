"""Pairs of train pictures as batches of tensors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from numpy.random import Generator
from torch import Tensor

from sketch2image.core.pictures import open_picture
from sketch2image.train.instances.augmentation import varied
from sketch2image.train.instances.partners import Partners
from sketch2image.train.instances.sources import Pictures


@dataclass(frozen=True)
class Pairs:
    """Pairs to learn from: `train.runs.task.Examples`.

    Attributes:
        pictures: of the train part.
        partners: which of them make pairs.
        side: of a picture, pixels.
    """

    pictures: Pictures
    partners: Partners
    side: int

    def __len__(self) -> int:
        return len(self.partners)

    def batch(self, places: Sequence[int], rng: Generator) -> dict[str, Tensor]:
        """Pairs of pictures, each picture varied on its own.

        Returns:
            `left` and `right`, (N, 3, S, S) float32, ImageNet-normalized; `same`, (N,) float32, 1
            where both are of one class, else 0.
        """
        pairs = [self.partners.pair(place, rng) for place in places]
        left, right, same = zip(*pairs, strict=True)
        return {
            "left": self.varied(left, rng),
            "right": self.varied(right, rng),
            "same": torch.tensor(same, dtype=torch.float32),
        }

    def varied(self, places: Sequence[int], rng: Generator) -> Tensor:
        """(N, 3, S, S) of N pictures at these places, varied.

        Raises:
            UserError: one cannot be read.
        """
        shown = (open_picture(self.pictures.files[place]) for place in places)
        return torch.stack([varied(picture, self.side, rng) for picture in shown])
