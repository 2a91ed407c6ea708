"""Where things lie on disk."""

from __future__ import annotations

import os
from pathlib import Path

from sketch2image.core.files import unwritable

HOME_VARIABLE = "SKETCH2IMAGE_HOME"
CHECKPOINTS_VARIABLE = "SKETCH2IMAGE_CHECKPOINTS"

_PACKAGE = Path(__file__).resolve().parents[1]
_BUNDLED = _PACKAGE / "bundled"
"""What a checkout has beside the package and an installed program inside it."""


def home() -> Path:
    """Folder of all state (galleries, caches, settings); created when missing.

    `SKETCH2IMAGE_HOME` moves it; the default is the platform's data folder.

    Raises:
        UserError: it cannot be made.
    """
    chosen = os.environ.get(HOME_VARIABLE)
    if chosen:
        folder = Path(chosen)
    else:
        import platformdirs

        folder = Path(platformdirs.user_data_dir("sketch2image", appauthor=False))
    return _made(folder)


def cache() -> Path:
    """Folder for what can be made again at any time; created when missing.

    Raises:
        UserError: it cannot be made.
    """
    return _made(home() / "cache")


def is_installed() -> bool:
    """Whether this is a program by itself, installed or frozen, and no checkout."""
    return _BUNDLED.is_dir()


def checkpoints() -> Path:
    """Folder of the bundled model weights, unless moved.

    In a checkout that is `checkpoints/` beside `main.py`, where fetched weights may lie too.
    """
    return Path(os.environ.get(CHECKPOINTS_VARIABLE) or _root() / "checkpoints")


def writable_checkpoints() -> tuple[Path, ...]:
    """Folders that fetched weights may go to, the preferred one first.

    The folder of an installed program is none of them: an upgrade would delete what lies there.

    Raises:
        UserError: the state folder cannot be made.
    """
    own = home() / "checkpoints"
    if is_installed() and not os.environ.get(CHECKPOINTS_VARIABLE):
        return (own,)
    return checkpoints(), own


def sample_gallery() -> Path:
    """Folder of the sample pictures that come with the program."""
    return _root() / "gallery" / "sample"


def _root() -> Path:
    return _BUNDLED if is_installed() else _PACKAGE.parent


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    return folder
