"""How this very program is started."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from sketch2image.core.paths import is_installed

_NAME = "sketch2image"


def launcher() -> tuple[str, ...]:
    """The command that starts this program: a frozen app, an installed script, or a checkout."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    if is_installed():
        return (next(_scripts(), None) or shutil.which(_NAME) or _NAME,)
    return sys.executable, str(Path(__file__).resolve().parents[2] / "main.py")


def _scripts() -> Iterator[str]:
    """What pip wrote down of its scripts; packages of distributions do not keep that list."""
    for file in metadata.distribution(_NAME).files or ():
        if file.stem == _NAME and file.parent.name in ("bin", "Scripts"):
            yield os.path.normpath(file.locate())
