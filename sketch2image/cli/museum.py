"""`museum extract|knn|train`."""

from __future__ import annotations

import typer

from sketch2image.cli import museum_extract, museum_knn, museum_train


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help="Recognize the works of a museum, as in The Met dataset.",
    )
    museum_extract.add_to(group)
    museum_knn.add_to(group)
    museum_train.add_to(group)
    app.add_typer(group, name="museum")
