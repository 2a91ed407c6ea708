"""What this program is called by the person who started it."""

from __future__ import annotations

from sketch2image.core.paths import is_installed

_CHECKOUT, _INSTALLED = "python main.py", "sketch2image"


def name() -> str:
    """The command that starts it, as hints and help texts say it."""
    return _INSTALLED if is_installed() else _CHECKOUT


def as_started(text: str) -> str:
    """A hint written for a checkout, with the command this program was started by."""
    return text.replace(_CHECKOUT, name())
