"""`style train|evaluate|index|search`."""

from __future__ import annotations

import typer

from sketch2image.cli import style_evaluate, style_index, style_search, style_train


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help="Tell painting styles, or any classes of pictures, apart, and find like ones.",
    )
    style_train.add_to(group)
    style_evaluate.add_to(group)
    style_index.add_to(group)
    style_search.add_to(group)
    app.add_typer(group, name="style")
