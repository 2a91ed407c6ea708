"""The option for films, shared by the commands that give an answer."""

from __future__ import annotations

from typing import Annotated

import typer

Timelapse = Annotated[
    str,
    typer.Option(metavar="FILE", help="Also make a short film of it to share (.gif or .mp4)."),
]
