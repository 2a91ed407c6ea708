"""`go`: the whole chain in one run, from the phone's pictures to the answer on the phone."""

from __future__ import annotations

from typing import Annotated

import typer

from sketch2image.cli import options, plans
from sketch2image.cli.adb import Start, offer_start
from sketch2image.cli.films import Timelapse, mention_letters
from sketch2image.cli.output import Answer, Json, answering, say, show_progress
from sketch2image.cli.sending import Push, with_sent
from sketch2image.cli.tiers import tiers
from sketch2image.cli.view import viewer_for
from sketch2image.core import defaults


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(answering(go))


def go(
    camera: options.Camera = "",
    phone: Annotated[
        str, typer.Option(metavar="auto|off|SERIAL", help="Phone to take pictures from.")
    ] = "auto",
    push: Push = None,
    start: Start = None,
    out: options.OutFolder = "out/go",
    gallery: options.GalleryName = "",
    k: options.Count = defaults.MATCHES,
    vocabulary: options.Vocabulary = "",
    profile: options.Profile = "",
    hand: options.HandSide = "",
    color: options.PenColor = "",
    width: options.PenWidth = None,
    on: plans.On = "",
    resume: plans.Resume = False,
    record: plans.Record = "",
    replay: plans.Replay = "",
    tier: options.Tier = "",
    or_lite: options.OrLite = None,
    timelapse: Timelapse = "",
    subject: options.Subject = defaults.SUBJECT,
    seed: options.Seed = 0,
    show: options.ShowWindow = None,
    as_json: Json = False,
) -> Answer:
    """Take the phone's pictures, draw, caption, render, search, send the answer back.

    Without --gallery the phone's own pictures are searched when there is a phone.
    """
    from sketch2image.cli.documents import answer_lines
    from sketch2image.core.settings import load
    from sketch2image.engine.galleries import chosen_gallery
    from sketch2image.engine.go import Errand, run
    from sketch2image.engine.phones import OFF
    from sketch2image.phone.device import AUTO

    if phone != OFF and (start or push or phone != AUTO):
        offer_start(start, as_json)
    plan = plans.plan_from(
        camera=camera, profile=profile, hand=hand, color=color, width=width, subject=subject,
        seed=seed, on=on, resume=resume, record=record, replay=replay,
    )  # fmt: skip
    errand = Errand(
        plan=plan,
        phone=phone,
        push=push,
        out=out,
        gallery=gallery or load().gallery,
        fallback=chosen_gallery(""),
        k=k,
        seed=seed,
        timelapse=timelapse,
    )
    with tiers(tier, or_lite, vocabulary=vocabulary) as models:
        document, sent = run(
            errand, models, lambda source: viewer_for(source, show), show_progress, say
        )
    mention_letters(document)
    where = f"the answer is in {document['files']['sheet']}"
    return with_sent(Answer(document, answer_lines(document)), sent, bool(push), where)
