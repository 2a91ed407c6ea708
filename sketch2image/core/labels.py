"""The sketch vocabulary and the caption sentence made from it."""

from __future__ import annotations

import re
from collections.abc import Sequence

LABELS: tuple[str, ...] = (
    "airplane", "apple", "banana", "bench", "bread", "castle", "cat", "chair", "chicken", "cup",
    "dog", "door", "duck", "fish", "flower", "frog", "hamburger", "hotdog", "lobster", "mushroom",
    "penguin", "pineapple", "pizza", "pretzel", "rabbit", "racket", "seagull", "shoe",
    "skyscraper", "snail", "snake", "spoon", "strawberry", "table", "teapot", "teddy_bear",
    "tree", "window", "wine_bottle",
)  # fmt: skip
"""The 39 classes of the default vocabulary, in alphabetical order."""

TEMPLATE = "convert a {} into a high-resolution color image with a white background"

_SENTENCE = re.compile(r"\bconvert an? (?P<label>.+?) into\b", re.IGNORECASE)


def caption_text(label: str) -> str:
    """The caption sentence of a class, e.g. `convert a teddy bear into a ...`."""
    return TEMPLATE.format(words(label))


def words(label: str) -> str:
    """A class name as people write it: `teddy_bear` becomes `teddy bear`."""
    return label.replace("_", " ")


def one(label: str) -> str:
    """A class with its article: `an apple`, `a teddy bear`."""
    return f"{article(label)} {words(label)}"


def article(text: str) -> str:
    """The indefinite article before a word: `an` before a written vowel."""
    return "an" if text[0].lower() in "aeiou" else "a"


def either(labels: Sequence[str]) -> str:
    """Labels as a question names them: `dog, rabbit or teddy bear`."""
    *most, last = map(words, labels)
    return f"{', '.join(most)} or {last}" if most else last


def label_in(prompt: str, labels: tuple[str, ...] = LABELS) -> str | None:
    """The class a prompt speaks of, or None.

    Understands the caption sentence and free text; the longest class name found wins, so that
    "a wine bottle" is not taken for anything shorter.
    """
    sentence = _SENTENCE.search(prompt)
    text = sentence["label"] if sentence else prompt
    found = [label for label in labels if _names(label).search(text)]
    return max(found, key=len, default=None)


def _names(label: str) -> re.Pattern[str]:
    spaced = r"[\s_-]*".join(map(re.escape, label.split("_")))
    return re.compile(rf"(?<!\w){spaced}(?:e?s)?(?!\w)", re.IGNORECASE)
