"""Which two train pictures make a pair."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor

from sketch2image.gallery.recognition.ground_truth import Labels
from sketch2image.train.instances.mining import Mined, Places, members_of
from sketch2image.train.instances.settings import PairType

_NEGATIVE = "+new_neg"


class Partners:
    """Every picture in a positive pair and, where the type has them, in a negative one.

    Pairs have numbers: those of the positive ones come first, in the order of the pictures. Hard
    partners are those that `renew` was given last.

    Args:
        labels: (N,) class ids of the pictures.
        pairs: what the pairs are of; names as those of nikosips/met.
    """

    def __init__(self, labels: Labels, pairs: PairType) -> None:
        self._count = len(labels)
        self._classes = _classmates(labels)
        self._positive = _POSITIVES[pairs.removesuffix(_NEGATIVE)]
        self._mined: Mined | None = None
        self.hard = pairs.endswith(_NEGATIVE)
        """Whether there are negative pairs, so that partners are mined."""

    def __len__(self) -> int:
        return 2 * self._count if self.hard else self._count

    def pair(self, number: int, rng: Generator) -> tuple[int, int, bool]:
        """Two pictures, and whether they are of one class.

        Args:
            number: 0 .. len(self) - 1.
            rng: the only source of chance.
        """
        same = number < self._count
        anchor = number % self._count
        choices = self._positive(self, anchor) if same else self._found.negatives[anchor]
        return anchor, int(choices[rng.integers(len(choices))]), same

    def renew(self, mined: Mined) -> None:
        """Take these hard partners from now on."""
        self._mined = mined

    def state(self) -> dict[str, Tensor]:
        """The hard partners, for a checkpoint."""
        found = vars(self._mined) if self._mined else {}
        return {name: torch.from_numpy(places) for name, places in found.items()}

    def load(self, state: Mapping[str, Any]) -> None:
        """Take up such a state."""
        if state:
            self.renew(Mined(**{name: places.cpu().numpy() for name, places in state.items()}))

    @property
    def _found(self) -> Mined:
        if self._mined is None:
            raise RuntimeError("pairs are asked for before any partners were mined")
        return self._mined

    def _itself(self, anchor: int) -> Places:
        return np.array([anchor])

    def _of_class(self, anchor: int) -> Places:
        return self._classes[anchor]

    def _closest(self, anchor: int) -> Places:
        return self._found.positives[anchor]


_POSITIVES: dict[str, Callable[[Partners, int], Places]] = {
    "sim_siam_pos": Partners._itself,
    "pos": Partners._of_class,
    "new_pos": Partners._closest,
}
"""Pictures of which one is drawn for a positive pair; the picture itself is always among them."""


def _classmates(labels: Labels) -> dict[int, Places]:
    return {int(one): members for members in members_of(labels) for one in members}
