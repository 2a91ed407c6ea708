"""QR codes as dots, as a drawing, and as text for a terminal."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from segno import QRCode

_BORDER = 4
"""Light dots around the code, as ISO/IEC 18004 asks for."""

_BLACK_ON_WHITE = "\x1b[38;5;16;48;5;231m"
_PLAIN = "\x1b[0m"
_HALVES = np.array([[" ", "▄"], ["▀", "█"]])
"""Two dots above each other as one letter, by (upper, lower)."""


def qr_matrix(text: str) -> NDArray[np.bool_]:
    """The dots of a code, (N, N) with its light border; True is dark."""
    return np.array([list(row) for row in _code(text).matrix_iter(border=_BORDER)], np.bool_)


def qr_svg(text: str) -> str:
    """The code as an SVG drawing, black on white whatever lies behind it."""
    buffer = io.BytesIO()
    _code(text).save(buffer, "svg", border=_BORDER, dark="#000", light="#fff", xmldecl=False,
                     svgclass=None, lineclass=None, omitsize=True)  # fmt: skip
    return buffer.getvalue().decode()


def qr_text(text: str) -> str:
    """The code for a terminal, in half blocks.

    It brings its colors along (ANSI), so that dark terminals show it like light ones: some
    phones do not read a code of light dots.
    """
    dots = qr_matrix(text)
    dots = np.pad(dots, ((0, len(dots) % 2), (0, 0)))
    letters = _HALVES[dots[::2].astype(int), dots[1::2].astype(int)]
    return "\n".join(f"{_BLACK_ON_WHITE}{''.join(line)}{_PLAIN}" for line in letters)


def _code(text: str) -> QRCode:
    import segno

    return segno.make_qr(text)
