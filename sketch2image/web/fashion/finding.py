"""From what the form says to what the page shows."""

from __future__ import annotations

from collections.abc import Sequence

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paper import sketch_on
from sketch2image.core.types import Image, Match
from sketch2image.web.fashion.worker import Worker
from sketch2image.web.given import given_picture, given_words, without_folders
from sketch2image.web.limits import Limits
from sketch2image.web.view import View, search_view

RESULTS = 10


class Finding:
    """Answers the forms of the page.

    Args:
        finder: finds.
        gallery: what it looks through, as visitors are told.
        limits: of what may be asked.
    """

    def __init__(self, finder: Worker, gallery: str, limits: Limits) -> None:
        self._finder = finder
        self._gallery = gallery
        self._limits = limits

    def find(self, path: str | None, text: str | None, weight: float) -> View:
        """The ten pictures nearest to a sketch, words, or both.

        Args:
            path: of the sketch that was sent; None for none. An empty page is none too.
            text: words; empty for none.
            weight: share of the sketch, 0..1, where there are both.

        Raises:
            UserError: there is neither a sketch nor a word, or the sketch cannot be read.
        """
        words = given_words(text)
        sketch = self._sketch(path)
        if sketch is None and not words:
            hint = "Draw the shape, say what it is, or both."
            raise UserError(ErrorKind.input, "there is no sketch and no word", hint)
        matches = self._found(sketch, words, weight)
        return search_view(matches, _asked(sketch, words), self._facts(sketch, words, weight))

    def _found(self, sketch: Image | None, words: str, weight: float) -> Sequence[Match]:
        try:
            return self._finder.find(sketch, words, weight, RESULTS)
        except UserError as error:
            message, hint = map(without_folders, (error.message, error.hint))
            raise UserError(error.kind, message, hint) from error

    def _sketch(self, path: str | None) -> Image | None:
        if not path:
            return None
        sketch = sketch_on(given_picture(path, self._limits))
        return None if sketch.is_empty else sketch.raster

    def _facts(self, sketch: Image | None, words: str, weight: float) -> str:
        if sketch is None or not words:
            return self._gallery
        return f"{self._gallery} · weight of the sketch {weight:.2f}"


def _asked(sketch: Image | None, words: str) -> str:
    said = [*(["your sketch"] if sketch is not None else []), *([f"“{words}”"] if words else [])]
    return " and ".join(said)
