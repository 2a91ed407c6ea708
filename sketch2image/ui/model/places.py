"""Where the window keeps files for a moment."""

from __future__ import annotations

from sketch2image.core.files import unwritable
from sketch2image.core.paths import cache


def scratch_file(name: str) -> str:
    """Path of a file that the next one of the same name may replace.

    Raises:
        UserError: the state folder cannot be made.
    """
    folder = cache() / "window"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    return str(folder / name)
