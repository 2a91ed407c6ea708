"""The words that captions tell: what a classifier of TASK-former learns to find."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_EMPTY = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "into", "is", "it", "its", "of", "off"}
    | {"on", "or", "out", "over", "that", "the", "this", "to", "up", "with"}
)
"""Words that tell nothing about a picture."""


@dataclass(frozen=True)
class Told:
    """The most frequent words of captions.

    Attributes:
        words: the most frequent first; of equal ones in the order of the alphabet.
    """

    words: tuple[str, ...]

    @classmethod
    def most_frequent(cls, texts: Iterable[str], most: int) -> Told:
        """At most so many words; every caption counts a word once."""
        counts = Counter(word for text in texts for word in _words(text))
        ranked = sorted(counts, key=lambda word: (-counts[word], word))
        return cls(tuple(ranked[:most]))

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(N, L): 1 for the words that each text has, else 0."""
        said = [_words(text) for text in texts]
        rows = [[float(word in one) for word in self.words] for one in said]
        return np.array(rows, np.float32).reshape(len(texts), len(self.words))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold())) - _EMPTY
