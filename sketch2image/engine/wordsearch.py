"""Searching a gallery by words, alone or beside a picture."""

from __future__ import annotations

from collections.abc import Sequence

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.korean import english
from sketch2image.core.labels import label_in
from sketch2image.core.types import Image, SearchAnswer
from sketch2image.core.vocabulary import vocabulary
from sketch2image.engine.request import EQUAL, Balance
from sketch2image.gallery.gallery import Gallery
from sketch2image.gallery.protocol import Encoder
from sketch2image.gallery.search import (
    QueryKind,
    QueryPart,
    WordsPart,
    search_together,
)


def search_words(
    gallery: Gallery,
    encoder: Encoder,
    text: str,
    queries: Sequence[Image],
    kind: QueryKind,
    k: int,
    balance: Balance = EQUAL,
) -> list[SearchAnswer]:
    """The k pictures nearest to a text; with pictures, to each of them and the text together.

    Args:
        gallery, encoder, k: as in `gallery.search.search`.
        text: words; a class name for an encoder that knows only classes.
        queries: (H, W, 3) uint8 RGB pictures; may be none.
        kind: what these are.
        balance: what each picture and the text count.

    Raises:
        UserError: the encoder does not know the words; or as `gallery.search.search`.
    """
    pictured, worded = balance if queries else EQUAL
    words = WordsPart({known_words(encoder, text): 1.0}, worded)
    parts = [[QueryPart(image, kind, pictured)] for image in queries] or [[]]
    return [search_together(gallery, encoder, part, k, words) for part in parts]


def known_words(encoder: Encoder, text: str) -> str:
    """The text as the encoder knows it: itself, in English, or the class that it names.

    Raises:
        UserError: the encoder knows none of these.
    """
    if encoder.encode_words([text]).any():
        return text
    label = label_in(english(text), vocabulary("all"))
    if label is not None and encoder.encode_words([label]).any():
        return label
    hint = "Name one thing, e.g. teapot; or use the full models with `encode_model` openclip-b16."
    raise UserError(ErrorKind.input, f"this encoder does not know {text!r}", hint)
