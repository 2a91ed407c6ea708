"""`doctor`: what this machine has, and what to do about the rest."""

from __future__ import annotations

from dataclasses import asdict

import typer

from sketch2image.cli.output import Answer, Json, answering


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(answering(doctor))


def doctor(as_json: Json = False) -> Answer:
    """Check everything the program can use; what is missing comes with what to do."""
    from sketch2image.engine.checkup import checkup

    found = checkup()
    lines = [
        f"{'ok     ' if check.ok else 'missing'}  {check.name:<12} {check.detail}"
        + (f"\n{'':22}{check.hint}" if check.hint else "")
        for check in found
    ]
    return Answer({"checks": [asdict(check) for check in found]}, lines)
