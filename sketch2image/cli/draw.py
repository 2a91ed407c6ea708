"""`draw`: from a camera to a sketch on disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sketch2image.cli import options, plans
from sketch2image.cli.output import Answer, Json, answering, say, show_progress
from sketch2image.cli.view import viewer_for
from sketch2image.core import defaults

if TYPE_CHECKING:
    from sketch2image.core.sketch import Sketch


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(answering(draw))


def draw(
    camera: options.Camera = "",
    out: Annotated[str, typer.Option(help="Where the sketch goes (.png).")] = "sketch.png",
    svg: Annotated[str, typer.Option(help="Where the strokes go (.svg).")] = "",
    profile: options.Profile = "",
    hand: options.HandSide = "",
    color: options.PenColor = "",
    width: options.PenWidth = None,
    on: plans.On = "",
    resume: plans.Resume = False,
    record: plans.Record = "",
    replay: plans.Replay = "",
    subject: options.Subject = defaults.SUBJECT,
    seed: options.Seed = 0,
    show: options.ShowWindow = None,
    as_json: Json = False,
) -> Answer:
    """Draw in the air; the sketch lies on disk afterward.

    An unfinished drawing is kept every few seconds, and --resume goes on with it. A recording
    holds the landmarks of the hand, no picture: send one with a report of strokes gone wrong.
    """
    from sketch2image.air.files import check_name, save_sketch
    from sketch2image.engine.save import prepare
    from sketch2image.engine.sitting import Sitting

    check_name(out, ".png")
    if svg:
        check_name(svg, ".svg")
    files = [path for path in (svg, out) if path]
    for path in files:
        prepare(str(Path(path).parent))
    plan = plans.plan_from(
        camera=camera, profile=profile, hand=hand, color=color, width=width, subject=subject,
        seed=seed, on=on, resume=resume, record=record, replay=replay,
    )  # fmt: skip

    def keep(sketch: Sketch) -> None:
        for path in files:
            save_sketch(path, sketch)

    sitting = Sitting(plan, say)
    sketch = sitting.draw(show_progress, lambda source: viewer_for(source, show), keep)
    document = {
        "path": out,
        "svg": svg or None,
        "record": record or None,
        "size": list(sketch.size),
        "strokes": [
            {
                "points": stroke.points.round(2).tolist(),
                "color": list(stroke.color),
                "width": stroke.width,
                "eraser": stroke.eraser,
            }
            for stroke in sketch.strokes
        ],
    }
    return Answer(document, [f"{out}: {len(sketch.strokes)} strokes"])
