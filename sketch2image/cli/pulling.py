"""Fetching models with a person at the terminal: licences, and the one bar."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from sketch2image.cli.output import say, show_progress
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress

if TYPE_CHECKING:
    from sketch2image.models.record import Pulled
    from sketch2image.models.table import Model


def agree(wanted: list[Model], yes: bool) -> None:
    """Show the licences that are new to the person, and ask for each unless `--yes` was said.

    Raises:
        UserError: one is not accepted, or nobody is there to ask.
    """
    from sketch2image.models.licences import accept, unaccepted

    new = unaccepted(wanted)
    for one in new:
        say(f"{one.id}: licence {one.licence}, to read at {one.terms}")
    if new and not yes and not sys.stdin.isatty():
        message = f"nobody is there to accept the licence of {', '.join(one.id for one in new)}"
        raise UserError(ErrorKind.input, message, "Read it, then say `--yes`.")
    for one in new:
        if not (yes or typer.confirm(f"Do you accept the licence of {one.id}?", err=True)):
            message = f"the licence of {one.id} is not accepted"
            raise UserError(ErrorKind.input, message, "Nothing was fetched.")
        accept(one)


def pull_one(wanted: Model, place: str) -> Pulled:
    """Fetch one model with one bar; see `models.pull.pull`."""
    from sketch2image.models.pull import pull as fetch

    return fetch(wanted, show_bytes, place)


def show_bytes(event: Progress) -> None:
    """Show bytes as people say them; a conversion counts its own steps."""
    from sketch2image.models.units import in_words

    if event.stage == "convert":
        show_progress(event)
        return
    share = in_words(event.done) if event.done else ""
    if event.total:
        share = f"{event.done / event.total:.0%} of {in_words(event.total)}"
    show_progress(replace(event, done=0, total=None, text=f"{share}  {event.text}".strip()))
