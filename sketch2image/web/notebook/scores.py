"""How often words, drawings and both find the thing, as P@5 and P@10."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sketch2image.core.labels import LABELS, words
from sketch2image.core.sketch import Sketch
from sketch2image.engine.sketches import sample_sketch
from sketch2image.web.notebook.retrieval import Found, Retrieval, class_of, hurried

SUBJECTS = LABELS[::5]
"""Every fifth class: a choice that nobody made."""

CUTOFFS = (5, 10)


@dataclass(frozen=True)
class _Asked:
    label: str
    whole: Sketch
    begun: Sketch
    caption: str
    """Of the drawing that was only begun."""


_Way = Callable[[Retrieval, _Asked], Found]
_WAYS: dict[str, _Way] = {
    "words": lambda search, asked: search.find(words(asked.label)),
    "drawing": lambda search, asked: search.find(sketch=asked.whole),
    "first two strokes": lambda search, asked: search.find(sketch=asked.begun),
    "first two strokes and their caption": lambda search, asked: search.find(
        words(asked.caption), asked.begun
    ),
    "first two strokes and words": lambda search, asked: search.find(
        words(asked.label), asked.begun
    ),
}
"""Rows of the table, from their names."""


def measured(
    search: Retrieval, subjects: Sequence[str] = SUBJECTS, seed: int = 0
) -> dict[str, tuple[float, ...]]:
    """P@5 and P@10 for each way of asking, the mean over one query for each class.

    Args:
        search: finds at least ten pictures, in files named after their class.
        subjects: classes; each is drawn for the purpose.
        seed: of the drawings.

    Raises:
        UserError: there is no such subject, or as `Retrieval.find`.
    """
    asked = [_asked(search, label, seed) for label in subjects]
    answers = {name: [way(search, one) for one in asked] for name, way in _WAYS.items()}
    return {
        name: tuple(precision(found, subjects, cutoff) for cutoff in CUTOFFS)
        for name, found in answers.items()
    }


def precision(found: Iterable[Found], labels: Sequence[str], k: int) -> float:
    """P@k: the mean share of pictures of the wanted class among the first k, 0..1."""
    shares = [
        sum(class_of(match.path) == label for match in one.matches[:k]) / k
        for one, label in zip(found, labels, strict=True)
    ]
    return float(np.mean(shares))


def _asked(search: Retrieval, label: str, seed: int) -> _Asked:
    whole = sample_sketch(label, seed)
    begun = hurried(whole)
    caption = search.models.use(lambda parts: parts.captioner.caption(begun))
    return _Asked(label, whole, begun, caption.label)
