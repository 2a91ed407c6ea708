"""A gallery searched by pictures or words, without a sketch to caption and render."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sketch2image.core import defaults
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.parts import ENCODER, WORDS
from sketch2image.core.progress import Progress, Report, silent
from sketch2image.core.types import Image, QueryKind
from sketch2image.engine.parts import Parts
from sketch2image.engine.wordsearch import EQUAL, Balance, search_words
from sketch2image.gallery.gallery import open_gallery
from sketch2image.gallery.search import SearchAnswer, search

__all__ = ["Query", "SearchAnswer", "look_up"]


@dataclass(frozen=True, eq=False)
class Query:
    """What is looked for.

    Attributes:
        gallery: name or folder.
        images: (H, W, 3) uint8 RGB pictures, each looked up by itself; may be none.
        kind: what these are.
        text: words, alone or beside each picture; may be empty.
        k: matches wanted.
        balance: what each picture and the words count, where there are both.
    """

    gallery: str
    images: Sequence[Image] = ()
    kind: QueryKind = QueryKind.auto
    text: str = ""
    k: int = defaults.MATCHES
    balance: Balance = EQUAL

    def __post_init__(self) -> None:
        """Refuse a query that looks for nothing.

        Raises:
            UserError: there is neither a picture nor a word.
        """
        if not self.images and not self.text.strip():
            hint = "Name a picture, or give --text."
            raise UserError(ErrorKind.input, "nothing to search for", hint)

    @property
    def needed(self) -> tuple[str, ...]:
        """Parts that the answer needs."""
        return (ENCODER, WORDS) if self.text.strip() else (ENCODER,)


def look_up(parts: Parts, query: Query, report: Report = silent) -> list[SearchAnswer]:
    """The matches of each picture, or of the words alone.

    Args:
        parts: of which the encoder works.
        query: what is looked for.
        report: progress; may raise `Cancelled`.

    Raises:
        UserError: the gallery cannot be opened or is empty, or the encoder does not know the
            words.
    """
    with open_gallery(query.gallery) as gallery:
        report(Progress("index", 0, 2, "looking for new pictures"))
        gallery.catch_up(parts.encoder, report)
        report(Progress("search", 1, 2, "searching the gallery"))
        if query.text.strip():
            return search_words(
                gallery, parts.encoder, query.text, query.images, query.kind, query.k,
                query.balance,
            )  # fmt: skip
        return search(gallery, parts.encoder, query.images, query.kind, query.k)
