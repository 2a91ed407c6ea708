"""Which works of a collection are worth a closer look: those most alike, by two kinds of vector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Image, Vectors
from sketch2image.detect.overlap import Corners
from sketch2image.gallery.gallery import Gallery
from sketch2image.gallery.local.features import LocalFeatures
from sketch2image.gallery.local.store import FeatureStore
from sketch2image.gallery.protocol import Encoder
from sketch2image.systems.artworks.looks import Look

LENGTH = 50
"""Works looked at closely; half are chosen by the encoder, half by local features."""

_FEWEST = 20
"""Local features that a place in a photo needs for a vector of its own."""


@dataclass(frozen=True)
class Candidate:
    """A picture of the collection.

    Attributes:
        id: of its vector.
        content: sha256 of its bytes.
        likeness: highest cosine, by the encoder, with a look at the photo; -1..1.
    """

    id: int
    content: str
    likeness: float


class Shortlister:
    """Chooses candidates of a gallery that is up to date.

    Args:
        gallery: of the collection.
        encoder: of its vectors.
        store: of its local features.
    """

    def __init__(self, gallery: Gallery, encoder: Encoder, store: FeatureStore) -> None:
        self._encoder = encoder
        index = gallery.index(encoder)
        self._ids, self._vectors = index.ids, index.vectors
        contents = dict(gallery.catalog.contents_of(self._ids.tolist()))
        self._contents = [contents[number] for number in self._ids.tolist()]
        self._store = store

    @property
    def vectors(self) -> Vectors:
        """(N, D) of all pictures."""
        return self._vectors

    def choose(
        self, looks: Sequence[Look], features: LocalFeatures | None, count: int = LENGTH
    ) -> list[Candidate]:
        """At most `count` candidates, the one most alike first.

        Args:
            looks: at the photo.
            features: of the photo; None to go by the encoder alone.
            count: at least 1.
        """
        images: list[Image] = [look.image for look in looks]
        likeness = (self._vectors @ self._encoder.encode_photos(images).T).max(axis=1)
        alike = np.argsort(-likeness, kind="stable")
        chosen = alike[:count]
        if features is not None:
            chosen = _alternating(alike, self._by_features(looks, features), count)
        order = chosen[np.argsort(-likeness[chosen], kind="stable")]
        return [
            Candidate(int(self._ids[row]), self._contents[row], float(likeness[row]))
            for row in order.tolist()
        ]

    def _by_features(self, looks: Sequence[Look], features: LocalFeatures) -> NDArray[np.int64]:
        outlines = [look.outline for look in looks if look.outline is not None]
        parts = [features, *(_inside(features, outline) for outline in outlines)]
        wanted = [self._store.codebook.aggregate(part) for part in parts if len(part) >= _FEWEST]
        if not wanted:
            return np.zeros(0, np.int64)
        return np.argsort(-(self._aggregates @ np.stack(wanted).T).max(axis=1), kind="stable")

    @cached_property
    def _aggregates(self) -> Vectors:
        """Those of the store in the order of the vectors; zeros for pictures without one."""
        contents, aggregates = self._store.aggregates()
        rows = {content: row for row, content in enumerate(contents)}
        aligned = np.zeros((len(self._contents), self._store.codebook.dim), np.float32)
        for place, content in enumerate(self._contents):
            if content in rows:
                aligned[place] = aggregates[rows[content]]
        return aligned


def _alternating(one: NDArray[np.int64], other: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """The first of both orders in turn, each once."""
    turns = [place for pair in zip(one[:count], other[:count], strict=False) for place in pair]
    return np.array(list(dict.fromkeys([*turns, *one[:count]]))[:count], np.int64)


def _inside(features: LocalFeatures, outline: Corners) -> LocalFeatures:
    """Those on the inner side of all four edges."""
    edges = np.roll(outline, -1, axis=0) - outline
    ways = features.points[:, None] - outline
    sides = edges[:, 0] * ways[..., 1] >= edges[:, 1] * ways[..., 0]
    return features.only(np.all(sides, axis=1))
