"""Letters on pictures, in a font of this machine that has them."""

from __future__ import annotations

import bisect
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

FONTS = (
    *("DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "segoeui.ttf"),
    *("NotoSansCJK-Regular.ttc", "NanumGothic.ttf", "NotoSansKR-Regular.otf", "UnDotum.ttf"),
    *("AppleSDGothicNeo.ttc", "malgun.ttf", "Hiragino Sans GB.ttc", "msyh.ttc", "YuGothM.ttc"),
    *("DroidSansFallbackFull.ttf", "wqy-zenhei.ttc", "Arial Unicode.ttf"),
)
"""Files looked for among the system's fonts, in this order, when Pillow's own lacks a letter."""

_DEFAULT = ""
_NO_LETTER = "\U0010ffff"


def write(
    draw: ImageDraw,
    place: tuple[float, float],
    text: str,
    size: int,
    color: Sequence[int],
    whole: str = "",
    anchor: str = "la",
) -> None:
    """Write one line with its upper left corner at `place`.

    Args:
        draw: of the picture.
        place: x and y in pixels.
        text: the line.
        size: height of the letters in pixels.
        color: RGB.
        whole: what the text is the beginning of, for lines that are being typed.
        anchor: Pillow's name of what lies at `place` instead, e.g. "ms" for the middle of the
            baseline; fonts of one size stand differently high.
    """
    letters = font(_composed(whole or text), size)
    draw.text(place, _composed(text), fill=tuple(color), font=letters, anchor=anchor)


def length(text: str, size: int) -> float:
    """Width of a line in pixels."""
    text = _composed(text)
    return font(text, size).getlength(text)


def shortened(text: str, size: int, width: float) -> str:
    """The text, or as much of its start as fits into `width` pixels with an ellipsis."""
    text = _composed(text)
    if length(text, size) <= width:
        return text
    fits = bisect.bisect(range(len(text)), width, key=lambda n: length(text[: n + 1] + "…", size))
    return text[:fits].rstrip() + "…"


def wrapped(text: str, size: int, width: float, lines: int) -> list[str]:
    """The text in at most so many lines of `width` pixels, with an ellipsis where it is cut."""
    rest, done = _composed(" ".join(text.split())), []
    while rest and len(done) < lines - 1 and length(rest, size) > width:
        line = _line(rest, size, width)
        done.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    return [*done, shortened(rest, size, width)] if rest else done


def font(text: str, size: int) -> FreeTypeFont | ImageFont:
    """The first font that has every letter of the text; Pillow's own when none has."""
    names = (_DEFAULT, *FONTS)
    return _open(next((name for name in names if _writes(name, text)), _DEFAULT), size)


def can_write(text: str) -> bool:
    """Whether there is a font with every letter of the text."""
    text = _composed(text)
    return any(_writes(name, text) for name in (_DEFAULT, *FONTS))


def _composed(text: str) -> str:
    """macOS spells file names in parts of letters, which few fonts join."""
    return unicodedata.normalize("NFC", text)


def _line(text: str, size: int, width: float) -> str:
    end = len(text)
    while end > 1 and length(text[:end], size) > width:
        space = text.rfind(" ", 1, end - 1)
        end = space + 1 if space > 0 else end - 1
    return text[:end]


def _writes(name: str, text: str) -> bool:
    return _is_there(name) and all(_has(name, letter) for letter in set(text))


@cache
def _is_there(name: str) -> bool:
    try:
        _open(name, 16)
    except OSError:
        return False
    return True


@cache
def _has(name: str, letter: str) -> bool:
    if letter.isspace():
        return True
    return _drawn(name, letter) != _drawn(name, _NO_LETTER)


def _drawn(name: str, letter: str) -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("L", (32, 32))
    ImageDraw.Draw(picture).text((4, 4), letter, fill=255, font=_open(name, 16))
    return picture.tobytes()


@cache
def _open(name: str, size: int) -> FreeTypeFont | ImageFont:
    from PIL import ImageFont

    return ImageFont.truetype(name, size) if name else ImageFont.load_default(size)
