"""`fashion build|train|index|search|demo|findings`."""

from __future__ import annotations

import typer

from sketch2image.cli import (
    fashion_build,
    fashion_demo,
    fashion_findings,
    fashion_search,
    fashion_train,
)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help="Find garments by a sketch and words, as fashion-sbir does.",
    )
    for command in (fashion_build, fashion_train, fashion_search, fashion_demo, fashion_findings):
        command.add_to(group)
    app.add_typer(group, name="fashion")
