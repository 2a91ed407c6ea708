"""`caption`, `render`, `run`: what is done with a sketch on disk."""

from __future__ import annotations

from typing import Annotated

import typer

from sketch2image.cli import options
from sketch2image.cli.films import Timelapse, mention_letters
from sketch2image.cli.output import Answer, Json, answering, show_progress
from sketch2image.core import defaults

SketchFile = Annotated[str, typer.Argument(help="A sketch: PNG or any picture, or our SVG.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(answering(caption))
    app.command()(answering(render))
    app.command()(answering(run))


def caption(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Sketches.")],
    vocabulary: options.Vocabulary = "",
    as_json: Json = False,
) -> Answer:
    """Say what sketches show."""
    from sketch2image.air.files import open_sketch
    from sketch2image.cli.documents import guess_line
    from sketch2image.engine.parts import lite
    from sketch2image.engine.save import caption_document

    captioner = lite(vocabulary).captioner
    documents, lines = [], []
    for path in paths:
        found = captioner.caption(open_sketch(path))
        documents.append({"path": path, **caption_document(found)})
        lines.append(f"{path}: {guess_line(found)}")
    return Answer({"captions": documents}, lines)


def render(
    sketch: SketchFile,
    out: Annotated[str, typer.Option(help="Where the picture goes (.png).")],
    prompt: options.Prompt = "",
    vocabulary: options.Vocabulary = "",
    seed: options.Seed = 0,
    strength: options.Strength = defaults.STRENGTH,
    as_json: Json = False,
) -> Answer:
    """Turn a sketch into a picture."""
    from sketch2image.air.files import check_name, open_sketch
    from sketch2image.core.pictures import save_png
    from sketch2image.engine.parts import lite

    check_name(out, ".png")
    parts = lite(vocabulary)
    drawing = open_sketch(sketch)
    words = prompt or parts.captioner.caption(drawing).text
    rendering = parts.renderer.render(drawing, words, seed, strength)
    save_png(out, rendering.image)
    document = {
        "path": out, "prompt": words, "seed": seed, "strength": strength,
        "method": rendering.method,
    }  # fmt: skip
    return Answer(document, [f"{out}: {words}"])


def run(
    sketch: SketchFile,
    out: options.OutFolder = "out",
    gallery: options.GalleryName = "",
    k: options.Count = defaults.MATCHES,
    prompt: options.Prompt = "",
    vocabulary: options.Vocabulary = "",
    seed: options.Seed = 0,
    strength: options.Strength = defaults.STRENGTH,
    weights: Annotated[
        str,
        typer.Option(
            metavar="ROUTE=WEIGHT,...",
            help="What the routes sketch, render and caption count in the search "
            "[default: what measured best].",
        ),
    ] = "",
    timelapse: Timelapse = "",
    as_json: Json = False,
) -> Answer:
    """Caption, render and search for one sketch."""
    from sketch2image.air.files import open_sketch
    from sketch2image.cli.documents import answer_lines
    from sketch2image.cli.files import chosen_gallery
    from sketch2image.engine.film import check_film
    from sketch2image.engine.inline import InlineEngine
    from sketch2image.engine.parts import lite
    from sketch2image.engine.pipeline import Pipeline
    from sketch2image.engine.request import DEFAULT_WEIGHTS, Request, weights_from
    from sketch2image.engine.save import prepare, save

    if timelapse:
        check_film(timelapse)
    prepare(out)
    counts = weights_from(weights) if weights else DEFAULT_WEIGHTS
    sketched, where = open_sketch(sketch), chosen_gallery(gallery)
    request = Request(sketched, prompt, seed, strength, where, k, counts)
    job = InlineEngine(Pipeline(lite(vocabulary), show_progress)).submit(request)
    for event in job.events():
        show_progress(event)
    saved = save(job.result(), out, timelapse, show_progress)
    mention_letters(saved)
    return Answer(saved, answer_lines(saved))
