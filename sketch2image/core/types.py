"""Answers that travel between the parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.query import QueryKind

__all__ = ["Caption", "Guess", "Image", "Match", "QueryKind", "SearchAnswer", "Vectors"]

Image = NDArray[np.uint8]
"""(H, W, 3) RGB, 0..255."""

Vectors = NDArray[np.float32]
"""(N, D), rows of unit length."""


@dataclass(frozen=True)
class Guess:
    """A class and how sure the captioner is of it, 0..1."""

    label: str
    score: float


@dataclass(frozen=True)
class Caption:
    """What a sketch shows.

    Attributes:
        text: the caption sentence, which is also the prompt.
        label: best guess.
        score: how likely `label` is, 0..1; calibrated by the lite captioner, by BLIP the share of
            its sentences.
        sure: whether `score` is above the captioner's own threshold.
        alternatives: five best classes, best first, `label` among them.
    """

    text: str
    label: str
    score: float
    sure: bool
    alternatives: tuple[Guess, ...]


@dataclass(frozen=True)
class Match:
    """One picture found.

    Attributes:
        path: as the gallery was given it.
        score: cosine similarity, -1..1; for a fused query the weighted mean of its parts.
        rank: 1 is best.
        weak: whether the score lies below the encoder's relevance mark.
        parts: (name, cosine) for each part of the query, the one of most weight first.
    """

    path: str
    score: float
    rank: int
    weak: bool
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class SearchAnswer:
    """What was found for one query.

    Attributes:
        kind: what the query was taken for, `sketch` or `photo`; for a query of several parts, the
            kind of the heaviest picture, and `photo` for words alone.
        matches: best first; equal scores in order of path.
        mark: score below which matches are weak; None where it is not known.
    """

    kind: QueryKind
    matches: tuple[Match, ...]
    mark: float | None = None
