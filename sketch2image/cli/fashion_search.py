"""`fashion index|search`: garments found by a sketch, by words, or by both."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sketch2image.cli import options
from sketch2image.cli.galleries import added_document, added_line, failed_lines
from sketch2image.cli.output import Answer, Json, answering, show_progress

if TYPE_CHECKING:
    from sketch2image.core.types import Image, Match

DEFAULT = "fashion"

Wardrobe = Annotated[str, typer.Option("--gallery", help="Name of the gallery of garments.")]
Model = Annotated[
    str,
    typer.Option(
        metavar="FOLDER|FILE.pt",
        help="Encoder: a run of `fashion train`, or a TASK-former [default: the gallery's own].",
    ),
]


def add_to(group: typer.Typer) -> None:
    """Add the commands of this module."""
    group.command()(answering(index))
    group.command()(answering(search))


def index(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="Folder of pictures, or of triplets.")
    ],
    model: Model = "",
    gallery: Wardrobe = DEFAULT,
    as_json: Json = False,
) -> Answer:
    """Bring a gallery of garments up to date with a folder."""
    from sketch2image.systems.fashion.wardrobe import index as bring_up

    report = bring_up(folder, model, gallery, show_progress)
    lines = [f"gallery {gallery}: {added_line(report)}", *failed_lines(report.failed)]
    return Answer({"gallery": gallery, **added_document(report)}, lines)


def search(
    sketch: Annotated[
        str, typer.Option(metavar="FILE", help="A drawing: PNG or any picture, or our SVG.")
    ] = "",
    text: Annotated[str, typer.Option(help="Words, English or Korean, e.g. `a red dress`.")] = "",
    weight: Annotated[
        float, typer.Option(min=0, max=1, help="What the sketch counts beside words.")
    ] = 0.5,
    gallery: Wardrobe = DEFAULT,
    k: options.Count = 10,
    out: Annotated[
        str, typer.Option("--out", metavar="FILE.png", help="Write a page of the matches there.")
    ] = "",
    model: Model = "",
    as_json: Json = False,
) -> Answer:
    """Find garments by a sketch, by words, or by both; empty words are none."""
    from sketch2image.air.files import check_name, open_sketch
    from sketch2image.cli.documents import match_lines
    from sketch2image.engine.save import match_document
    from sketch2image.systems.fashion.search import Finder

    if out:
        check_name(out, ".png")
    drawn = open_sketch(sketch).raster if sketch else None
    with Finder(gallery, Path(model) if model else None) as finder:
        found = finder.find(drawn, text, weight, k)
    if out:
        _write_page(out, drawn, _title(sketch, text), gallery, found)
    document: dict[str, Any] = {
        "gallery": gallery,
        "sketch": sketch or None,
        "text": text.strip() or None,
        "weight": weight if sketch and text.strip() else None,
        "matches": [match_document(match) for match in found],
        **({"sheet": out} if out else {}),
    }
    lines = [_title(sketch, text), *match_lines(document["matches"])]
    return Answer(document, [*lines, *([f"sheet: {out}"] if out else [])])


def _title(sketch: str, text: str) -> str:
    return ", ".join(filter(None, [Path(sketch).name if sketch else "", text.strip()]))


def _write_page(
    file: str, drawn: Image | None, title: str, gallery: str, found: tuple[Match, ...]
) -> None:
    from sketch2image.core.pictures import save_png
    from sketch2image.engine.search_sheet import Found, search_sheet

    save_png(file, search_sheet([Found(title, f"gallery: {gallery}", drawn, found)]))
