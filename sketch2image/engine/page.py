"""Paper, cards and words that the contact sheet and the time-lapse share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sketch2image.core.errors import UserError
from sketch2image.core.labels import either, words
from sketch2image.core.pictures import open_picture
from sketch2image.core.types import Caption, Image, Match
from sketch2image.engine.lettering import length, shortened, wrapped, write

if TYPE_CHECKING:
    from PIL import Image as Pictures
    from PIL.ImageDraw import ImageDraw

PAPER = (250, 250, 248)
CARD = (255, 255, 255)
LINE = (222, 222, 218)
TEXT = (28, 28, 30)
SOFT = (118, 118, 122)
WEAK = (190, 110, 20)

MATCH_WORDS = 54
"""Height of the words under a match, in pixels."""


def title(caption: Caption) -> str:
    """The label as a headline."""
    return words(caption.label).capitalize()


def confidence(caption: Caption) -> str:
    """How sure the captioner is, and what else it may be."""
    if caption.sure:
        return f"{caption.score:.0%}"
    others = either([guess.label for guess in caption.alternatives[1:]])
    return f"{caption.score:.0%}  not sure; did you mean {others}?"


def card(page: Pictures.Image, image: Image, place: tuple[int, int], side: int) -> None:
    """Paste an (H, W, 3) picture, as large as fits, onto a white square with a fine border."""
    from PIL import Image as Pictures
    from PIL import ImageDraw, ImageOps

    square = Pictures.new("RGB", (side, side), CARD)
    inner = ImageOps.contain(Pictures.fromarray(image), (side - 4, side - 4))
    square.paste(inner, ((side - inner.width) // 2, (side - inner.height) // 2))
    ImageDraw.Draw(square).rectangle((0, 0, side - 1, side - 1), outline=LINE)
    page.paste(square, place)


def match_card(page: Pictures.Image, match: Match, place: tuple[int, int], side: int) -> None:
    """A match with rank, score and file name under it, `side + MATCH_WORDS` high."""
    from PIL import ImageDraw

    draw = ImageDraw.Draw(page)
    try:
        card(page, open_picture(match.path, max_side=side * 2), place, side)
    except UserError:
        draw.rectangle((*place, place[0] + side - 1, place[1] + side - 1), CARD, LINE)
        gone(draw, place, side)
    x, y = place[0], place[1] + side + 8
    score = f"{match.rank}.  {match.score:.2f}"
    write(draw, (x, y), score, 16, TEXT)
    if match.weak:
        write(draw, (x + length(score, 16) + 14, y), "weak", 16, WEAK)
    write(draw, (x, y + 22), shortened(Path(match.path).name, 14, side), 14, SOFT)


def gone(draw: ImageDraw, place: tuple[int, int], side: int) -> None:
    """Say in the middle of a square that its picture cannot be shown any more."""
    for row, line in enumerate(wrapped("file no longer there", 14, side - 24, 2)):
        write(draw, (place[0] + 12, place[1] + side // 2 + 18 * (row - 1)), line, 14, WEAK)
