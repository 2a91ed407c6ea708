"""`search`: pictures like the ones you name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sketch2image.cli import options
from sketch2image.cli.adb import Start
from sketch2image.cli.output import Answer, Json, answering, show_progress
from sketch2image.cli.sending import Push, To, sending_for
from sketch2image.cli.tiers import tiers
from sketch2image.core import defaults
from sketch2image.core.query import QueryKind

if TYPE_CHECKING:
    from sketch2image.core.types import SearchAnswer
    from sketch2image.engine.looking import Query
    from sketch2image.engine.search_sheet import Found


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(answering(search))


def search(
    images: Annotated[
        list[str] | None,
        typer.Argument(metavar="IMAGE", help="Sketches or photos.", show_default=False),
    ] = None,
    text: Annotated[
        str,
        typer.Option(help="Words to search by, alone or beside each picture; English or Korean."),
    ] = "",
    gallery: options.GalleryName = "",
    k: options.Count = defaults.MATCHES,
    kind: Annotated[QueryKind, typer.Option("--as", help="What the pictures are.")] = (
        QueryKind.auto
    ),
    tier: options.Tier = "",
    or_lite: options.OrLite = None,
    push: Push = None,
    phone: To = "",
    start: Start = None,
    as_json: Json = False,
) -> Answer:
    """Find pictures in a gallery by a sketch, a photo or words."""
    from sketch2image.core.pictures import open_picture
    from sketch2image.engine.galleries import chosen_gallery
    from sketch2image.engine.looking import Query, look_up
    from sketch2image.engine.save import match_document
    from sketch2image.gallery.protocol import PICTURE_SIDE

    names = images or []
    pictures = [open_picture(path, PICTURE_SIDE) for path in names]
    query = Query(chosen_gallery(gallery), pictures, kind, text, k)
    sending = sending_for(push, phone, start, as_json)
    with tiers(tier, or_lite, *query.needed) as models:
        answers = models.use(lambda parts: look_up(parts, query, show_progress))
    results = [
        {
            "query": path,
            "kind": str(answer.kind) if names else "words",
            "matches": [match_document(match) for match in answer.matches],
        }
        for path, answer in zip(names or [text], answers, strict=True)
    ]
    answer = Answer({"results": results, "tier": models.document()}, _lines(results))
    return sending.send_search(answer, _found(query, names, answers))


def _lines(results: list[dict[str, Any]]) -> list[str]:
    from sketch2image.cli.documents import match_lines

    return [
        line for result in results for line in (_heading(result), *match_lines(result["matches"]))
    ]


def _heading(result: dict[str, Any]) -> str:
    kind = "words" if result["kind"] == "words" else f"a {result['kind']}"
    return f"{result['query']} (as {kind})"


def _found(query: Query, names: list[str], answers: list[SearchAnswer]) -> list[Found]:
    """The queries with their matches, as they stand on a sheet."""
    from sketch2image.engine.galleries import called
    from sketch2image.engine.search_sheet import Found

    where = called(query.gallery)
    if not names:
        return [Found(query.text, f"as words, gallery: {where}", None, answers[0].matches)]
    words = f", with the words {query.text!r}" if query.text.strip() else ""
    return [
        Found(
            Path(name).name, f"as a {answer.kind}{words}, gallery: {where}", picture, answer.matches
        )
        for name, picture, answer in zip(names, query.images, answers, strict=True)
    ]
