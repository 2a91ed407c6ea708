"""Searching a gallery by words, by a drawing and by both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Match, QueryKind
from sketch2image.engine.looking import Query, look_up
from sketch2image.engine.tiers import Tiers
from sketch2image.web.notebook.saying import Line
from sketch2image.web.notebook.showing import png
from sketch2image.web.notebook.strip import strip


@dataclass(frozen=True, eq=False)
class Found:
    """What a query found; a notebook shows it as a strip.

    Attributes:
        matches: best first.
        text: words of the query, or empty.
        sketch: drawing of the query, or None.
        right: paths known to be right.
    """

    matches: tuple[Match, ...]
    text: str = ""
    sketch: Sketch | None = None
    right: frozenset[str] = frozenset()

    def _repr_png_(self) -> bytes:
        drawing = None if self.sketch is None else self.sketch.raster
        return png(strip(self.matches, self.text, drawing, self.right))


@dataclass(frozen=True)
class Retrieval:
    """A gallery and the models that search it.

    Attributes:
        models: of one tier.
        gallery: name or folder.
        k: matches wanted.
    """

    models: Tiers
    gallery: str
    k: int = 10

    def find(
        self,
        text: str = "",
        sketch: Sketch | None = None,
        balance: tuple[float, float] = (1.0, 1.0),
    ) -> Found:
        """Search by words, a drawing, or both; blank words count nothing beside a drawing.

        Args:
            text: English or Korean.
            sketch: the drawing.
            balance: what drawing and words count where there are both.

        Raises:
            UserError: there is neither, or the encoder does not know the words.
        """
        images = [] if sketch is None else [sketch.raster]
        query = Query(self.gallery, images, QueryKind.sketch, text, self.k, balance)
        report = Line()
        (answer,) = self.models.use(lambda parts: look_up(parts, query, report))
        return Found(answer.matches, text.strip(), sketch)


def hurried(sketch: Sketch, strokes: int = 2) -> Sketch:
    """Only the first strokes of a drawing, as if there had been no time for more."""
    return replace(sketch, strokes=sketch.strokes[:strokes])


def marked(found: Found, label: str) -> Found:
    """The same with matches marked as right whose files are named after a class: `cup-3.jpg`."""
    right = frozenset(match.path for match in found.matches if class_of(match.path) == label)
    return replace(found, right=right)


def class_of(path: str) -> str:
    """The class that a file of the sample pictures is named after."""
    return Path(path).stem.rpartition("-")[0]
