"""`search`: pictures like the ones you name."""

from __future__ import annotations

from typing import Annotated

import typer

from sketch2image.cli import options
from sketch2image.cli.output import Answer, Json, answering, show_progress
from sketch2image.core import defaults
from sketch2image.core.query import QueryKind


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(answering(search))


def search(
    images: Annotated[list[str], typer.Argument(metavar="IMAGE...", help="Sketches or photos.")],
    gallery: options.GalleryName = "",
    k: options.Count = defaults.MATCHES,
    kind: Annotated[QueryKind, typer.Option("--as", help="What the pictures are.")] = (
        QueryKind.auto
    ),
    as_json: Json = False,
) -> Answer:
    """Find the pictures of a gallery that look like a sketch or a photo."""
    from sketch2image.cli.documents import match_lines
    from sketch2image.cli.files import chosen_gallery
    from sketch2image.core.pictures import open_picture
    from sketch2image.engine.parts import lite
    from sketch2image.engine.save import match_document
    from sketch2image.gallery.gallery import open_gallery
    from sketch2image.gallery.protocol import PICTURE_SIDE
    from sketch2image.gallery.search import search as find

    queries = [open_picture(path, PICTURE_SIDE) for path in images]
    encoder = lite().encoder
    with open_gallery(chosen_gallery(gallery)) as opened:
        opened.catch_up(encoder, show_progress)
        answers = find(opened, encoder, queries, kind, k)
    results = [
        {
            "query": path,
            "kind": str(answer.kind),
            "matches": [match_document(match) for match in answer.matches],
        }
        for path, answer in zip(images, answers, strict=True)
    ]
    lines = []
    for result in results:
        lines += [f"{result['query']} (as a {result['kind']})", *match_lines(result["matches"])]
    return Answer({"results": results}, lines)
