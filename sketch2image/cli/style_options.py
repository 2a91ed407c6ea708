"""Options that the `style` commands share."""

from __future__ import annotations

from typing import Annotated

import typer

IndexName = Annotated[str, typer.Option("--index", metavar="NAME", help="Name of the index.")]
Device = Annotated[str, typer.Option(metavar="auto|cpu|cuda|mps", help="Where the network runs.")]
