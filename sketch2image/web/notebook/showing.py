"""Answers as a notebook shows them."""

from __future__ import annotations

import html
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sketch2image.core.labels import words
from sketch2image.core.types import Caption, Guess, Image
from sketch2image.engine.page import card

if TYPE_CHECKING:
    from IPython.display import HTML
    from IPython.display import Image as Shown

WIDTH = 400
"""CSS pixels of a picture."""

_GAP = 16
_ROW = (
    '<tr><td style="text-align:right;padding:2px 10px">{name}</td>'
    '<td style="text-align:left;padding:2px 0"><span style="display:inline-block;height:12px;'
    'width:{length}px;background:{color};vertical-align:middle"></span> {share:.0%}</td></tr>'
)
_FIRST, _OTHER = "#28a03c", "#9a9a96"


def picture(image: Image, width: int = WIDTH) -> Shown:
    """An (H, W, 3) picture, `width` CSS pixels wide."""
    from IPython.display import Image as Shown

    return Shown(data=png(image), format="png", width=width)


def png(image: Image) -> bytes:
    """An (H, W, 3) picture as a PNG file."""
    from PIL import Image as Pictures

    buffer = io.BytesIO()
    Pictures.fromarray(image).save(buffer, "PNG")
    return buffer.getvalue()


def beside(*images: Image) -> Shown:
    """Pictures next to each other, each in a square of `WIDTH`."""
    from PIL import Image as Pictures

    step = WIDTH + _GAP
    row = Pictures.new("RGB", (len(images) * step - _GAP, WIDTH), "white")
    for number, image in enumerate(images):
        card(row, image, (number * step, 0), WIDTH)
    return picture(np.asarray(row), row.width)


def guesses(caption: Caption) -> HTML:
    """The caption sentence, and the five best guesses with their chances."""
    from IPython.display import HTML

    best = caption.alternatives[0]
    rows = "".join(_guess(guess, guess == best) for guess in caption.alternatives)
    doubt = (
        "" if caption.sure else " (not sure: name it yourself in PROMPT if it is something else)"
    )
    sentence = html.escape(caption.text + doubt)
    return HTML(f"<p><b>{sentence}</b></p><table>{rows}</table>")


def table(head: Sequence[str], rows: Mapping[str, Sequence[float]]) -> HTML:
    """A table of shares 0..1: the names of its columns, and its rows by their names."""
    from IPython.display import HTML

    def line(tag: str, cells: Sequence[str]) -> str:
        return "".join(f'<{tag} style="padding:2px 12px">{cell}</{tag}>' for cell in cells)

    body = "".join(
        f"<tr>{line('td', [html.escape(name), *(f'{value:.2f}' for value in values)])}</tr>"
        for name, values in rows.items()
    )
    return HTML(f"<table><tr>{line('th', ['', *map(html.escape, head)])}</tr>{body}</table>")


def _guess(guess: Guess, best: bool) -> str:
    return _ROW.format(
        name=html.escape(words(guess.label)),
        length=max(1, round(240 * guess.score)),
        color=_FIRST if best else _OTHER,
        share=guess.score,
    )
