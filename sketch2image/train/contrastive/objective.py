"""The loss of a batch: the settings' terms, added up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import permutations

import torch
from torch import Tensor
from torch.nn.functional import normalize, relu

from sketch2image.gallery.towers import Branch, Towers
from sketch2image.train.contrastive.losses import (
    NEGATIVES,
    Mask,
    info_nce,
    inverse_temperature,
    naming,
    triplet,
)
from sketch2image.train.contrastive.settings import Settings

Batch = Mapping[str, Tensor]
"""As `examples.Pairs` makes it."""

_ORDERS = tuple(permutations(range(4)))
"""Of the quarters of a picture."""


class Objective:
    """What the towers are taught.

    Args:
        settings: `goal`, `loss` and what belongs to them, `words` and `shuffle` count.
        names: (C, D) unit rows of the classes' names, where `words` weighs something.
    """

    def __init__(self, settings: Settings, names: Tensor | None = None) -> None:
        self._settings = settings
        self._names = names

    def __call__(self, towers: Towers, batch: Batch, log_scale: Tensor) -> dict[str, Tensor]:
        """Scalars by name: `loss`, which is to fall, and what it is made of.

        Args:
            towers: in training mode.
            batch: on their device.
            log_scale: logarithm of the inverse temperature; shown only where it is learned.
        """
        sketches = _unit(towers, "sketch", batch["sketches"])
        photos = _unit(towers, "photo", batch["photos"])
        scale = inverse_temperature(log_scale)
        with torch.autocast(sketches.device.type, enabled=False):
            parts = {"match": self._match(sketches @ photos.T, batch, scale)}
            if self._names is not None:
                vectors = torch.cat([sketches, photos])
                labels = torch.cat([batch["sketch_label"], batch["photo_label"]])
                parts["names"] = naming(vectors, self._names, labels, scale)
        if self._settings.shuffle:
            parts["shuffle"] = self._shuffle(towers, batch)
        weights = {"match": 1.0, "names": self._settings.words, "shuffle": self._settings.shuffle}
        total = torch.stack([weights[name] * part for name, part in parts.items()]).sum()
        learned = {"temperature": 1 / scale} if log_scale.requires_grad else {}
        return {"loss": total, **(parts if len(parts) > 1 else {}), **learned}

    def _match(self, cosines: Tensor, batch: Batch, scale: Tensor) -> Tensor:
        positive, negative = pairs(batch, self._settings)
        if self._settings.loss == "info-nce":
            return info_nce(cosines, positive, negative, scale)
        choose = NEGATIVES[self._settings.negatives]
        return triplet(cosines, negative, self._settings.margin, choose)

    def _shuffle(self, towers: Towers, batch: Batch) -> Tensor:
        """A sketch in quarters is nearer to its photo in the same order than in another one.

        Of the LVM recipe by instance (Sain et al., CVPR 2023); the orders are drawn for each batch.
        """
        same, other = (_ORDERS[place] for place in torch.randperm(len(_ORDERS))[:2])
        own = batch["photos"][: len(batch["sketches"])]
        sketches = _unit(towers, "sketch", shuffled(batch["sketches"], same))
        right = _unit(towers, "photo", shuffled(own, same))
        wrong = _unit(towers, "photo", shuffled(own, other))
        nearer = (sketches * (right - wrong)).sum(dim=1)
        return relu(self._settings.margin - nearer).mean()


def pairs(batch: Batch, settings: Settings) -> tuple[Mask, Mask]:
    """Which sketches and photos of a batch belong together, and which do not."""
    if settings.goal == "instance":
        same = batch["sketch_instance"][:, None] == batch["photo_instance"]
        return same, ~same
    same = batch["sketch_label"][:, None] == batch["photo_label"]
    own = torch.eye(*same.shape, dtype=torch.bool, device=same.device)
    if settings.loss == "triplet":
        return own, ~same
    return _SAME_CLASS[settings.same_class](own, same)


_SAME_CLASS: dict[str, Callable[[Mask, Mask], tuple[Mask, Mask]]] = {
    "positives": lambda _, same: (same, ~same),
    "left out": lambda own, same: (own, ~same),
    "negatives": lambda own, _: (own, ~own),
}


def shuffled(pixels: Tensor, order: Sequence[int]) -> Tensor:
    """(N, C, S, S) pictures with their quarters in this order; S is even."""
    rows = pixels.unflatten(3, (2, -1)).unflatten(2, (2, -1))
    quarters = rows.permute(2, 4, 0, 1, 3, 5).flatten(0, 1)[list(order)]
    halves = torch.cat([quarters[0::2], quarters[1::2]], dim=4)
    return torch.cat([halves[0], halves[1]], dim=2)


def _unit(towers: Towers, branch: Branch, pixels: Tensor) -> Tensor:
    return normalize(towers.features(branch, pixels).float(), dim=1)
