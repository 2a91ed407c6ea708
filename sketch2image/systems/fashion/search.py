"""Finding garments by a sketch, by words, or by both."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sketch2image.core.closing import Closing
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paper import whiten_paper
from sketch2image.core.types import Image, Match, QueryKind, Vectors
from sketch2image.gallery.composed.encoder import ComposedEncoder
from sketch2image.gallery.composed.names import EVEN
from sketch2image.gallery.gallery import Gallery
from sketch2image.gallery.search import WORDS, FusedQuery, search_fused
from sketch2image.systems.fashion.wardrobe import DEFAULT, noted, opened_place

SKETCH = "sketch"
"""What the sketch of a query is called in `Match.parts`."""


class Finder(Closing):
    """An open gallery of garments, and its encoder.

    Args:
        gallery_name: as `fashion index` made it.
        model: another encoder than the one that it was made with.

    Raises:
        UserError: there is no such gallery, or its encoder cannot be opened.
    """

    def __init__(self, gallery_name: str = DEFAULT, model: Path | None = None) -> None:
        self.gallery = _opened(gallery_name)
        try:
            place = str(model) if model else noted(self.gallery)
            self.encoder = ComposedEncoder(opened_place(place))
        except BaseException:
            self.gallery.close()
            raise

    def close(self) -> None:
        """Close the gallery; safe to call twice."""
        self.gallery.close()

    def find(
        self, sketch: Image | None, text: str = "", weight: float = EVEN, k: int = 10
    ) -> tuple[Match, ...]:
        """The k garments most like what is asked for; an empty text is no text.

        Args:
            sketch: (H, W, 3) uint8 RGB of any size, dark lines on a light ground; or None.
            text: words in English or Korean.
            weight: of the sketch beside words, 0..1; 0.5 is the fusion as it was trained.
            k: matches wanted.

        Raises:
            UserError: nothing is asked for, the sketch is empty, `weight` is none, the gallery
                holds no vectors of this encoder, or a Korean word is not known.
        """
        asked = self._asked(sketch, text.strip(), weight)
        return search_fused(self.gallery, self.encoder, asked, k)

    def _asked(self, sketch: Image | None, text: str, weight: float) -> FusedQuery:
        marks = self.encoder.weak_below
        if not 0 <= weight <= 1:
            message = f"a sketch cannot count {weight:g}"
            raise UserError(ErrorKind.input, message, "Give it a weight of 0 to 1.")
        drawn = None if sketch is None else self._drawn(sketch)
        said = self.encoder.encode_words([text]) if text else None
        if drawn is not None and said is not None:
            both = self.encoder.compose(said, drawn, weight)
            mark = weight * marks[QueryKind.sketch] + (1 - weight) * marks[WORDS]
            return FusedQuery(both[0], {SKETCH: drawn[0], WORDS: said[0]}, mark)
        if drawn is not None:
            return FusedQuery(drawn[0], {SKETCH: drawn[0]}, marks[QueryKind.sketch])
        if said is not None:
            return FusedQuery(said[0], {WORDS: said[0]}, marks[WORDS])
        hint = "Name a drawing with --sketch, words with --text, or both."
        raise UserError(ErrorKind.input, "nothing is asked for", hint)

    def _drawn(self, sketch: Image) -> Vectors:
        return np.asarray(self.encoder.encode_sketches([whiten_paper(sketch)]))


def _opened(name: str) -> Gallery:
    try:
        return Gallery.named(name)
    except UserError as error:
        hint = "Make one with `fashion index DIR --model RUN`."
        raise UserError(error.kind, error.message, hint) from error
