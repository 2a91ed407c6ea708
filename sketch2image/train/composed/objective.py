"""The loss of a batch: finding by both, finding by each alone, and the two of TASK-former."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from sketch2image.train.composed.heads import Learned, asymmetric
from sketch2image.train.composed.settings import Settings
from sketch2image.train.contrastive.losses import info_nce, inverse_temperature

Batch = Mapping[str, Tensor]
"""As `examples.Examples` makes it."""


def losses(learned: Learned, batch: Batch, settings: Settings) -> dict[str, Tensor]:
    """Scalars by name: `loss`, which is to fall, and what it is made of.

    A sketch, alone or with words, means its own photo. Words alone mean every photo of the batch
    with that caption. The weights of TASK-former are 1, 0.1 and 0.01 of 1.11 in all (100, 10 and 1
    of 111; Sangkloy et al., ECCV 2022); `alone` is not in it.

    Args:
        learned: in training mode.
        batch: on its device.
        settings: `alone`, `classify` and `describe` count.
    """
    network = learned.network
    photos, sketches = network.pictures(batch["photos"], batch["sketches"])
    words = network.words(batch["tokens"])
    scale = inverse_temperature(network.log_scale)
    own = torch.eye(len(photos), dtype=torch.bool, device=photos.device)
    same = batch["said"][:, None] == batch["said"]
    with torch.autocast(photos.device.type, enabled=False):
        both = network.compose(words, sketches)
        parts = {"both": info_nce(both @ photos.T, own, ~own, scale)}
        if settings.alone:
            by_sketch = info_nce(sketches @ photos.T, own, ~own, scale)
            by_words = info_nce(words @ photos.T, same, ~same, scale)
            parts |= {"sketch": by_sketch, "words": by_words}
        if learned.classifier is not None:
            rows = [learned.classifier(one) for one in (photos, sketches, words)]
            told = [asymmetric(one, batch["labels"]) for one in rows]
            parts["labels"] = torch.stack(told).mean()
    if learned.writer is not None:
        parts["caption"] = learned.writer(both, batch["tokens"])
    return {"loss": _weighed(parts, settings), **parts, "temperature": 1 / scale}


def _weighed(parts: Mapping[str, Tensor], settings: Settings) -> Tensor:
    weights = {
        "both": 1.0, "sketch": settings.alone, "words": settings.alone,
        "labels": settings.classify, "caption": settings.describe,
    }  # fmt: skip
    weighed = torch.stack([weights[name] * part for name, part in parts.items()])
    return weighed.sum() / sum(weights[name] for name in parts)
