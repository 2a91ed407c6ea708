"""`phone page`: for phones without a cable and without developer options."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sketch2image.cli import options
from sketch2image.cli.output import Answer, Json, answering, say, show_progress
from sketch2image.cli.tiers import tiers
from sketch2image.core.parts import ENCODER
from sketch2image.core.progress import Progress

if TYPE_CHECKING:
    from sketch2image.engine.phone_page import Visit
    from sketch2image.phone.page.page import PhonePage

_WHY = {
    "idle": "nobody used it",
    "done": "Done was tapped on the phone",
    "closed": "you closed it",
    "guessed": "somebody tried one wrong address after the other",
}
Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE", help="Offered to the phone.", show_default=False),
]
Host = Annotated[
    str, typer.Option(help="Address of this computer [default: in the local network].")
]
Minutes = Annotated[float, typer.Option(help="It closes after so many without use.")]


def add_to(group: typer.Typer) -> None:
    """Add the command of this module."""
    group.command()(answering(page))


def page(
    files: Files = None,
    host: Host = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free.")] = 0,
    minutes: Minutes = 10,
    tier: options.Tier = "",
    or_lite: options.OrLite = None,
    as_json: Json = False,
) -> Answer:
    """Serve a phone that has no cable, for one visit.

    The phone that scans the QR code sends pictures here and takes files; adb is not needed.
    """
    from sketch2image.engine.phone_page import receive
    from sketch2image.engine.phones import inbox
    from sketch2image.phone.page.options import PageOptions

    wish = PageOptions(inbox(), tuple(map(Path, files or ())), minutes, host=host, port=port)
    with tiers(tier, or_lite, ENCODER) as opened:
        visit = receive(wish, opened, lambda it: _show(it, as_json), say, _show_waiting)
    return Answer(_document(visit, wish.inbox), _lines(visit, wish.inbox))


def _show(page: PhonePage, as_json: bool) -> None:
    if not as_json:
        say(page.qr_text())
        say("Scan it with the phone's camera, in the same Wi-Fi; Ctrl-C closes the page:")
    say(page.url)


def _show_waiting(event: Progress) -> None:
    """The address stands above already; the pictures that came are counted."""
    if event.total is None:
        event = replace(event, text=f"{event.done} received")
    show_progress(event)


def _document(visit: Visit, folder: Path) -> dict[str, Any]:
    from sketch2image.engine.phones import PHONE_GALLERY

    return {
        "address": visit.address,
        "reason": visit.outcome.reason,
        "received": [str(file) for file in visit.outcome.received],
        "taken": [str(file) for file in visit.outcome.taken],
        "folder": str(folder),
        "gallery": PHONE_GALLERY if visit.added else None,
        "added": visit.added.added if visit.added else 0,
    }


def _lines(visit: Visit, folder: Path) -> list[str]:
    from sketch2image.engine.phones import PHONE_GALLERY

    outcome = visit.outcome
    return [
        f"the page is closed: {_WHY[outcome.reason]}",
        f"{len(outcome.received)} received: {folder}",
        *([f"gallery {PHONE_GALLERY}: {visit.added.added} added"] if visit.added else []),
        *(f"taken by the phone: {file}" for file in outcome.taken),
    ]
