"""`search`: pictures like the ones you name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sketch2image.cli import options
from sketch2image.cli.output import Answer, Json, answering, show_progress
from sketch2image.cli.tiers import tiers
from sketch2image.core import defaults
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.parts import ENCODER, WORDS
from sketch2image.core.query import QueryKind

if TYPE_CHECKING:
    from sketch2image.engine.parts import Parts
    from sketch2image.gallery.search import SearchAnswer


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
    as_json: Json = False,
) -> Answer:
    """Find pictures in a gallery by a sketch, a photo or words."""
    from sketch2image.cli.documents import match_lines
    from sketch2image.cli.files import chosen_gallery
    from sketch2image.core.pictures import open_picture
    from sketch2image.engine.save import match_document
    from sketch2image.engine.wordsearch import search_words
    from sketch2image.gallery.gallery import open_gallery
    from sketch2image.gallery.protocol import PICTURE_SIDE
    from sketch2image.gallery.search import search as find

    names = images or []
    if not names and not text.strip():
        raise UserError(ErrorKind.input, "nothing to search for", "Name a picture, or give --text.")
    queries = [open_picture(path, PICTURE_SIDE) for path in names]

    def work(parts: Parts) -> list[SearchAnswer]:
        with open_gallery(chosen_gallery(gallery)) as opened:
            opened.catch_up(parts.encoder, show_progress)
            if text.strip():
                return search_words(opened, parts.encoder, text, queries, kind, k)
            return find(opened, parts.encoder, queries, kind, k)

    needed = (ENCODER, WORDS) if text.strip() else (ENCODER,)
    with tiers(tier, or_lite, *needed) as models:
        answers = models.use(work)
    results = [
        {
            "query": path,
            "kind": str(answer.kind) if names else "words",
            "matches": [match_document(match) for match in answer.matches],
        }
        for path, answer in zip(names or [text], answers, strict=True)
    ]
    lines = []
    for result in results:
        lines += [_heading(result), *match_lines(result["matches"])]
    return Answer({"results": results, "tier": models.document()}, lines)


def _heading(result: dict[str, Any]) -> str:
    kind = "words" if result["kind"] == "words" else f"a {result['kind']}"
    return f"{result['query']} (as {kind})"
