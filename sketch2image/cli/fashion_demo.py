"""`fashion demo`: the page in a browser."""

from __future__ import annotations

from pathlib import Path

import typer

from sketch2image.cli.fashion_search import DEFAULT, Model, Wardrobe
from sketch2image.cli.output import Answer, Json, answering, say
from sketch2image.cli.web import (
    Host,
    MaxMb,
    Open,
    Password,
    Port,
    Queue,
    Share,
    credentials,
    leave_for_sure,
)
from sketch2image.core.display import has_display


def add_to(group: typer.Typer) -> None:
    """Add the command of this module."""
    group.command()(answering(demo))


def demo(
    gallery: Wardrobe = DEFAULT,
    model: Model = "",
    port: Port = 7860,
    host: Host = "127.0.0.1",
    share: Share = False,
    open_browser: Open = None,
    password: Password = "",
    queue: Queue = 8,
    max_mb: MaxMb = 20,
    as_json: Json = False,
) -> Answer:
    """Serve a page to find garments by a sketch and words, until Ctrl-C."""
    from sketch2image.systems.fashion.search import Finder
    from sketch2image.web.fashion.finding import Finding
    from sketch2image.web.fashion.page import serve
    from sketch2image.web.fashion.worker import Worker
    from sketch2image.web.limits import Limits
    from sketch2image.web.server import Place, check_gradio

    check_gradio()
    browser = has_display() if open_browser is None else open_browser
    place = Place(host, port, share, credentials(password), browser)
    limits = Limits(waiting=queue, megabytes=max_mb)
    with Worker(lambda: Finder(gallery, Path(model) if model else None)) as finder:
        served = serve(Finding(finder, gallery, limits), place, limits, say)
    leave_for_sure()
    return Answer({"address": served}, ["the page is closed"])
