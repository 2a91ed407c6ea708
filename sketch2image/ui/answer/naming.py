"""What the drawing was taken for, in words."""

from __future__ import annotations

from sketch2image.core.labels import caption_text
from sketch2image.engine.request import Result
from sketch2image.ui.words import label_name


def meant(result: Result) -> str:
    """The class that the person said it is, by the caption sentence of one; else empty."""
    guesses = (guess.label for guess in result.caption.alternatives)
    return next((one for one in guesses if caption_text(one) == result.request.prompt), "")


def title(result: Result) -> str:
    """What was rendered, short: a class, or the person's own words."""
    own = result.request.prompt
    named = meant(result) or ("" if own else result.caption.label)
    text = label_name(named) if named else own
    return text[:1].upper() + text[1:]
