"""Pictures and films of an answer, shared by the commands that give one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sketch2image.cli.output import say

Timelapse = Annotated[
    str,
    typer.Option(metavar="FILE", help="Also make a short film of it to share (.gif or .mp4)."),
]


def mention_letters(document: dict[str, Any]) -> None:
    """Say so when no font of this machine has the letters of the file names on the sheet."""
    from sketch2image.engine.lettering import can_write

    if not all(can_write(Path(match["path"]).name) for match in document["matches"]):
        say(
            "some letters of file names are missing on the sheet: install a font with them, "
            "such as the package fonts-noto-cjk or fonts-nanum"
        )
