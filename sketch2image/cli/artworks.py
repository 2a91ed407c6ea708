"""`artworks register`: works with their artist, title, year and museum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sketch2image.cli import options
from sketch2image.cli.artworks_demo import demo
from sketch2image.cli.artworks_models import (
    DEFAULT,
    BlueFirst,
    CollectionName,
    Model,
    artwork_tiers,
    chosen_making,
)
from sketch2image.cli.artworks_search import search
from sketch2image.cli.galleries import added_document, added_line, failed_lines
from sketch2image.cli.output import Answer, Json, answering, show_progress

if TYPE_CHECKING:
    from sketch2image.systems.artworks.collection import Registered

_NAMED = 5
"""File names that a line for people gives."""


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help="Find the work that a photo shows."
    )
    group.command()(answering(register))
    group.command()(answering(search))
    group.command()(answering(demo))
    app.add_typer(group, name="artworks")


def register(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Folder of pictures of works.")],
    metadata: Annotated[
        str,
        typer.Option(metavar="FILE", help="What the works are: CSV, JSON or JSON lines."),
    ] = "",
    collection: CollectionName = DEFAULT,
    docent: Annotated[
        str,
        typer.Option(
            metavar="DB", help="Take the vectors from a `db` folder of Pocket Docent, or its index."
        ),
    ] = "",
    bgr: BlueFirst = None,
    model: Model = "",
    tier: options.Tier = "",
    or_lite: options.OrLite = None,
    as_json: Json = False,
) -> Answer:
    """Bring a collection up to date with a folder of works."""
    from sketch2image.systems.artworks.collection import Collection
    from sketch2image.systems.artworks.docent import read_docent
    from sketch2image.systems.artworks.layouts import list_works

    listing = list_works(folder, metadata, read_docent(docent, model) if docent else None)
    making = chosen_making(collection, tier, model, bgr, docent=bool(docent))
    with artwork_tiers(tier, or_lite, making) as opened, Collection(collection, True) as held:
        done = opened.use(
            lambda parts: held.register(listing, parts.encoder, show_progress, making)
        )
    document = {"collection": collection, **_document(done), "tier": opened.document()}
    return Answer(document, _lines(collection, done))


def _document(done: Registered) -> dict[str, Any]:
    return {
        **added_document(done.report),
        "works": done.works,
        "taken_over": done.taken_over,
        "without_row": list(done.without_row),
        "without_picture": list(done.without_picture),
    }


def _lines(name: str, done: Registered) -> list[str]:
    taken = f", {done.taken_over} vectors taken over" if done.taken_over else ""
    return [
        f"collection {name}: {added_line(done.report)}; {done.works} works{taken}",
        *failed_lines(done.report.failed),
        *_left("pictures without a row", done.without_row),
        *_left("rows without a picture of their own", done.without_picture),
    ]


def _left(what: str, names: Sequence[str]) -> list[str]:
    if not names:
        return []
    more = ", ..." if len(names) > _NAMED else ""
    return [f"  {len(names)} {what}: {', '.join(names[:_NAMED])}{more}"]
