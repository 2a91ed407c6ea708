"""No command at all: the window. Imports nothing of the other commands, so that it opens fast."""

from __future__ import annotations

import os
import sys

from sketch2image.core.display import has_display
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.program import as_started

_HINT = (
    "Run `python main.py demo` to see it work without one, `python main.py --help` for the rest."
)
_WRONG_INPUT = 2


def start() -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    try:
        return _open()
    except UserError as error:
        sys.stderr.write(as_started(f"error: {error}\n"))
        return _WRONG_INPUT


def reason(error: ImportError) -> str:
    """Why Qt cannot be imported."""
    if isinstance(error, ModuleNotFoundError):
        return "PySide6 is not installed (pip install -r requirements-lite.txt)"
    return " ".join(str(error).split())


def _open() -> int:
    if not (has_display() or os.environ.get("QT_QPA_PLATFORM")):
        raise UserError(ErrorKind.dependency, "there is no display to open the window on", _HINT)
    try:
        from sketch2image.ui.app import main
    except ImportError as error:
        raise UserError(ErrorKind.dependency, f"no window: {reason(error)}", _HINT) from error
    return main()
