"""One setting read without checking it, for what must be known before `core.settings` is there."""

from __future__ import annotations

import os
import tomllib

from sketch2image.core.paths import home

FILE = "settings.toml"
"""Name of the settings file in the state folder."""


def variable(name: str) -> str:
    """The environment variable that wins over a setting in the file."""
    return f"SKETCH2IMAGE_{name.upper()}"


def peek(name: str) -> str | None:
    """A setting as text, from the environment or the file; None where neither has it.

    A file that cannot be read says nothing here; `core.settings.load` says what is wrong with it.

    Raises:
        UserError: there can be no state folder.
    """
    value = os.environ.get(variable(name))
    if value is not None:
        return value
    try:
        table = tomllib.loads((home() / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return str(table[name]) if name in table else None
