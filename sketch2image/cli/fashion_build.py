"""`fashion build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sketch2image.cli.output import Answer, Json, answering, long_progress
from sketch2image.core.errors import ErrorKind, UserError

if TYPE_CHECKING:
    from sketch2image.systems.fashion.build import Built

Recipe = Literal["fashion", "fashion-early", "fashion-ghoumrassi", "canny"]

_PALE = {
    "words": "by their captions",
    "brightness": "by their brightness",
    "blank": "as else blank",
}
_NAMED = 5
"""Pictures without edges that are named."""


def add_to(group: typer.Typer) -> None:
    """Add the command of this module."""
    group.command()(answering(build))


def build(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of pictures of garments.")],
    out: Annotated[Path, typer.Option("--out", metavar="ROOT", help="Folder of all sets.")],
    name: Annotated[str, typer.Option(help="What the set is called [default: as DIR].")] = "",
    captions: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="CSV or JSON of pictures with captions or kinds [default: the table in DIR, else "
            "the pictures' folders].",
        ),
    ] = None,
    describe: Annotated[
        bool, typer.Option("--describe", help="Put the measured colors into captions too.")
    ] = False,
    recipe: Annotated[Recipe, typer.Option(help="How edges are found.")] = "fashion",
    size: Annotated[
        int, typer.Option(min=64, max=4096, help="Longest side of a picture, pixels.")
    ] = 512,
    first: Annotated[int, typer.Option(min=0, help="Number of the first triplet.")] = 0,
    sheet: Annotated[
        str, typer.Option(metavar="FILE.png", help="Write a sheet of examples there.")
    ] = "",
    as_json: Json = False,
) -> Answer:
    """Triplets of picture, edges and words to train on, out of pictures of garments.

    Stopped, the same command goes on where it was.
    """
    from sketch2image.air.files import check_name
    from sketch2image.core.pictures import save_png
    from sketch2image.systems.fashion.build import Building
    from sketch2image.systems.fashion.sheet import sheet_of
    from sketch2image.train.data.triplets import TripletFolder

    if sheet:
        check_name(sheet, ".png")
    files = TripletFolder(out, _checked(name or folder.resolve().name))
    wanted = Building(recipe, size, first, describe)
    built = wanted.build(folder, files, captions, long_progress())
    if sheet:
        save_png(sheet, sheet_of(built))
    return _answer(built, sheet)


def _checked(name: str) -> str:
    if not name or name != Path(name).name or name.startswith("."):
        raise UserError(ErrorKind.input, f"{name!r} is no name of a folder", "Give another --name.")
    return name


def _answer(built: Built, sheet: str) -> Answer:
    blank = built.without_edges
    document = {
        "folder": str(built.files.folder),
        "triplets": len(built.triplets),
        "found": built.found,
        "pale": built.pale,
        "without_edges": list(blank),
        "sheet": sheet,
    }
    pale = ", ".join(f"{count:,} {_PALE[why]}" for why, count in built.pale.items())
    lines = [
        f"{built.files.folder}: {len(built.triplets):,} triplets",
        f"drawn as pale: {pale or 'none'}",
    ]
    if blank:
        more = ", ..." if len(blank) > _NAMED else ""
        lines.append(f"no edges found in {len(blank):,}: {', '.join(blank[:_NAMED])}{more}")
    return Answer(document, [*lines, *([f"sheet: {sheet}"] if sheet else [])])
