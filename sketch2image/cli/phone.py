"""`phone devices|sync|push|open`, and the commands that stand in files of their own."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from sketch2image.cli import phone_link, phone_page, phone_sync
from sketch2image.cli.adb import Start, Which, needed_phone, offer_start
from sketch2image.cli.output import Answer, Json, answering, show_progress
from sketch2image.cli.phone_words import device_lines, sent_line


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help="Take pictures from your phone, and send it answers.",
    )
    group.command()(answering(devices))
    phone_link.add_to(group)
    phone_sync.add_to(group)
    group.command()(answering(push))
    group.command("open")(answering(open_))
    phone_page.add_to(group)
    group.command()(answering(phone_link.stop))
    app.add_typer(group, name="phone")


def devices(start: Start = None, as_json: Json = False) -> Answer:
    """Say which phones there are, and what each still needs."""
    from sketch2image.phone.device import survey

    offer_start(start, as_json)
    found = survey()
    document = {
        "state": found.state,
        "detail": found.detail,
        "hint": found.hint,
        "ready": found.ready,
        "devices": [asdict(one) for one in found.seen],
    }
    return Answer(document, device_lines(found))


def push(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Pictures.")],
    phone: Which = "auto",
    show: Annotated[bool, typer.Option("--open", help="Show the last one on the phone.")] = False,
    start: Start = None,
    as_json: Json = False,
) -> Answer:
    """Send pictures to the phone, where its gallery shows them."""
    from sketch2image.engine.phones import send_all

    to = needed_phone(phone, start, as_json)
    sent = send_all(to, files, show_progress, show)
    document = {
        "serial": to.serial,
        "name": to.name,
        "pushed": [
            {"file": file, "path": one.path, "uri": one.uri}
            for file, one in zip(files, sent, strict=True)
        ],
        "opened": sent[-1].opened,
        "note": sent[-1].note,
    }
    return Answer(document, [sent_line(one) for one in sent])


def open_(
    path: Annotated[
        str, typer.Argument(help="Picture on the phone [default: what was sent last].")
    ] = "",
    phone: Which = "auto",
    start: Start = None,
    as_json: Json = False,
) -> Answer:
    """Show a picture on the phone's own screen."""
    from sketch2image.phone.viewer import open_on

    on = needed_phone(phone, start, as_json)
    shown = open_on(on, path)
    document = {"serial": on.serial, "name": on.name, "path": shown}
    return Answer(document, [f"shown on {on.name}: {shown}"])
