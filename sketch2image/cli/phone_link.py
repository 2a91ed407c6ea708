"""`phone pair|connect|stop`: phones without a cable, and the end of adb."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from sketch2image.cli.adb import Start, offer_start
from sketch2image.cli.output import Answer, Json, answering, say, show_progress
from sketch2image.core.errors import Cancelled, ErrorKind, UserError

if TYPE_CHECKING:
    from sketch2image.phone.wireless import Paired

_CONNECT = (
    "Connect with the address that the phone shows under Wireless debugging: "
    "`python main.py phone connect ADDRESS`."
)


def add_to(group: typer.Typer) -> None:
    """Add `pair` and `connect`."""
    group.command()(answering(pair))
    group.command()(answering(connect))


def pair(
    address: Annotated[
        str, typer.Argument(help="As the phone shows it beside its code [default: a QR code].")
    ] = "",
    code: Annotated[
        str, typer.Argument(help="The six digits that the phone shows [default: ask].")
    ] = "",
    start: Start = None,
    as_json: Json = False,
) -> Answer:
    """Let a phone trust this computer over Wi-Fi.

    Without an address a QR code is shown, for `Pair device with QR code` on the phone.
    """
    from sketch2image.phone.wireless import pair as pair_with

    if address and not code:
        code = _asked_code()
    offer_start(start, as_json)
    paired = pair_with(address, code) if address else _by_qr()
    serial, note = _connected(paired)
    document = {"guid": paired.guid, "address": paired.address, "serial": serial, "note": note}
    lines = [f"paired with {paired.guid}", f"connected: {serial}" if serial else note]
    return Answer(document, lines)


def connect(
    address: Annotated[str, typer.Argument(help="As the phone shows it: HOST:PORT.")],
    start: Start = None,
    as_json: Json = False,
) -> Answer:
    """Connect to a paired phone over Wi-Fi."""
    from sketch2image.phone.wireless import connect as connect_to

    offer_start(start, as_json)
    serial = connect_to(address)
    return Answer({"serial": serial}, [f"connected: {serial}"])


def stop(as_json: Json = False) -> Answer:
    """End the adb server, for all programs that use it."""
    from sketch2image.phone.adb import stop_server

    stopped = stop_server()
    return Answer({"stopped": stopped}, ["adb has ended" if stopped else "adb was not running"])


def _asked_code() -> str:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        hint = "Write it after the address: `python main.py phone pair ADDRESS CODE`."
        raise UserError(ErrorKind.input, "the code that the phone shows is missing", hint)
    return typer.prompt("The six digits that the phone shows", err=True).strip()


def _by_qr() -> Paired:
    from sketch2image.phone.invitation import Invitation, wait
    from sketch2image.phone.page.qr import qr_text

    invitation = Invitation()
    say(qr_text(invitation.text))
    say(
        "On the phone: Developer options, Wireless debugging, Pair device with QR code. "
        "Ctrl-C stops."
    )
    return wait(invitation, show_progress)


def _connected(paired: Paired) -> tuple[str, str]:
    """Serial of the phone, or why it has none yet."""
    from sketch2image.phone.invitation import connect_paired
    from sketch2image.phone.wireless import hears

    if not hears():
        return "", f"not connected yet. {_CONNECT}"
    try:
        return connect_paired(paired, show_progress), ""
    except Cancelled:
        raise
    except UserError as error:
        return "", f"{error.message}. {_CONNECT}"
