"""Finding the pictures of a gallery that look like a query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paper import whiten_paper
from sketch2image.core.types import Image, Match, QueryKind
from sketch2image.gallery.fusion import fuse, normalized
from sketch2image.gallery.gallery import Gallery
from sketch2image.gallery.kind import guess_kind
from sketch2image.gallery.protocol import Encoder, Ids, VectorIndex

WORDS = "words"
"""The kind of a query by words, in `Encoder.weak_below`."""

_SPARE = 16
"""Vectors asked for beyond k, so that ties at the edge are seen and broken by path."""


@dataclass(frozen=True)
class SearchAnswer:
    """What was found for one query.

    Attributes:
        kind: what the query was taken for, `sketch` or `photo`; for a query of several parts, the
            kind of the heaviest picture, and `photo` for words alone.
        matches: best first; equal scores in order of path.
    """

    kind: QueryKind
    matches: tuple[Match, ...]


class QueryPart(NamedTuple):
    """One picture of a query that has several; (H, W, 3) uint8 RGB."""

    image: Image
    kind: QueryKind = QueryKind.auto
    weight: float = 1.0


class WordsPart(NamedTuple):
    """Class names with their chances, as one part of a query."""

    chances: Mapping[str, float]
    weight: float = 1.0


def search(
    gallery: Gallery,
    encoder: Encoder,
    queries: Sequence[Image],
    kind: QueryKind = QueryKind.auto,
    k: int = 5,
) -> list[SearchAnswer]:
    """The k pictures most like each query, in the order of the queries.

    Args:
        gallery: brought up to date by the caller (`Gallery.catch_up`).
        encoder: the one the gallery was encoded with.
        queries: (H, W, 3) uint8 RGB pictures of any size.
        kind: what the queries are; `auto` looks at each. Paper under a sketch is made white.
        k: matches wanted; fewer come back only where the gallery holds fewer pictures.

    Raises:
        UserError: k is below 1, or the gallery holds nothing that this encoder can search.
    """
    index = _index(gallery, encoder, k)
    kinds = [resolve_kind(image, kind) for image in queries]
    vectors = _encode(encoder, queries, kinds)
    marks = [encoder.weak_below[known] for known in kinds]
    found = [_nearest(gallery, index, vector, k) for vector in vectors]
    return [SearchAnswer(*parts) for parts in zip(kinds, map(_matches, found, marks), strict=True)]


def search_together(
    gallery: Gallery,
    encoder: Encoder,
    parts: Sequence[QueryPart],
    k: int = 5,
    words: WordsPart | None = None,
) -> SearchAnswer:
    """The k pictures most like all parts of one query, by the weighted mean of their cosines.

    Args:
        gallery, encoder, k: as in `search`.
        parts: for instance the sketch and the picture rendered from it.
        words: what it is called; left out where the encoder knows none of the words.

    Raises:
        UserError: as `search`; or nothing is asked for, or all weights are zero.
    """
    index = _index(gallery, encoder, k)
    kinds = [resolve_kind(part.image, part.kind) for part in parts]
    vectors = _encode(encoder, [part.image for part in parts], kinds)
    given, names = [part.weight for part in parts], [str(kind) for kind in kinds]
    if words and (meant := _meant(encoder, words)) is not None:
        vectors = np.concatenate([vectors, meant[None]])
        given, names = [*given, words.weight], [*names, WORDS]
    weights = normalized(given)
    mark = sum(w * encoder.weak_below[name] for w, name in zip(weights, names, strict=True))
    found = _nearest(gallery, index, fuse(vectors, weights.tolist()), k)
    kind = kinds[int(np.argmax(weights[: len(kinds)]))] if kinds else QueryKind.photo
    return SearchAnswer(kind, _matches(found, float(mark)))


def resolve_kind(image: Image, kind: QueryKind) -> QueryKind:
    """`kind`, or what the picture looks like where it is `auto`."""
    return guess_kind(image) if kind is QueryKind.auto else kind


def _meant(encoder: Encoder, words: WordsPart) -> NDArray[np.float32] | None:
    """The direction of some words together, each as far as it is likely."""
    rows = encoder.encode_words(list(words.chances))
    mean = np.array(list(words.chances.values()), np.float32) @ rows
    length = float(np.linalg.norm(mean))
    return mean / length if length > 0 else None


class _Hit(NamedTuple):
    score: float
    path: str


def _encode(
    encoder: Encoder, images: Sequence[Image], kinds: Sequence[QueryKind]
) -> NDArray[np.float32]:
    vectors = np.empty((len(images), encoder.dim), np.float32)
    sketches = [number for number, kind in enumerate(kinds) if kind is QueryKind.sketch]
    photos = [number for number, kind in enumerate(kinds) if kind is QueryKind.photo]
    if sketches:
        drawings = [whiten_paper(images[number]) for number in sketches]
        vectors[sketches] = encoder.encode_sketches(drawings)
    if photos:
        vectors[photos] = encoder.encode_photos([images[number] for number in photos])
    return vectors


def _index(gallery: Gallery, encoder: Encoder, k: int) -> VectorIndex:
    if k < 1:
        raise UserError(ErrorKind.input, f"cannot find {k} pictures", "Ask for at least 1.")
    index = gallery.index(encoder)
    if not index.count:
        raise _nothing(gallery)
    return index


def _nearest(
    gallery: Gallery, index: VectorIndex, query: NDArray[np.float32], k: int
) -> list[_Hit]:
    return _expand(gallery, *_best(index, query[None], k))[:k]


def _best(
    index: VectorIndex, query: NDArray[np.float32], k: int
) -> tuple[NDArray[np.float32], Ids]:
    scores, ids = index.search(query, k + _SPARE)
    if len(scores[0]) > k and scores[0, k - 1] == scores[0, -1]:
        scores, ids = index.search(query, index.count)
    return scores[0], ids[0]


def _expand(gallery: Gallery, scores: NDArray[np.float32], ids: Ids) -> list[_Hit]:
    paths = gallery.paths_of(ids.tolist())
    hits = [
        _Hit(min(1.0, max(-1.0, score)), path)
        for score, number in zip(scores.tolist(), ids.tolist(), strict=True)
        for path in paths.get(number, ())
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.path))


def _matches(hits: Sequence[_Hit], mark: float) -> tuple[Match, ...]:
    return tuple(
        Match(path, score, rank, weak=score < mark) for rank, (score, path) in enumerate(hits, 1)
    )


def _nothing(gallery: Gallery) -> UserError:
    if not gallery.count:
        hint = "Put pictures into its folder, or add one with `gallery add FOLDER`."
        return UserError(ErrorKind.gallery, f"gallery {gallery.name} holds no pictures", hint)
    return UserError(
        ErrorKind.gallery,
        f"gallery {gallery.name} has no vectors of this encoder",
        "Add its folders again with `gallery add FOLDER`.",
    )
