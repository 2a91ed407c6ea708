"""`doctor`: what this machine has, and what to do about the rest."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from sketch2image.cli.output import Answer, Json, answering
from sketch2image.cli.tiers import tiers
from sketch2image.core.errors import Cancelled, UserError

if TYPE_CHECKING:
    from sketch2image.engine.checkup import Check


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(answering(doctor))


def doctor(
    full: Annotated[
        bool,
        typer.Option(
            "--full",
            help="Fetch the full models that an answer needs, and try each once.",
        ),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Accept their licences unasked.")] = False,
    as_json: Json = False,
) -> Answer:
    """Check everything the program can use, and say what to do."""
    from sketch2image.engine.checkup import checkup

    found = checkup()
    if full:
        found += [*_pull_missing(yes), *_trial()]
    lines = [
        f"{'ok     ' if check.ok else 'missing'}  {check.name:<12} {check.detail}"
        + (f"\n{'':22}{check.hint}" if check.hint else "")
        for check in found
    ]
    return Answer({"checks": [asdict(check) for check in found]}, lines)


def _pull_missing(yes: bool) -> list[Check]:
    """Fetch what is missing; a check for each model that could not be had."""
    from sketch2image.cli.pulling import agree, pull_one
    from sketch2image.engine.checkup import Check
    from sketch2image.engine.trial import missing_models
    from sketch2image.models.pull import in_order

    wanted, failed = in_order(missing_models()), []
    agree(wanted, yes)
    for one in wanted:
        try:
            pull_one(one, "")
        except Cancelled:
            raise
        except UserError as error:
            failed.append(Check(one.id, False, error.message, error.hint))
    return failed


def _trial() -> list[Check]:
    from sketch2image.engine.checkup import Check
    from sketch2image.engine.trial import trial

    try:
        with tiers("full", False) as opened:
            return trial(opened)
    except UserError as error:
        return [Check("full trial", False, error.message, error.hint)]
