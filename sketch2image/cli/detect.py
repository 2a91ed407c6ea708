"""`detect`: where a thing is in a photo."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from sketch2image.cli.output import Answer, Json, answering
from sketch2image.cli.tiers import tiers
from sketch2image.core.parts import DETECTOR


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(answering(detect))


def detect(
    photo: Annotated[str, typer.Argument(help="A photo.")],
    prompt: Annotated[
        str, typer.Option(help="What to look for, each thing closed by a full stop.")
    ] = "an artwork.",
    out: Annotated[
        str, typer.Option(help="Where the part of the photo with the best one goes (.png).")
    ] = "",
    as_json: Json = False,
) -> Answer:
    """Find what words name in a photo.

    Takes a full model: run `models pull grounding-dino-tiny` once.
    """
    from sketch2image.air.files import check_name
    from sketch2image.core.pictures import open_picture, save_png
    from sketch2image.detect.protocol import crop, whole_picture

    if out:
        check_name(out, ".png")
    image = open_picture(photo)
    with tiers("full", False, DETECTOR) as opened:
        found = opened.use(lambda parts: parts.detector.detections(image, prompt))
    best = found[0] if found else whole_picture(image)
    if out:
        save_png(out, crop(image, best))
    lines = [f"{one.label} {one.score:.0%}: {_place(one.box)}" for one in found]
    document = {"photo": photo, "detections": [asdict(one) for one in found], "best": asdict(best)}
    return Answer(document, lines or [f"nothing found: the whole photo, {_place(best.box)}"])


def _place(box: tuple[int, int, int, int]) -> str:
    left, top, right, bottom = box
    return f"{right - left}x{bottom - top} at {left},{top}"
