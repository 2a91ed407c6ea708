"""What a captioner writes of held out sketches, as a picture and as text."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from sketch2image.core.files import write_atomically
from sketch2image.train.blip.judging import Said
from sketch2image.train.blip.lessons import seen_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHEET, LIST = "samples.png", "samples.txt"

_ACROSS = 4
_LETTERS = 38
_LINES = 3
_GAP = 0.1
"""Inches around each sketch."""

_COLORS = {True: "#117733", False: "#bb2222"}


def write_samples(said: Sequence[Said], folder: Path) -> None:
    """A contact sheet and a list.

    Sentences written are green where they name the right class, and red with the wanted one below
    where not.

    Raises:
        UserError: the place cannot be written.
    """
    write_atomically(folder / LIST, "".join(map(_line, said)).encode())
    _draw(said, folder / SHEET)


def _line(one: Said) -> str:
    mark = "right" if one.right else "wrong"
    return f"{mark}\t{one.example.picture.file}\t{one.written}\t{one.wanted}\n"


def _draw(said: Sequence[Said], file: Path) -> None:
    from matplotlib.figure import Figure

    rows = ceil(len(said) / _ACROSS)
    figure = Figure(figsize=(3.4 * _ACROSS, 4.5 * rows))
    figure.set_layout_engine("constrained", h_pad=_GAP, w_pad=_GAP)
    for place, one in enumerate(said, start=1):
        _show(figure.add_subplot(rows, _ACROSS, place), one)
    figure.savefig(file, dpi=80)


def _show(axes: Axes, one: Said) -> None:
    axes.imshow(seen_of(one.example))
    axes.set(xticks=[], yticks=[])
    axes.set_title(_wrapped(one.written or "(nothing)"), color=_COLORS[one.right], fontsize=10)
    if not one.right:
        axes.set_xlabel(f"wanted: {_wrapped(one.wanted)}", color="#555555", fontsize=9)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _LETTERS, max_lines=_LINES, placeholder=" ...")
