"""What finds the work in a photo: its frame, nothing, or a full detector."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from sketch2image.cli.tiers import tiers
from sketch2image.core.parts import DETECTOR, SETTINGS

if TYPE_CHECKING:
    from sketch2image.systems.artworks.looks import Finder

FRAME, NONE = "frame", "none"

DetectorName = Annotated[
    str,
    typer.Option(
        "--detector",
        metavar="frame|none|ID|FOLDER",
        help="What finds the work in a photo: its frame, nothing, or the full model "
        "grounding-dino-tiny or grounding-dino-base.",
    ),
]


@contextmanager
def finding(detector: str) -> Iterator[Finder]:
    """The finder of a name; the process of a full detector runs while it is open.

    Raises:
        UserError: there is no such detector, or it is not here.
    """
    from sketch2image.core.settings import load
    from sketch2image.engine.full import full_models
    from sketch2image.systems.artworks.looks import in_boxes, in_frames, nowhere

    if detector in (FRAME, NONE):
        yield in_frames if detector == FRAME else nowhere
        return
    models = full_models(load().model_copy(update={SETTINGS[DETECTOR]: detector}))
    with tiers("full", False, DETECTOR, models=models) as opened:
        yield in_boxes(opened.parts.detector)
