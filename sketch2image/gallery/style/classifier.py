"""A classifier of style, ready to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sketch2image.core.types import Image
from sketch2image.gallery.style.bodies import Body, Rows
from sketch2image.gallery.style.scale import Scale

if TYPE_CHECKING:
    from torch import Tensor


class StyleClassifier:
    """A body and a linear layer.

    Args:
        classes: C names.
        body: gives features.
        weight: (C, D) of the layer.
        bias: (C,).
        digest: of its files, 16 hexadecimal digits.
        scale: that features are brought to, for the layer and for comparing; None to leave them.
    """

    def __init__(
        self,
        classes: Sequence[str],
        body: Body,
        weight: Tensor,
        bias: Tensor,
        digest: str,
        scale: Scale | None = None,
    ) -> None:
        self.classes = tuple(classes)
        self._body = body
        self._weight, self._bias = weight.cpu().numpy(), bias.cpu().numpy()
        self._digest = digest
        self._scale = scale

    @property
    def dim(self) -> int:
        """D, the length of a feature."""
        return self._body.dim

    @property
    def fingerprint(self) -> str:
        """Differs whenever features or logits could."""
        return f"{self._digest}-{self._body.fingerprint}"

    def features(self, images: Sequence[Image]) -> Rows:
        """(N, D) penultimate features of N pictures of (H, W, 3) uint8 RGB, any sizes."""
        rows = self._body.features(images)
        return rows if self._scale is None else self._scale.bounded(rows)

    def logits(self, features: Rows) -> Rows:
        """(N, C) outputs for (N, D) features."""
        return (features @ self._weight.T + self._bias).astype(np.float32)


def chances(logits: Rows) -> Rows:
    """(N, C) softmax of (N, C) logits: rows of sum 1."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (shifted / shifted.sum(axis=1, keepdims=True)).astype(np.float32)
