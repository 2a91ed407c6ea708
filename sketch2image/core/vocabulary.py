"""Which classes a captioner chooses among: one table as data, and names for parts of it."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.labels import LABELS

DEFAULT = "default"

_TABLE = Path(__file__).with_suffix(".json")


@cache
def table() -> Mapping[str, Any]:
    """The table: `labels`, `sketches`, and what other collections call the same things."""
    return json.loads(_TABLE.read_text("utf-8"))


def vocabulary(choice: str) -> tuple[str, ...]:
    """The labels of a vocabulary.

    Args:
        choice: `default` (39 classes), `sketches` (125), `all` (369), or words separated by commas;
            words and names may be mixed, as in `default, zebra, hot-air balloon`.

    Returns:
        Each label once, in the order named.

    Raises:
        UserError: a word is not in the table, or fewer than two labels are left to choose among.
    """
    wanted = [name.strip() for name in choice.split(",") if name.strip()]
    labels = tuple(dict.fromkeys(label for name in wanted for label in _named(name)))
    if len(labels) < 2:
        raise UserError(
            ErrorKind.input,
            f"a vocabulary of {len(labels)} words leaves nothing to choose",
            "Name at least two, or one of: default, sketches, all.",
        )
    return labels


def _named(name: str) -> tuple[str, ...]:
    names = {DEFAULT: LABELS, "sketches": table()["sketches"], "all": table()["labels"]}
    if name in names:
        return tuple(names[name])
    label = name.lower().replace(" ", "_")
    if label in _known():
        return (label,)
    near = difflib.get_close_matches(label, _known(), 3)
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    raise UserError(
        ErrorKind.input,
        f"the captioner does not know {name!r}",
        f"{hint}All its words stand in {_TABLE.name}; default, sketches and all name many at once.",
    )


@cache
def _known() -> frozenset[str]:
    return frozenset(table()["labels"])
