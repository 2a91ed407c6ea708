"""How a drawing is to be made, from options and settings: shared by `draw` and `go`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sketch2image.core.errors import ErrorKind, UserError

if TYPE_CHECKING:
    from sketch2image.engine.sitting import Plan

Record = Annotated[
    str,
    typer.Option(
        metavar="FILE", help="Take the hand down (.jsonl or .jsonl.gz): landmarks, no picture."
    ),
]
Replay = Annotated[
    str, typer.Option(metavar="FILE", help="Draw what such a file holds, without a camera.")
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with the drawing that was not finished last.")
]
On = Annotated[
    str,
    typer.Option(metavar="FILE", help="Draw on a picture, or on a sketch of ours (SVG)."),
]


def plan_from(
    *,
    camera: str,
    profile: str,
    hand: str,
    color: str,
    width: float | None,
    subject: str,
    seed: int,
    on: str,
    resume: bool,
    record: str,
    replay: str,
) -> Plan:
    """The settings, with what options say in their place.

    Raises:
        UserError: options exclude each other, or one names what there is not.
    """
    from sketch2image.core.settings import load
    from sketch2image.engine.setups import setup_from
    from sketch2image.engine.sitting import Plan

    given = {
        "--on": on, "--resume": resume, "--record": record, "--camera": camera,
        "--profile": profile, "--hand": hand, "--color": color, "--width": width is not None,
    }  # fmt: skip
    if replay:
        _refuse(given, "--replay", "The recording says how it was drawn: leave out the other.")
    elif resume:
        _refuse({"--on": on}, "--resume", "Choose what to go on with.")
    setup = setup_from(profile, hand, color, width)
    return Plan(camera or load().camera, setup, subject, seed, on, resume, record, replay)


def _refuse(given: dict[str, str | bool], option: str, hint: str) -> None:
    for other, value in given.items():
        if value:
            raise UserError(ErrorKind.input, f"{option} does not go with {other}", hint)
