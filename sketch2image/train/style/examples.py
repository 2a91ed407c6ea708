"""What a classifier learns from: features that are kept, or pictures that are varied anew."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

from sketch2image.core.pictures import open_picture
from sketch2image.gallery.protocol import PICTURE_SIDE
from sketch2image.gallery.views import Pixels, View, pixels
from sketch2image.train.style.augmentation import varied
from sketch2image.train.style.features import Views
from sketch2image.train.style.pictures import Pictures, Places
from sketch2image.train.style.settings import Settings


class Examples(ABC):
    """Examples of classes: `train.runs.task.Examples`.

    Args:
        labels: (N,) class of each.
        balance: whether an epoch shows every class as often: a place then stands for a class, of
            which chance takes a picture.
    """

    def __init__(self, labels: NDArray[np.int64], balance: bool) -> None:
        self._labels = labels
        self._balance = balance

    def __len__(self) -> int:
        return len(self._labels)

    def batch(self, places: Sequence[int], rng: Generator) -> dict[str, Tensor]:
        """What goes into the network, `inputs`, and its `labels`, (B,)."""
        drawn = [self._drawn(place, rng) for place in places] if self._balance else list(places)
        rows = np.stack([self._row(place, rng) for place in drawn])
        return {"inputs": torch.from_numpy(rows), "labels": torch.from_numpy(self._labels[drawn])}

    @abstractmethod
    def _row(self, place: int, rng: Generator) -> NDArray[np.float32]:
        """The input of one example."""

    def _drawn(self, place: int, rng: Generator) -> int:
        members = self._members[place % len(self._members)]
        return int(members[rng.integers(len(members))])

    @cached_property
    def _members(self) -> list[Places]:
        return [np.flatnonzero(self._labels == label) for label in np.unique(self._labels)]


class KeptFeatures(Examples):
    """One of the kept views of each picture.

    Args:
        views: (N, V, D).
        labels: (N,).
        balance: see `Examples`.
    """

    def __init__(self, views: Views, labels: NDArray[np.int64], balance: bool) -> None:
        super().__init__(labels, balance)
        self._views = views

    def _row(self, place: int, rng: Generator) -> NDArray[np.float32]:
        return self._views[place, rng.integers(self._views.shape[1])]


class VariedPictures(Examples):
    """Each picture varied anew.

    Args:
        pictures: to learn from.
        settings: `balance` and what varies pictures count.
        view: of the network; a varied part is squashed to its square.
    """

    def __init__(self, pictures: Pictures, settings: Settings, view: View) -> None:
        super().__init__(pictures.labels, settings.balance)
        self._pictures, self._settings = pictures, settings
        self._view = View(side=view.side, fit="squash", filter=view.filter)

    def _row(self, place: int, rng: Generator) -> Pixels:
        picture = open_picture(self._pictures.files[place], PICTURE_SIDE)
        return pixels(varied(picture, self._settings, rng), self._view)
