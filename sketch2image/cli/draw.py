"""`draw`: from a camera to a sketch on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sketch2image.cli import options
from sketch2image.cli.output import Answer, Json, answering, show_progress
from sketch2image.cli.view import viewer_for


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(answering(draw))


def draw(
    camera: options.Camera = "",
    out: Annotated[Path, typer.Option(help="Where the sketch goes (PNG).")] = Path("sketch.png"),
    svg: Annotated[Path | None, typer.Option(help="Where the strokes go (SVG).")] = None,
    profile: options.Profile = "",
    subject: options.Subject = "strawberry",
    seed: options.Seed = 0,
    show: options.ShowWindow = None,
    as_json: Json = False,
) -> Answer:
    """Draw in the air; the sketch lies on disk afterward."""
    from sketch2image.air.files import save_svg
    from sketch2image.core.pictures import save_png
    from sketch2image.core.settings import load
    from sketch2image.engine.drawing import draw_from
    from sketch2image.engine.sources import open_source

    settings = load()
    source = open_source(camera or settings.camera, subject, seed)
    sketch = draw_from(source, profile or settings.profile, show_progress, viewer_for(source, show))
    save_png(out, sketch.raster)
    if svg is not None:
        save_svg(svg, sketch)
    document = {
        "path": str(out),
        "svg": str(svg) if svg else None,
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
