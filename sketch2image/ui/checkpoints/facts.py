"""What the table of models says, in words."""

from __future__ import annotations

from collections.abc import Iterable

from sketch2image.engine.desktop.room import in_words
from sketch2image.engine.desktop.tasks import ModelRow
from sketch2image.ui.words import N, tr

STAGES = {
    "hand": N("Finding the hand"),
    "fingers": N("Reading the fingers"),
    "caption": N("Naming the sketch"),
    "render": N("Making the picture"),
    "encode": N("Finding pictures"),
    "detect": N("Finding things in photos"),
    "museum": N("Paintings"),
    "train": N("Training"),
}
"""Headings by stage, in the order of the work."""

WORKS = {
    "captioner": N("It works. From now on {model} names the sketch."),
    "renderer": N("It works. From now on {model} makes the picture."),
    "encoder": N("It works. From now on {model} finds the pictures."),
    "detector": N("It works. From now on {model} finds things in photos."),
}
"""What is said when a model was tried and chosen, by part."""

STATES = {
    "here": N("here"),
    "bundled": N("came with the program"),
    "put by hand": N("put here by hand"),
    "partly here": N("partly here"),
    "not here": N("not here"),
}

WHOLE = ("here", "bundled", "put by hand")
"""States of a model that can be used."""


def size(row: ModelRow) -> str:
    """What it takes up, or would."""
    known = row.bytes if row.state in WHOLE else row.size
    return in_words(known) if known else ""


def state(row: ModelRow) -> str:
    """How much of it is here, and whether it goes before others."""
    here = tr(STATES[row.state])
    if row.state == "partly here":
        here = tr("{amount} of it here", amount=in_words(row.bytes))
    return tr("{state}, first choice", state=here) if row.chosen else here


def to_fetch(rows: Iterable[ModelRow]) -> int:
    """Bytes still to come, about."""
    return sum(max(0, row.size - row.bytes) for row in rows)


def can_be_used(row: ModelRow) -> bool:
    """Whether it can be chosen for its part; the lite models do theirs unasked."""
    return bool(row.part) and row.state in WHOLE and not row.chosen
