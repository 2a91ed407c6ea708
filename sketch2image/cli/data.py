"""`data check|pairs|edges|show`: training data, before anything is trained on it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sketch2image.cli.data_documents import (
    built_answer,
    collection_answer,
    findings_answer,
    pairs_answer,
)
from sketch2image.cli.output import Answer, Json, answering, long_progress
from sketch2image.core.errors import ErrorKind, UserError

if TYPE_CHECKING:
    from sketch2image.train.data.edges import Range

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder of the data.")]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Empty folder for the pairs.")]
LayoutName = Annotated[
    str,
    typer.Option(
        "--layout",
        metavar="auto|sketchy|tu-berlin|quickdraw|folders",
        help="How the data lies.",
    ),
]
SplitName = Annotated[
    str,
    typer.Option(
        "--split",
        metavar="NAME|FILE|held-out:SHARE",
        help="sketchy-104-21, sketchy-100-25, tu-berlin-220-30, quickdraw-80-30, a published "
        "file, or a share of every class.",
    ),
]
Classes = Annotated[
    str,
    typer.Option(
        metavar="NAMES|FILE",
        help="Only these, separated by commas; `default` are the 39 of the captioner.",
    ),
]
_RANGE = re.compile(r"(\d+)(?:-(\d+))?", re.ASCII)

Size = Annotated[int, typer.Option(min=64, max=2048, help="Side of the pictures in pixels.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help="Check, make and show what the full models are trained on.",
    )
    for command in (check, pairs, edges, show):
        group.command()(answering(command))
    app.add_typer(group, name="data")


def check(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Folder, or a table of pictures and sentences.")
    ],
    purpose: Annotated[
        Literal["blip", "turbo", "contrastive"],
        typer.Option("--for", help="What it is to train."),
    ],
    as_json: Json = False,
) -> Answer:
    """Say what is wrong with training data; every picture is opened, none is changed."""
    from sketch2image.train.data.check import check as look

    return findings_answer(folder, look(folder, purpose, long_progress()))


def pairs(
    folder: Folder,
    out: Out,
    layout: LayoutName = "auto",
    wish: SplitName = "held-out:0.1",
    classes: Classes = "",
    size: Size = 512,
    as_json: Json = False,
) -> Answer:
    """Pairs for `train turbo` of sketches and the photos they were drawn after.

    Stopped, the same command goes on where it was.
    """
    from sketch2image.train.data.builders import SketchPairs

    plan = SketchPairs(layout, wish, _named(classes), size)
    return built_answer(out, plan.build(folder, out, long_progress()))


def edges(
    photos: Annotated[Path, typer.Argument(metavar="PHOTOS", help="Folder of photos.")],
    out: Out,
    recipe: Annotated[
        Literal["canny", "fashion", "fashion-early", "fashion-ghoumrassi"],
        typer.Option(help="How edges are found."),
    ] = "canny",
    captions: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="CSV or JSON of photos and sentences or classes [default: the photos' folders].",
        ),
    ] = None,
    low: Annotated[str, typer.Option(metavar="N|N-M", help="Canny's lower threshold.")] = "",
    high: Annotated[str, typer.Option(metavar="N|N-M", help="Its upper threshold.")] = "",
    seed: Annotated[int, typer.Option(min=0, help="Of thresholds drawn from a range.")] = 0,
    size: Size = 512,
    as_json: Json = False,
) -> Answer:
    """Pairs for `train turbo` of photos and their edges; a tenth of them is held out.

    Stopped, the same command goes on where it was.
    """
    from sketch2image.train.data.builders import EdgePairs

    plan = EdgePairs(recipe, _range("--low", low), _range("--high", high), seed, size)
    return built_answer(out, plan.build(photos, out, captions, long_progress()))


def show(
    folder: Folder,
    out: Annotated[
        str, typer.Option("--out", metavar="FILE.png", help="Write a sheet of examples there.")
    ] = "",
    layout: LayoutName = "auto",
    wish: SplitName = "",
    classes: Classes = "",
    as_json: Json = False,
) -> Answer:
    """How much of what there is; `--out` writes a sheet of examples."""
    from sketch2image.air.files import check_name
    from sketch2image.cli import data_sheet
    from sketch2image.core.pictures import save_png
    from sketch2image.train.data.layouts import collection
    from sketch2image.train.data.paired import PARTS, paired, side_of
    from sketch2image.train.data.sentences import chosen
    from sketch2image.train.data.splits import split

    if out:
        check_name(out, ".png")
    if side_of(folder, "train", "A").is_dir():
        parts = [paired(folder, part) for part in PARTS]
        if out:
            save_png(out, data_sheet.of_pairs(parts[0]))
        return pairs_answer(folder, dict(zip(PARTS, parts, strict=True)), out)
    found = chosen(collection(folder, layout), _named(classes))
    if out:
        save_png(out, data_sheet.of_classes(found))
    return collection_answer(folder, found, split(found, wish) if wish else None, out)


def _named(classes: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in classes.split(",") if name.strip())


def _range(option: str, text: str) -> Range | None:
    """`100` or `50-150`; None for nothing."""
    if not text:
        return None
    found = _RANGE.fullmatch(text)
    low, high = (int(found[1]), int(found[2] or found[1])) if found else (0, -1)
    if high < low:
        message = f"{option} {text} is no threshold"
        raise UserError(ErrorKind.input, message, "Write 100, or a range as 50-150.")
    return low, high
