"""One triplet: measured, put into words, drawn and written."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from sketch2image.core.files import write_atomically
from sketch2image.core.pictures import open_picture, save_jpeg
from sketch2image.systems.fashion.colors import Colors, measured, spoken
from sketch2image.systems.fashion.drawing import Edges, Pale, edges_of
from sketch2image.systems.fashion.pieces import Piece
from sketch2image.systems.fashion.sentences import described, sentence
from sketch2image.train.data.edges import Recipe
from sketch2image.train.data.triplets import TripletFolder

QUALITY, EDGE_QUALITY = 92, 95
"""Of the JPEG files: pictures, and edges, whose fine lines suffer sooner."""


@dataclass(frozen=True)
class Triplet:
    """One triplet, as its text file says it.

    Attributes:
        text: what is said of it.
        source: name of the picture it was made of.
        pale: see `drawing.Pale`.
        drawn: whether there are edges; without them it is for galleries only.
        colors: color words and their shares, largest first.
        hue: see `Colors.hue`.
    """

    text: str
    source: str
    pale: Pale
    drawn: bool
    colors: dict[str, float]
    hue: float | None


@dataclass(frozen=True)
class Making:
    """How triplets are made.

    Attributes:
        recipe: of the edges.
        size: longest side of the pictures in pixels; smaller ones stay as they are.
        describe: whether captions get the measured colors too; kinds always do.
    """

    recipe: Recipe
    size: int
    describe: bool

    def write(self, piece: Piece, files: TripletFolder, number: int) -> Triplet:
        """Make a triplet, its text file last: where that is, all is there.

        Raises:
            UserError: the picture cannot be read, or the place not written.
        """
        picture = open_picture(piece.file, self.size)
        colors = measured(picture)
        text = self._said(piece, spoken(colors.words))
        edges = edges_of(picture, self.recipe, text, colors)
        made = _triplet(piece, text, edges, colors)
        save_jpeg(files.image(number), picture, QUALITY)
        if made.drawn:
            save_jpeg(files.edge(number), edges.page, EDGE_QUALITY)
        document = json.dumps(asdict(made), ensure_ascii=False)
        write_atomically(files.text(number), document.encode())
        return made

    def _said(self, piece: Piece, colors: tuple[str, ...]) -> str:
        if piece.label:
            return sentence(piece.label, colors)
        return described(piece.caption, colors) if self.describe else piece.caption


def read_triplet(file: Path) -> Triplet:
    """What the text file of a triplet made here says."""
    return Triplet(**json.loads(file.read_text("utf-8")))


def _triplet(piece: Piece, text: str, edges: Edges, colors: Colors) -> Triplet:
    return Triplet(
        text, piece.file.name, edges.pale, not edges.blank,
        {word: round(share, 3) for word, share in colors.words},
        None if colors.hue is None else round(colors.hue, 1),
    )  # fmt: skip
