"""Finding the pictures of a gallery that look like a query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paper import whiten_paper
from sketch2image.core.types import Image, Match, QueryKind, SearchAnswer
from sketch2image.gallery.fusion import fuse, normalized
from sketch2image.gallery.gallery import Gallery
from sketch2image.gallery.kind import guess_kind
from sketch2image.gallery.protocol import Encoder, Ids, VectorIndex

WORDS = "words"
"""The kind of a query by words, in `Encoder.weak_below`; and their name in `Match.parts`."""

PICTURE = "picture"
"""What the picture of a query is called in `Match.parts`."""

_SPARE = 16
"""Vectors asked for beyond k, so that ties at the edge are seen and broken by path."""


class QueryPart(NamedTuple):
    """One picture of a query that has several; (H, W, 3) uint8 RGB; `name` is for `Match.parts`."""

    image: Image
    kind: QueryKind = QueryKind.auto
    weight: float = 1.0
    name: str = PICTURE


class WordsPart(NamedTuple):
    """Class names with their chances, as one part of a query; `name` is for `Match.parts`."""

    chances: Mapping[str, float]
    weight: float = 1.0
    name: str = WORDS


class FusedQuery(NamedTuple):
    """A query that its encoder fused; `parts` are for `Match.parts`.

    Attributes:
        vector: (D,) unit row.
        parts: (D,) unit rows by name, the one of most weight first.
        mark: cosine below which a match is weak.
    """

    vector: NDArray[np.float32]
    parts: Mapping[str, NDArray[np.float32]]
    mark: float


def search_fused(
    gallery: Gallery, encoder: Encoder, asked: FusedQuery, k: int
) -> tuple[Match, ...]:
    """The k pictures most like a query that was fused by its encoder.

    Raises:
        UserError: as `search`.
    """
    index = _index(gallery, encoder, k)
    vectors = np.stack(list(asked.parts.values()))
    even = np.ones(len(vectors), np.float32)
    return _matches(
        gallery, index, asked.vector, _Parts(vectors, even, tuple(asked.parts), asked.mark), k
    )


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
    asked = [
        _Parts(vector[None], np.ones(1, np.float32), (PICTURE,), encoder.weak_below[known])
        for vector, known in zip(vectors, kinds, strict=True)
    ]
    return [
        _answer(gallery, index, parts, known, k) for parts, known in zip(asked, kinds, strict=True)
    ]


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
    given: list[QueryPart | WordsPart] = [*parts]
    marks = [encoder.weak_below[kind] for kind in kinds]
    if words and (meant := _meant(encoder, words)) is not None:
        vectors = np.concatenate([vectors, meant[None]])
        given, marks = [*given, words], [*marks, encoder.weak_below[WORDS]]
    weights = normalized([part.weight for part in given])
    names = tuple(part.name for part in given)
    asked = _Parts(vectors, weights, names, float(weights @ np.array(marks, np.float32)))
    kind = kinds[int(np.argmax(weights[: len(kinds)]))] if kinds else QueryKind.photo
    return _answer(gallery, index, asked, kind, k)


def resolve_kind(image: Image, kind: QueryKind) -> QueryKind:
    """`kind`, or what the picture looks like where it is `auto`."""
    return guess_kind(image) if kind is QueryKind.auto else kind


def _meant(encoder: Encoder, words: WordsPart) -> NDArray[np.float32] | None:
    """The direction of some words together, each as far as it is likely."""
    rows = encoder.encode_words(list(words.chances))
    mean = np.array(list(words.chances.values()), np.float32) @ rows
    length = float(np.linalg.norm(mean))
    return mean / length if length > 0 else None


class _Parts(NamedTuple):
    """(N, D) vectors of a query's parts, their (N,) weights and names, and the mark of a match."""

    vectors: NDArray[np.float32]
    weights: NDArray[np.float32]
    names: tuple[str, ...]
    mark: float


class _Hit(NamedTuple):
    score: float
    path: str
    id: int


def _answer(
    gallery: Gallery, index: VectorIndex, asked: _Parts, kind: QueryKind, k: int
) -> SearchAnswer:
    query = fuse(asked.vectors, asked.weights.tolist())
    return SearchAnswer(kind, _matches(gallery, index, query, asked, k), asked.mark)


def _matches(
    gallery: Gallery, index: VectorIndex, query: NDArray[np.float32], asked: _Parts, k: int
) -> tuple[Match, ...]:
    hits = _nearest(gallery, index, query, k)
    cosines = _cosines(index, asked, hits)
    return tuple(
        Match(hit.path, hit.score, rank, hit.score < asked.mark, parts)
        for rank, (hit, parts) in enumerate(zip(hits, cosines, strict=True), 1)
    )


def _cosines(
    index: VectorIndex, asked: _Parts, hits: Sequence[_Hit]
) -> list[tuple[tuple[str, float], ...]]:
    """For each hit the name and the cosine of every part, the one of most weight first."""
    order = np.argsort(-np.abs(asked.weights), kind="stable")
    names = [asked.names[number] for number in order]
    found = index.vectors_of(np.array([hit.id for hit in hits], np.int64))
    rows = np.clip(found @ asked.vectors[order].T, -1, 1).tolist()
    return [tuple(zip(names, row, strict=True)) for row in rows]


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
        _Hit(min(1.0, max(-1.0, score)), path, number)
        for score, number in zip(scores.tolist(), ids.tolist(), strict=True)
        for path in paths.get(number, ())
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.path))


def _nothing(gallery: Gallery) -> UserError:
    if not gallery.count:
        hint = "Put pictures into its folder, or add one with `gallery add FOLDER`."
        return UserError(ErrorKind.gallery, f"gallery {gallery.name} holds no pictures", hint)
    return UserError(
        ErrorKind.gallery,
        f"gallery {gallery.name} has no vectors of this encoder",
        "Add its folders again with `gallery add FOLDER`.",
    )
