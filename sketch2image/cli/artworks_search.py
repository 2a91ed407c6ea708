"""`artworks search`: the work that a photo shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sketch2image.cli import options
from sketch2image.cli.artworks_finder import FRAME, DetectorName, finding
from sketch2image.cli.artworks_models import (
    DEFAULT,
    BlueFirst,
    CollectionName,
    Model,
    artwork_tiers,
    chosen_making,
)
from sketch2image.cli.output import Answer, Json, show_progress

if TYPE_CHECKING:
    from sketch2image.core.types import Image
    from sketch2image.systems.artworks.looks import Corners
    from sketch2image.systems.artworks.search import Found, LookUp

_SIDE = 1600
"""Longest side of a photo, in pixels, that is looked at."""


def search(
    photos: Annotated[list[str], typer.Argument(metavar="PHOTO", help="Photos of works.")],
    collection: CollectionName = DEFAULT,
    k: Annotated[int, typer.Option("--k", min=1, max=50, help="How many matches.")] = 5,
    detector: DetectorName = FRAME,
    verify: Annotated[
        bool, typer.Option(help="Look for the points of the works most alike in the photo.")
    ] = True,
    figures: Annotated[
        str, typer.Option(metavar="DIR", help="Where a page for each photo goes.")
    ] = "",
    bgr: BlueFirst = None,
    model: Model = "",
    tier: options.Tier = "",
    or_lite: options.OrLite = None,
    as_json: Json = False,
) -> Answer:
    """Say which work of a collection each photo shows, or that none does."""
    from sketch2image.core.pictures import open_picture
    from sketch2image.engine.save import prepare
    from sketch2image.systems.artworks.collection import Collection
    from sketch2image.systems.artworks.search import look_up_all

    pictures = [open_picture(path, _SIDE) for path in photos]
    if figures:
        prepare(figures)
    making = chosen_making(collection, tier, model, bgr)
    with Collection(collection) as held, artwork_tiers(tier, or_lite, making) as opened:
        with finding(detector) as finder:
            found = opened.use(
                lambda parts: look_up_all(
                    held, parts.encoder, finder, pictures, k, show_progress, verify=verify
                )
            )
        pages = [_page(figures, *each) for each in zip(photos, pictures, found, strict=True)]
    each = zip(photos, found, pages, strict=True)
    document = {
        "collection": collection,
        "detector": detector,
        "results": [_document(*one) for one in each],
        "tier": opened.document(),
    }
    return Answer(document, [line for result in document["results"] for line in _lines(result)])


def _page(folder: str, photo: str, picture: Image, found: LookUp) -> str:
    from sketch2image.core.pictures import save_png
    from sketch2image.systems.artworks.figure import figure

    if not folder:
        return ""
    file = f"{folder}/{Path(photo).stem}.png"
    save_png(file, figure(picture, found))
    return file


def _document(photo: str, found: LookUp, page: str) -> dict[str, Any]:
    return {
        "query": photo,
        "known": found.known,
        "corners": _rounded(found.corners),
        "matches": [_match(one) for one in found.matches],
        **({"figure": page} if page else {}),
    }


def _match(found: Found) -> dict[str, Any]:
    work = found.work
    return {
        "path": found.path,
        "rank": found.rank,
        "score": round(found.likeness, 4),
        "confidence": round(found.confidence, 4),
        "weak": found.weak,
        "inliers": found.inliers,
        "corners": _rounded(found.corners),
        "label": work.label,
        "title": work.name,
        "artist": work.artist,
        "year": work.year,
        "museum": work.museum,
        "medium": work.medium,
        "extra": dict(work.extra),
    }


def _rounded(corners: Corners | None) -> list[list[float]] | None:
    return None if corners is None else corners.round(1).tolist()


def _lines(result: dict[str, Any]) -> list[str]:
    answer = "in this collection" if result["known"] else "not in this collection; most like it:"
    return [f"{result['query']}: {answer}", *(_match_line(one) for one in result["matches"])]


def _match_line(match: dict[str, Any]) -> str:
    seen = f", {match['inliers']} points seen" if match["inliers"] else ""
    return f"  {match['rank']}. {match['confidence']:4.0%}{seen}  {match['label']}  {match['path']}"
