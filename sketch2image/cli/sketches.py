"""`caption` and `run`: what is said and found for a sketch on disk."""

from __future__ import annotations

from typing import Annotated

import typer

from sketch2image.cli import options
from sketch2image.cli.adb import Start
from sketch2image.cli.films import Timelapse, mention_letters
from sketch2image.cli.output import Answer, Json, answering, show_progress
from sketch2image.cli.sending import Push, To, sending_for
from sketch2image.cli.tiers import tiers
from sketch2image.core import defaults
from sketch2image.core.parts import CAPTIONER


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(answering(caption))
    app.command()(answering(run))


def caption(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Sketches.")],
    vocabulary: options.Vocabulary = "",
    tier: options.Tier = "",
    or_lite: options.OrLite = None,
    as_json: Json = False,
) -> Answer:
    """Say what sketches show."""
    from sketch2image.air.files import open_sketch
    from sketch2image.cli.documents import guess_line
    from sketch2image.engine.save import caption_document

    sketches = [open_sketch(path) for path in paths]
    with tiers(tier, or_lite, CAPTIONER, vocabulary=vocabulary) as opened:
        found = opened.use(lambda parts: parts.captioner.caption_all(sketches))
    documents = [
        {"path": path, **caption_document(one)} for path, one in zip(paths, found, strict=True)
    ]
    lines = [f"{path}: {guess_line(one)}" for path, one in zip(paths, found, strict=True)]
    return Answer({"captions": documents, "tier": opened.document()}, lines)


def run(
    sketch: options.SketchFile,
    out: options.OutFolder = "out",
    gallery: options.GalleryName = "",
    k: options.Count = defaults.MATCHES,
    prompt: options.Prompt = "",
    vocabulary: options.Vocabulary = "",
    seed: options.Seed = 0,
    strength: options.Strength = None,
    style: options.Style = "",
    weights: Annotated[
        str,
        typer.Option(
            metavar="ROUTE=WEIGHT,...",
            help="What the routes sketch, render and caption count in the search "
            "[default: what measured best].",
        ),
    ] = "",
    tier: options.Tier = "",
    or_lite: options.OrLite = None,
    timelapse: Timelapse = "",
    push: Push = None,
    phone: To = "",
    start: Start = None,
    as_json: Json = False,
) -> Answer:
    """Caption, render and search for one sketch."""
    from sketch2image.air.files import open_sketch
    from sketch2image.cli.documents import answer_lines
    from sketch2image.engine.film import check_film
    from sketch2image.engine.galleries import chosen_gallery
    from sketch2image.engine.request import DEFAULT_WEIGHTS, Request, weights_from
    from sketch2image.engine.save import prepare, save

    if timelapse:
        check_film(timelapse)
    prepare(out)
    counts = weights_from(weights) if weights else DEFAULT_WEIGHTS
    sketched, where = open_sketch(sketch), chosen_gallery(gallery)
    sending = sending_for(push, phone, start, as_json)
    request = Request(sketched, prompt, seed, strength, where, k, counts, style=style)
    with tiers(tier, or_lite, vocabulary=vocabulary) as opened:
        result = opened.answer(request, show_progress)
    saved = save(result, out, timelapse, show_progress)
    mention_letters(saved)
    return sending.send(Answer(saved, answer_lines(saved)), saved["files"]["sheet"])
