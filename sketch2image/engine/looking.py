"""A gallery searched by pictures or words, without a sketch to caption and render."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sketch2image.core.progress import Progress, Report, silent
from sketch2image.core.types import SearchAnswer
from sketch2image.engine.request import Query
from sketch2image.engine.wordsearch import search_words
from sketch2image.gallery.gallery import open_gallery
from sketch2image.gallery.search import search

if TYPE_CHECKING:
    from sketch2image.engine.parts import Parts

__all__ = ["Query", "SearchAnswer", "look_up"]


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
