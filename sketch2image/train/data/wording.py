"""The sentence of a class, whichever way a data set spells it."""

from __future__ import annotations

from sketch2image.core.labels import caption_text
from sketch2image.core.vocabulary import table
from sketch2image.train.data.collection import plain


def sentence_of(label: str) -> str:
    """The caption sentence of a class: the same for `hot dog`, `Hot-Dog` and `hotdog`."""
    known = {plain(word): word for word in table()["labels"]}
    return caption_text(known.get(plain(label), label))
