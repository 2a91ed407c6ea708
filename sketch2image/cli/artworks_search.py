"""`artworks search`: the work that a photo shows."""

from __future__ import annotations

from itertools import count
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
    from sketch2image.detect.overlap import Corners
    from sketch2image.systems.artworks.search import Found, LookUp


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
    from sketch2image.engine.save import prepare
    from sketch2image.systems.artworks.collection import Collection
    from sketch2image.systems.artworks.search import look_up_all

    if figures:
        prepare(figures)
    making = chosen_making(collection, tier, model, bgr)
    with Collection(collection) as held, artwork_tiers(tier, or_lite, making) as opened:
        with finding(detector) as finder:
            found = opened.use(
                lambda parts: look_up_all(
                    held, parts.encoder, finder, photos, k, show_progress, verify=verify
                )
            )
        pages = _pages(figures, photos, found)
    each = zip(photos, found, pages, strict=True)
    document = {
        "collection": collection,
        "detector": detector,
        "results": [_document(*one) for one in each],
        "tier": opened.document(),
    }
    return Answer(document, [line for result in document["results"] for line in _lines(result)])


def _pages(folder: str, photos: list[str], found: list[LookUp]) -> list[str]:
    """Files of the pages, named like their photos; no two alike."""
    from sketch2image.core.pictures import open_picture, save_png
    from sketch2image.systems.artworks.figure import figure
    from sketch2image.systems.artworks.search import PHOTO_SIDE

    if not folder:
        return [""] * len(photos)
    files: list[str] = []
    for photo, one in zip(photos, found, strict=True):
        stem = Path(photo).stem
        names = (f"{folder}/{stem}{'-' * bool(n)}{n or ''}.png" for n in count())
        files.append(next(name for name in names if name not in files))
        save_png(files[-1], figure(open_picture(photo, PHOTO_SIDE), one))
    return files


def _document(photo: str, found: LookUp, page: str) -> dict[str, Any]:
    return {
        "query": photo,
        "known": found.known,
        "corners": _shares(found.corners, found),
        "matches": [_match(one, found) for one in found.matches],
        **({"figure": page} if page else {}),
    }


def _match(match: Found, found: LookUp) -> dict[str, Any]:
    work = match.work
    return {
        "path": match.path,
        "rank": match.rank,
        "score": round(match.likeness, 4),
        "confidence": round(match.confidence, 4),
        "weak": match.weak,
        "inliers": match.inliers,
        "corners": _shares(match.corners, found),
        "label": work.label,
        "title": work.name,
        "artist": work.artist,
        "year": work.year,
        "museum": work.museum,
        "medium": work.medium,
        "extra": dict(work.extra),
    }


def _shares(corners: Corners | None, found: LookUp) -> list[list[float]] | None:
    """As shares of the photo's width and height, whatever size the file has."""
    return None if corners is None else (corners / found.size).round(4).tolist()


def _lines(result: dict[str, Any]) -> list[str]:
    answer = "in this collection" if result["known"] else "not in this collection; most like it:"
    return [f"{result['query']}: {answer}", *(_match_line(one) for one in result["matches"])]


def _match_line(match: dict[str, Any]) -> str:
    seen = f", {match['inliers']} points seen" if match["inliers"] else ""
    return f"  {match['rank']}. {match['confidence']:4.0%}{seen}  {match['label']}  {match['path']}"
