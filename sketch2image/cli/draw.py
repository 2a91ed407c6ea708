"""`draw`: from a camera to a sketch on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sketch2image.cli import options
from sketch2image.cli.output import Answer, Json, answering, show_progress
from sketch2image.cli.view import viewer_for
from sketch2image.core import defaults


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(answering(draw))


def draw(
    camera: options.Camera = "",
    out: Annotated[str, typer.Option(help="Where the sketch goes (.png).")] = "sketch.png",
    svg: Annotated[str, typer.Option(help="Where the strokes go (.svg).")] = "",
    profile: options.Profile = "",
    subject: options.Subject = defaults.SUBJECT,
    seed: options.Seed = 0,
    show: options.ShowWindow = None,
    as_json: Json = False,
) -> Answer:
    """Draw in the air; the sketch lies on disk afterward."""
    from sketch2image.air.files import check_name, save_sketch
    from sketch2image.core.settings import load
    from sketch2image.engine.drawing import draw_from
    from sketch2image.engine.save import prepare
    from sketch2image.engine.sources import open_source

    settings = load()
    check_name(out, ".png")
    if svg:
        check_name(svg, ".svg")
    for path in filter(None, (svg, out)):
        prepare(str(Path(path).parent))
    source = open_source(camera or settings.camera, subject, seed)
    viewer = viewer_for(source, show)
    sketch = draw_from(source, profile or settings.profile, show_progress, viewer)
    for path in filter(None, (svg, out)):
        save_sketch(path, sketch)
    document = {
        "path": out,
        "svg": svg or None,
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
