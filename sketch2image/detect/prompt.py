"""Prompts as Grounding DINO was trained on them, and the phrases it answers with."""

from __future__ import annotations

import re

from sketch2image.core.errors import ErrorKind, UserError

_MARKS = re.compile(r"\[(?:CLS|MASK|PAD|SEP|UNK)\]|\.")


def normal(prompt: str) -> str:
    """A prompt in lower case, each of its phrases closed by a full stop.

    "A painting, a Picture Frame" is one phrase; "A painting. a picture frame" are two.

    Raises:
        UserError: it holds no phrase.
    """
    phrases = [_spaced(phrase) for phrase in prompt.lower().split(".")]
    named = [phrase for phrase in phrases if phrase]
    if not named:
        hint = "Say what to look for, as in: an artwork."
        raise UserError(ErrorKind.input, "the prompt for the detector is empty", hint)
    return " ".join(f"{phrase}." for phrase in named)


def phrase_of(text: str) -> str:
    """The words of a decoded label, without BERT's special tokens and the full stops."""
    return _spaced(_MARKS.sub(" ", text))


def _spaced(text: str) -> str:
    return " ".join(text.split())
