"""Where the window keeps files for a moment."""

from __future__ import annotations

from sketch2image.core.paths import cache


def scratch_file(name: str) -> str:
    """Path of a file that the next one of the same name may replace.

    Raises:
        UserError: the state folder cannot be made.
    """
    folder = cache() / "window"
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder / name)
