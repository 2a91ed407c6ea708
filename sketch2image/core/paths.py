"""Where things lie on disk."""

from __future__ import annotations

import os
from pathlib import Path

from sketch2image.core.files import unwritable

HOME_VARIABLE = "SKETCH2IMAGE_HOME"
CHECKPOINTS_VARIABLE = "SKETCH2IMAGE_CHECKPOINTS"

_PROJECT = Path(__file__).resolve().parents[2]


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


def checkpoints() -> Path:
    """Folder of model weights: `checkpoints/` beside `main.py` unless moved."""
    return Path(os.environ.get(CHECKPOINTS_VARIABLE) or _PROJECT / "checkpoints")


def sample_gallery() -> Path:
    """Folder of the committed sample pictures."""
    return _PROJECT / "gallery" / "sample"


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    return folder
