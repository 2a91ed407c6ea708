"""`web`: the page in a browser."""

from __future__ import annotations

import os
import threading
from typing import Annotated

import typer

from sketch2image.cli import options
from sketch2image.cli.output import Answer, Json, answering, say
from sketch2image.core.display import has_display
from sketch2image.core.errors import ErrorKind, UserError

Port = Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes any that is free.")]
Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 lets the whole network in.")]
Share = Annotated[
    bool, typer.Option("--share", help="Make a public link, through gradio's servers.")
]
Open = Annotated[
    bool | None,
    typer.Option(
        "--open/--no-open",
        help="Open the browser [default: where there is a display].",
        show_default=False,
    ),
]
Password = Annotated[
    str,
    typer.Option(
        metavar="USER:PASSWORD",
        envvar="SKETCH2IMAGE_WEB_PASSWORD",
        help="Let in only who knows it.",
    ),
]
Galleries = Annotated[
    list[str] | None,
    typer.Option(
        "--gallery",
        help="Gallery or folder to choose from; may be repeated [default: all your galleries and "
        "the samples].",
        show_default=False,
    ),
]
Queue = Annotated[
    int, typer.Option(min=1, max=1000, help="Questions that may wait; more are turned away.")
]
MaxMb = Annotated[int, typer.Option(min=1, max=200, help="Largest file that may be sent, in MB.")]


_LEAVE = 10
"""Seconds between the last line and the end of the process, at most."""


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(answering(web))


def web(
    port: Port = 7860,
    host: Host = "127.0.0.1",
    share: Share = False,
    open_browser: Open = None,
    password: Password = "",
    gallery: Galleries = None,
    queue: Queue = 8,
    max_mb: MaxMb = 20,
    vocabulary: options.Vocabulary = "",
    tier: options.Tier = "",
    or_lite: options.OrLite = None,
    as_json: Json = False,
) -> Answer:
    """Serve a page to draw, upload and search in a browser, until Ctrl-C."""
    from sketch2image.engine.tiers import Tiers
    from sketch2image.web.desk import Desk
    from sketch2image.web.limits import Limits
    from sketch2image.web.server import Place, check_gradio, serve

    check_gradio()
    browser = has_display() if open_browser is None else open_browser
    place = Place(host, port, share, credentials(password), browser)
    limits = Limits(waiting=queue, megabytes=max_mb)
    with Desk(lambda report: Tiers(tier, vocabulary, report, say, or_lite)) as desk:
        served = serve(desk, place, gallery or (), limits, say)
    leave_for_sure()
    return Answer({"address": served}, ["the page is closed"])


def leave_for_sure() -> None:
    """Python waits at its end for every thread that gradio left at work; not longer than this."""
    timer = threading.Timer(_LEAVE, os._exit, (0,))
    timer.daemon = True
    timer.start()


def credentials(text: str) -> tuple[str, str] | None:
    """User and password of `USER:PASSWORD`; None for nothing.

    Raises:
        UserError: one of them is missing.
    """
    user, _, password = text.partition(":")
    if text and not (user and password):
        raise UserError(ErrorKind.input, "that is no user and password", "Write USER:PASSWORD.")
    return (user, password) if text else None
