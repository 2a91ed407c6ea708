"""From what a captioner writes to the class it means."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sketch2image.core.labels import label_in
from sketch2image.core.vocabulary import table

_TEMPLATE = re.compile(r"\bconvert (?P<thing>.+?)(?: in ?to\b.*)?$")
_MADE_UP = re.compile(r"\ba?raf\w+ ")
"""BLIP large is known to open captions with made-up words such as "araffe"."""

_MANNERS = (
    "and|black|cartoon|child's|close-up|color|colored|crude|detailed|digital|drawn|freehand|gray|"
    "grayscale|grey|hand|hand-drawn|ink|line|minimalist|old|outline|pen|pencil|rough|simple|small|"
    "stylized|vector|vintage|white|black-and-white"
)
_PICTURES = (
    "cartoon|clip ?art|doodle|drawing|icon|illustration|image|logo|outline|painting|photo|"
    "photograph|picture|silhouette|sketch"
)
_ARTICLE = "an?|one|some|the"
_AROUND = (
    "against|and|at|by|drawn|for|from|hanging|holding|in|inside|is|laying|lying|made|near|next|of|"
    "on|over|sitting|standing|that|under|which|with"
)
_FRAME = re.compile(
    rf"^(?:(?:it|there|this) is )?(?:(?:{_ARTICLE}) )?"
    rf"(?:(?:(?:{_MANNERS}) )*(?:{_PICTURES}) (?:(?:of|showing) |(?=$|(?:{_AROUND}) )))?"
    rf"(?:(?:{_ARTICLE}) )?"
)
_REST = re.compile(rf"(?:(?:^| )(?:{_AROUND}) |[.,:;]).*$")


def label_of(text: str, vocabulary: tuple[str, ...]) -> str | None:
    """The class a generated caption names, or None where it names nothing.

    Reads the training template ("convert a teddy bear into a high - resolution ...", however it
    ends) and free captions ("a drawing of a cat on a white background"). The thing itself counts
    before what stands around it.

    Args:
        text: as decoded, with the spaces that BERT puts around punctuation.
        vocabulary: labels to choose from.

    Returns:
        A label of the vocabulary; where none fits, the noun phrase, written as labels are.
    """
    tidy = _tidy(text)
    thing = thing_in(tidy)
    named = _as_label(thing)
    if named in vocabulary:
        return named
    known = _synonym(thing, vocabulary) or label_in(thing, vocabulary)
    return known or label_in(tidy, vocabulary) or named


def labels_in(sentences: Iterable[str]) -> tuple[str, ...]:
    """The classes that training sentences name, sorted: the vocabulary of what learned them."""
    named = {label_of(sentence, ()) for sentence in sentences}
    return tuple(sorted(label for label in named if label))


def thing_in(text: str) -> str:
    """The noun phrase a caption is about: "a sketch of a red cup on a table" gives "red cup"."""
    sentence = _TEMPLATE.search(text)
    phrase = sentence["thing"] if sentence else _MADE_UP.sub("", text)
    return _REST.sub("", _FRAME.sub("", f"{phrase.rstrip(' .')} ")).strip()


def _tidy(text: str) -> str:
    """Lower case, without the spaces that BERT puts around punctuation."""
    joined = re.sub(r"\s*([-'’])\s*", r"\1", text.lower())
    return " ".join(re.sub(r"(?<=\()\s+|\s+(?=[.,)])", "", joined).split())


def _synonym(thing: str, vocabulary: tuple[str, ...]) -> str | None:
    """What other collections call a class: a mug is a cup, a hot dog a hotdog."""
    label = table()["quickdraw"].get(thing) or table()["caltech101"].get(_as_label(thing))
    return label if label in vocabulary else None


def _as_label(thing: str) -> str | None:
    return "_".join(word for word in thing.split() if re.search(r"\w", word)) or None
