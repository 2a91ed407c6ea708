"""What a gallery asks of an encoder and of a vector index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Image, Vectors

PICTURE_SIDE = 512
"""Longest side, in pixels, at which gallery pictures and queries are decoded for an encoder."""

Ids = NDArray[np.int64]
"""(N,) ids of vectors; never reused within one gallery."""


class Encoder(Protocol):
    """Turns photos and sketches into vectors of one shared space."""

    @property
    def fingerprint(self) -> str:
        """Digest of weights and preprocessing: equal fingerprints give equal vectors."""
        ...

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    @property
    def weak_below(self) -> Mapping[str, float]:
        """For `sketch`, `photo` and `words` queries, the cosine below which a match is weak."""
        ...

    def encode_photos(self, images: Sequence[Image]) -> Vectors:
        """(N, dim) float32 unit rows for N pictures of (H, W, 3) uint8 RGB, any sizes."""
        ...

    def encode_sketches(self, images: Sequence[Image]) -> Vectors:
        """(N, dim) float32 unit rows for N drawings of (H, W, 3) uint8 RGB, any sizes."""
        ...

    def encode_words(self, labels: Sequence[str]) -> Vectors:
        """(N, dim) float32 unit rows for N class names; zero rows for those it does not know."""
        ...


class VectorIndex(Protocol):
    """Nearest vectors by inner product, bound to ids."""

    @property
    def count(self) -> int:
        """Vectors held."""
        ...

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Put (N, dim) float32 vectors under (N,) ids that are not held yet."""
        ...

    def remove(self, ids: Ids) -> None:
        """Drop the vectors of these ids; unknown ids are passed over."""
        ...

    def search(self, queries: NDArray[np.float32], k: int) -> tuple[NDArray[np.float32], Ids]:
        """Best k of each query: (Q, K) inner products, descending, and (Q, K) ids.

        K is `k`, or `count` where fewer vectors are held.
        """
        ...

    def vectors_of(self, ids: Ids) -> Vectors:
        """(N, dim) vectors of N ids that are held, in their order."""
        ...
