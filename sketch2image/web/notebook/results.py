"""The files of an answer, packed and handed over."""

from __future__ import annotations

import zipfile
from pathlib import Path

from sketch2image.core.files import unwritable
from sketch2image.engine.save import Answer
from sketch2image.web.notebook.colab import download, is_colab
from sketch2image.web.notebook.saying import say

MATCHES = "matches"
"""Folder of the matches in the archive."""


def pack(document: Answer, out: str) -> Path:
    """Put the files of an answer and the pictures it found into one archive.

    Args:
        document: what `engine.save.save` gave.
        out: where the archive goes.

    Returns:
        The archive.

    Raises:
        UserError: the place cannot be written.
    """
    archive = Path(out).with_suffix(".zip")
    try:
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
            for file in map(Path, document["files"].values()):
                packed.write(file, file.name)
            for match in document["matches"]:
                file = Path(match["path"])
                packed.write(file, f"{MATCHES}/{match['rank']}-{file.name}")
    except OSError as error:
        raise unwritable(archive, error) from error
    return archive


def hand_over(archive: Path) -> None:
    """Send a file to the browser in Colab; elsewhere say where it lies."""
    say(f"{archive.resolve()}, {archive.stat().st_size / 1e6:.1f} MB")
    if is_colab():
        download(archive)
