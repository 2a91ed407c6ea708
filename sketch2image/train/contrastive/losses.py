"""Losses on the cosines between the sketches and the photos of a batch.

Throughout, `cosines` is (S, P): sketches by photos. The first S photos are the sketches' own, in
their order; more photos may follow.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, relu

Mask = Tensor
"""(S, P) bool."""

_MOST = 100.0
"""Highest inverse temperature: as CLIP has it (Radford et al., 2021)."""


def inverse_temperature(logarithm: Tensor) -> Tensor:
    """What cosines are multiplied with, 1 .. 100, of its learned logarithm."""
    return logarithm.exp().clamp(1.0, _MOST)


def info_nce(cosines: Tensor, positive: Mask, negative: Mask, scale: Tensor) -> Tensor:
    """InfoNCE from sketches to photos and back, the mean of both.

    With several positives the mean of their log-likelihoods counts (Khosla et al., Supervised
    Contrastive Learning, NeurIPS 2020, their L_out); with one it is CLIP's loss. What is neither
    positive nor negative takes no part.

    Args:
        cosines: (S, P).
        positive: pairs that belong together.
        negative: pairs that do not.
        scale: inverse temperature.

    Returns:
        Scalar. Photos without a sketch here are only negatives.
    """
    logits = (cosines * scale).masked_fill(~(positive | negative), -torch.inf)
    there, back = _likelihood(logits, positive), _likelihood(logits.T, positive.T)
    return -(there + back) / 2


def triplet(
    cosines: Tensor, negative: Mask, margin: float, choose: Callable[[Tensor, Mask], Tensor]
) -> Tensor:
    """Mean of max(0, d(sketch, own photo) - d(sketch, wrong photo) + margin), d = 1 - cosine.

    Args:
        cosines: (S, P).
        negative: wrong pairs.
        margin: 0..2.
        choose: one of `NEGATIVES`.

    Returns:
        Scalar, over the sketches that have a wrong photo in the batch; 0 where none has.
    """
    own = cosines.diagonal()
    wrong = cosines.gather(1, choose(cosines.detach(), negative)[:, None])[:, 0]
    usable = negative.any(dim=1)
    return (relu(wrong - own + margin) * usable).sum() / usable.sum().clamp(min=1)


def naming(vectors: Tensor, names: Tensor, labels: Tensor, scale: Tensor) -> Tensor:
    """Cross-entropy of a picture's class by the vectors of the classes' names.

    Second term of the LVM recipe (Sain et al., CVPR 2023).

    Args:
        vectors: (N, D) unit rows of sketches and photos.
        names: (C, D) unit rows of the classes' names.
        labels: (N,) int64, positions of the classes.
        scale: inverse temperature.
    """
    return cross_entropy(vectors @ names.T * scale, labels)


def _likelihood(logits: Tensor, positive: Mask) -> Tensor:
    """Mean log-likelihood of the positives, over the rows that have some."""
    counts = positive.sum(dim=1)
    log = logits.log_softmax(dim=1).masked_fill(~positive, 0.0)
    rows = log.sum(dim=1) / counts.clamp(min=1)
    return rows.sum() / (counts > 0).sum()


def _random(_: Tensor, negative: Mask) -> Tensor:
    """Any; among all where a row has none, which then does not count."""
    chances = negative.float() + ~negative.any(dim=1, keepdim=True)
    return torch.multinomial(chances, 1)[:, 0]


def _hardest(cosines: Tensor, negative: Mask) -> Tensor:
    return cosines.masked_fill(~negative, -torch.inf).argmax(dim=1)


def _semi_hard(cosines: Tensor, negative: Mask) -> Tensor:
    """The nearest of those farther away than the own photo; without one, the farthest.

    Schroff et al., FaceNet (2015).
    """
    own = cosines.diagonal()[:, None]
    farther = negative & (cosines < own)
    farthest = cosines.masked_fill(~negative, torch.inf).argmin(dim=1)
    return torch.where(farther.any(dim=1), _hardest(cosines, farther), farthest)


NEGATIVES: dict[str, Callable[[Tensor, Mask], Tensor]] = {
    "random": _random,
    "semi-hard": _semi_hard,
    "hardest": _hardest,
}
"""From (S, P) cosines and wrong pairs to the (S,) positions of one wrong photo each."""
