"""What is asked of a renderer that reads any words: colors of the pen, and a style."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.labels import article
from sketch2image.render.control import PENS

_SLOT = "{prompt}"
_PLAIN = ("black", "gray")
_LEAST_SHARE = 0.1
_MOST_COLORS = 3
_THING = re.compile(r"\b(convert )an? (?P<thing>.+?)( into\b)", re.IGNORECASE)


@cache
def styles() -> dict[str, str]:
    """Sentences with a slot `{prompt}`, by the name of the style."""
    text = resources.files("sketch2image.render").joinpath("styles.toml").read_text("utf-8")
    return tomllib.loads(text)


def with_style(prompt: str, style: str) -> str:
    """The prompt in a style; a style may also be a sentence of one's own with `{prompt}` in it.

    Raises:
        UserError: there is no such style.
    """
    if not style:
        return prompt
    sentence = style if _SLOT in style else styles().get(style.lower().replace(" ", "-"))
    if sentence is None:
        hint = f"Known: {', '.join(styles())}; or write a sentence with {_SLOT} in it."
        raise UserError(ErrorKind.input, f"no such style: {style!r}", hint)
    return sentence.replace(_SLOT, prompt)


def with_colors(caption: str, pens: Mapping[str, float]) -> str:
    """A caption sentence with the colors that the thing was drawn in.

    Black and gray are what any pen draws, so they say nothing; nor does a color that a small part
    of the ink has, or one that the sentence names already.

    Args:
        caption: `core.labels.TEMPLATE` of a class; other sentences are left as they are.
        pens: share of the ink by color word, largest first, as `control.pen_colors` gives it.
    """
    found = _THING.search(caption)
    said = [pen for pen in PENS if re.search(rf"\b{pen}\b", caption, re.IGNORECASE)]
    colors = [
        pen for pen, share in pens.items() if share >= _LEAST_SHARE and pen not in (*_PLAIN, *said)
    ][:_MOST_COLORS]
    if not found or not colors:
        return caption
    colored = f"{_joined(colors)} {found['thing']}"
    return f"{caption[: found.end(1)]}{article(colored)} {colored}{caption[found.start(3) :]}"


def _joined(colors: Sequence[str]) -> str:
    *most, last = colors
    return f"{', '.join(most)} and {last}" if most else last
