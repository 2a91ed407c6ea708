"""Pictures of answers that a visitor can take away."""

from __future__ import annotations

import secrets
from pathlib import Path

from sketch2image.core.pictures import save_png
from sketch2image.core.types import Image


class Downloads:
    """Files under names that nobody can guess; gradio's cleaning deletes them in time.

    Args:
        folder: of gradio's temporary files.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, image: Image | None, name: str) -> str | None:
        """Path of a new PNG of this name; None where there is no picture.

        Raises:
            UserError: the folder cannot be written.
        """
        if image is None:
            return None
        path = self._folder / secrets.token_hex(16) / name
        save_png(path, image)
        return str(path)
