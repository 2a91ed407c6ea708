"""`style search`: the pictures of an index that are nearest in style."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from sketch2image.cli.output import Answer, Json, answering
from sketch2image.cli.style_options import Device, IndexName

if TYPE_CHECKING:
    from sketch2image.systems.style.search import Answer as Result
    from sketch2image.systems.style.search import Found, Wish

Picture = Annotated[str, typer.Argument(metavar="PICTURE", help="What to find pictures like.")]
Features = Annotated[
    Literal["penultimate", "logits"],
    typer.Option(metavar="penultimate|logits", help="What of the network is compared."),
]
Distance = Annotated[
    Literal["cosine", "euclidean"],
    typer.Option(metavar="cosine|euclidean", help="How it is compared."),
]
Count = Annotated[int, typer.Option("--k", min=1, max=1000, help="How many pictures.")]
Country = Annotated[
    list[str] | None, typer.Option("--country", metavar="NAME", help="Only from there; may repeat.")
]
Artist = Annotated[
    list[str] | None, typer.Option("--artist", metavar="NAME", help="Only by them; may repeat.")
]
Style = Annotated[
    list[str] | None,
    typer.Option("--style", metavar="NAME", help="Only of that style; may repeat."),
]
Figure = Annotated[
    str, typer.Option(metavar="FILE.png", help="Draw the query and what was found on a page.")
]


def add_to(group: typer.Typer) -> None:
    """Add the command of this module."""
    group.command()(answering(search))


def search(
    picture: Picture,
    name: IndexName = "styles",
    k: Count = 5,
    features: Features = "penultimate",
    distance: Distance = "cosine",
    country: Country = None,
    artist: Artist = None,
    style: Style = None,
    figure: Figure = "",
    device: Device = "auto",
    as_json: Json = False,
) -> Answer:
    """Find the pictures of an index that are nearest in style to a picture."""
    from sketch2image.systems.style.search import Wish
    from sketch2image.systems.style.search import search as run
    from sketch2image.systems.style.store import open_index

    only = {"country": country or [], "artist": artist or [], "style": style or []}
    wish = Wish(k, features, distance, only)
    answer = run(open_index(name), picture, wish, device)
    if figure:
        _draw(figure, picture, answer, wish)
    document = _document(picture, name, answer, wish) | ({"figure": figure} if figure else {})
    return Answer(document, _lines(picture, answer, figure))


def _draw(file: str, picture: str, answer: Result, wish: Wish) -> None:
    from sketch2image.core.pictures import open_picture, save_png
    from sketch2image.gallery.protocol import PICTURE_SIDE
    from sketch2image.systems.style.figure import figure

    filters = [f"{name} {' or '.join(values)}" for name, values in wish.only.items() if values]
    how = ", ".join((wish.features, wish.distance, *filters))
    page = figure(open_picture(picture, PICTURE_SIDE), Path(picture).name, answer, how)
    save_png(file, page)


def _document(picture: str, name: str, answer: Result, wish: Wish) -> dict[str, Any]:
    return {
        "query": picture,
        "index": name,
        "features": wish.features,
        "distance": wish.distance,
        "style": answer.said,
        "chance": round(answer.chance, 4),
        "among": answer.among,
        "matches": [_match(found) for found in answer.found],
    }


def _match(found: Found) -> dict[str, Any]:
    entry = found.entry
    texts = ("title", "artist", "year", "country", "style", "said")
    return {
        "path": str(found.path),
        "rank": found.rank,
        "score": round(found.score, 4),
        "distance": round(found.distance, 4),
        "changed": found.changed,
        **{name: getattr(entry, name) for name in texts},
    }


def _lines(picture: str, answer: Result, figure: str) -> list[str]:
    head = f"{picture}: {answer.said} ({answer.chance:.0%}), {answer.among:,} pictures compared"
    page = [f"page: {figure}"] if figure else []
    return [head, *map(_line, answer.found), *page]


def _line(found: Found) -> str:
    entry = found.entry
    facts = (entry.title or entry.name, entry.artist, entry.year, entry.style, entry.country)
    changed = "  (the file has changed)" if found.changed else ""
    said = ", ".join(filter(None, facts))
    return (
        f"  {found.rank}. {found.score:.3f} ({found.distance:.3f})  {said}  {found.path}{changed}"
    )
