"""A sketch to begin with: from a file, from SVG text, or drawn for you."""

from __future__ import annotations

from sketch2image.air.files import open_sketch
from sketch2image.air.svg import NotOurs, from_svg
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.sketch import Sketch
from sketch2image.engine.sources import strokes_of
from sketch2image.synth.world import SIZE

__all__ = ["open_sketch", "sample_sketch", "sketch_of_svg"]


def sample_sketch(subject: str, seed: int = 0) -> Sketch:
    """What a person might draw of a subject, on a canvas of 640x480; no camera takes part.

    Raises:
        UserError: there is no scene of this subject.
    """
    return Sketch(SIZE, strokes_of(subject, seed))


def sketch_of_svg(text: str) -> Sketch:
    """The sketch in the text of one of our SVG files.

    Raises:
        UserError: the text is something else.
    """
    try:
        return from_svg(text)
    except NotOurs as error:
        message = f"this is no sketch of this program: {error}"
        raise UserError(ErrorKind.unreadable, message, "Draw it again.") from error
