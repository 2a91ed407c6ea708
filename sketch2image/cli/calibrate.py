"""`calibrate`: how large your hand is where you draw."""

from __future__ import annotations

from typing import Annotated

import typer

from sketch2image.cli import options
from sketch2image.cli.output import Answer, Json, answering, say, show_progress
from sketch2image.cli.view import viewer_for
from sketch2image.core import defaults


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(answering(calibrate))


def calibrate(
    camera: options.Camera = "",
    hand: options.HandSide = "",
    forget: Annotated[bool, typer.Option("--forget", help="Go back to any size of hand.")] = False,
    subject: options.Subject = defaults.SUBJECT,
    seed: options.Seed = 0,
    show: options.ShowWindow = None,
    as_json: Json = False,
) -> Answer:
    """Measure your open hand, held still for a second, and keep its size in the settings.

    Speeds, the eraser and the choice of whose hand draws then go by your hand.
    """
    from sketch2image.core.settings import load, save
    from sketch2image.engine.calibration import calibrate_from
    from sketch2image.engine.setups import chosen_side
    from sketch2image.engine.sources import open_source

    if forget:
        path = str(save("palm", 0.0))
        return Answer({"palm": 0.0, "settings": path}, [f"forgotten in {path}"])
    settings, side = load(), chosen_side(hand)
    source = open_source(camera or settings.camera, subject, seed)
    say("Hold your open hand still, where you will draw.")
    found = calibrate_from(source, side, show_progress, viewer_for(source, show))
    path = str(save("palm", found.palm))
    document = {"palm": found.palm, "hand": found.hand, "frames": found.frames, "settings": path}
    line = (
        f"{found.hand.lower()} hand, palm {found.palm:.1%} of the picture's width; kept in {path}"
    )
    return Answer(document, [line])
