"""Whether this machine can show a window."""

from __future__ import annotations

import os
import sys

_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY")


def has_display() -> bool:
    """Whether there is a display to open a window on, as far as can be told without trying."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in _VARIABLES)
