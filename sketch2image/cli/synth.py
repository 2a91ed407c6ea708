"""`synth gallery|pairs|sheet`: pictures and drawings of the rendered world."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sketch2image.cli.output import Answer, Json, answering, show_progress
from sketch2image.synth.choices import Format, Kind, Wish

Out = Annotated[str, typer.Option("--out", metavar="DIR", help="Folder for the files.")]
PerClass = Annotated[int, typer.Option(min=1, max=100_000, help="How many of each class.")]
Size = Annotated[int, typer.Option(min=32, max=2048, help="Side of the pictures in pixels.")]
Seed = Annotated[int, typer.Option(min=0, help="Another seed, other pictures.")]
Subjects = Annotated[
    list[str] | None, typer.Option("--subject", help="Class; may be given again [default: all].")
]
GroundOf = Annotated[Wish, typer.Option("--ground", help="What the objects stand on.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help="Render pictures nobody took."
    )
    group.command()(answering(gallery))
    group.command()(answering(pairs))
    group.command()(answering(sheet))
    app.add_typer(group, name="synth")


def gallery(
    out: Out,
    per_class: PerClass = 8,
    size: Size = 256,
    seed: Seed = 0,
    form: Annotated[Format, typer.Option("--format", help="Of the files.")] = Format.jpg,
    subject: Subjects = None,
    ground: GroundOf = Wish.mixed,
    as_json: Json = False,
) -> Answer:
    """Photos of every class, to try search on; a larger gallery holds the smaller one."""
    from sketch2image.synth.gallery import make_gallery

    paths = make_gallery(out, seed, per_class, size, form, subject or (), ground, show_progress)
    files = [path.name for path in paths]
    document = {"folder": out, "seed": seed, "size": size, "pictures": len(files), "files": files}
    return Answer(document, [f"{len(files)} pictures in {out}"])


def pairs(
    out: Out,
    per_class: PerClass = 1,
    size: Size = 512,
    seed: Seed = 0,
    subject: Subjects = None,
    ground: GroundOf = Wish.mixed,
    as_json: Json = False,
) -> Answer:
    """Photos with their exact line drawings, and sketches of them as people draw."""
    from sketch2image.engine.pairs import INDEX, make_pairs

    rows = make_pairs(out, seed, per_class, size, subject or (), ground, show_progress)
    document = {"folder": out, "seed": seed, "size": size, "pairs": len(rows), "index": INDEX}
    return Answer(document, [f"{len(rows)} pairs in {out}, listed there in {INDEX}"])


def sheet(
    out: Annotated[str, typer.Option(metavar="FILE.png", help="Where the sheet goes.")],
    key: Annotated[
        str, typer.Option(metavar="FILE.json", help="Where the answers go [default: beside it].")
    ] = "",
    kind: Annotated[Kind, typer.Option(help="What the cells show.")] = Kind.photos,
    seed: Seed = 0,
    cell: Annotated[int, typer.Option(min=48, max=512, help="Side of a cell in pixels.")] = 200,
    subject: Subjects = None,
    as_json: Json = False,
) -> Answer:
    """One numbered cell for each class, shuffled, without names: what can people recognize?"""
    from sketch2image.air.files import check_name
    from sketch2image.synth.sheet import make_sheet

    answers = key or str(Path(out).with_suffix(".json"))
    check_name(out, ".png")
    check_name(answers, ".json")
    names = make_sheet(out, answers, kind, seed, cell, subject or (), show_progress)
    document = {"sheet": out, "key": answers, "kind": kind, "seed": seed, "cells": len(names)}
    return Answer(document, [f"{out}: {len(names)} cells; what they are stands in {answers}"])
