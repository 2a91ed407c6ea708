"""What visitors send, checked, and what they are not told."""

from __future__ import annotations

import re
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.types import Image
from sketch2image.web.limits import LONGEST_TEXT, Limits

_SIDE = 1600
"""Longest side, in pixels, of a picture that is worked on."""


_FOLDERS = re.compile(r"(?<![^\s'\"(“])(?:[A-Za-z]:)?[/\\](?=\S)(?:[^/\\:\n]+[/\\])*")
"""All but the last part of a path from the root; a colon ends it."""


def given_picture(path: str | None, limits: Limits) -> Image:
    """A picture that was sent, (H, W, 3) uint8 RGB.

    Args:
        path: of the file that gradio wrote; None where none was sent.
        limits: of what may be asked.

    Raises:
        UserError: there is none, it is too large or cannot be read; its folder is not named.
    """
    if not path:
        hint = "Choose a file, paste one, or take a snapshot."
        raise UserError(ErrorKind.input, "there is no picture", hint)
    file = Path(path)
    try:
        if file.stat().st_size > limits.bytes:
            raise too_large(limits)
        return open_picture(path, _SIDE, limits.pixels)
    except UserError as error:
        message = error.message.replace(path, file.name)
        raise UserError(error.kind, message, error.hint) from error


def given_words(text: str | None) -> str:
    """Words that were sent, without the space around them.

    Raises:
        UserError: they are too many.
    """
    said = (text or "").strip()
    if len(said) > LONGEST_TEXT:
        hint = f"Say it in {LONGEST_TEXT} characters."
        raise UserError(ErrorKind.input, "that are too many words", hint)
    return said


def too_large(limits: Limits) -> UserError:
    """The error for a file above the limit."""
    what = f"the file is larger than {limits.megabytes} MB"
    return UserError(ErrorKind.input, what, "Make it smaller first.")


def without_folders(text: str) -> str:
    """A line for visitors: where things lie on this machine is kept from them."""
    return _FOLDERS.sub("", text)
