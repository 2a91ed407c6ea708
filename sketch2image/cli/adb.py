"""The adb server: never started without a person who wants it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from sketch2image.cli.output import say

if TYPE_CHECKING:
    from sketch2image.phone.device import Phone

Start = Annotated[
    bool | None,
    typer.Option(
        "--start/--no-start",
        help="Start adb where it does not run [default: ask].",
        show_default=False,
    ),
]
Which = Annotated[
    str, typer.Option("--phone", metavar="auto|SERIAL", help="Which phone; auto is the only one.")
]


def needed_phone(wish: str, start: bool | None, as_json: bool) -> Phone:
    """The phone that a command cannot do without.

    Raises:
        UserError: it is not usable, there are several to choose from, or adb does not run.
    """
    from sketch2image.phone import device

    offer_start(start, as_json)
    return device.needed_phone(wish)


def offer_start(start: bool | None, as_json: bool) -> None:
    """Start the adb server where it does not run: told to, or after a yes at the terminal.

    Args:
        start: of the option; None asks, where there is a person to ask.
        as_json: whether a program reads the answer, which is not asked.

    Raises:
        UserError: it does not start.
    """
    from sketch2image.phone.adb import server_answers, start_server

    if start is False or server_answers():
        return
    if start or (not as_json and _agreed()):
        start_server()
        say("adb runs now, and goes on running until `python main.py phone stop`")


def _agreed() -> bool:
    from sketch2image.phone.device import State, survey

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    if survey().state is not State.no_server:
        return False
    return typer.confirm("adb is not running. Start it?", default=True, err=True)
