"""The wide label table the lite models learn over."""

from __future__ import annotations

import re
from functools import cache

from sketch2image.core.vocabulary import table


@cache
def labels() -> tuple[str, ...]:
    """Every label, in the order of the captioner's outputs."""
    return tuple(table()["labels"])


@cache
def index() -> dict[str, int]:
    """Position of every label in `labels`."""
    return {label: position for position, label in enumerate(labels())}


def of_quickdraw(word: str) -> str:
    """Label of a Quick, Draw! word, e.g. `tennis racquet` is `racket`."""
    plain = re.sub(r"[^a-z0-9]+", "_", word.lower()).strip("_")
    return table()["quickdraw"].get(word, plain)


def of_class(collection: str, name: str) -> str:
    """What a class of `caltech101` or `clothing` would be called here; it need not be a label."""
    return table()[collection].get(name, name)
