"""`demo`: the whole program on a machine that has nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sketch2image.cli import options
from sketch2image.cli.adb import Start
from sketch2image.cli.films import Timelapse
from sketch2image.cli.output import Answer, Json, answering, show_progress
from sketch2image.cli.sending import Push, To, is_wanted, sending_for
from sketch2image.core import defaults
from sketch2image.core.errors import ErrorKind, UserError

if TYPE_CHECKING:
    from sketch2image.engine.demo import Demonstration


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(answering(demo))


def demo(
    subject: Annotated[str, typer.Option(help="What the hand draws; `all` for everything.")] = (
        defaults.SUBJECT
    ),
    seed: Annotated[int, typer.Option(min=0, help="Another seed, another drawing.")] = 0,
    out: options.OutFolder = "out/demo",
    timelapse: Timelapse = "",
    show: Annotated[bool, typer.Option("--show", help="Open the result sheet afterward.")] = False,
    push: Push = None,
    phone: To = "",
    start: Start = None,
    as_json: Json = False,
) -> Answer:
    """Let a rendered hand draw in front of a simulated camera, and answer the drawing."""
    from sketch2image.cli.documents import answer_lines
    from sketch2image.engine.demo import demonstrate
    from sketch2image.engine.sources import subjects

    if subject == "all":
        _check_unsent(push, phone)
        return _all(demonstrate(subjects(), seed, out, show_progress, timelapse), show)
    sending = sending_for(push, phone, start, as_json)
    (shown,) = demonstrate((subject,), seed, out, show_progress, timelapse)
    _open_sheet(shown, show)
    answer = Answer(shown.document, answer_lines(shown.document))
    return sending.send(answer, shown.document["files"]["sheet"])


def _check_unsent(push: bool | None, phone: str) -> None:
    if is_wanted(push, phone):
        hint = "Name one with --subject, or leave out --push."
        raise UserError(ErrorKind.input, "one answer goes to a phone, not all", hint)


def _all(shown: list[Demonstration], show: bool) -> Answer:
    _open_sheet(shown[0], show)
    named, found = sum(d.named for d in shown), sum(d.found for d in shown)
    lines = [
        f"{d.subject:<12} caption {d.result.caption.label:<12} {'ok' if d.named else '--'}   "
        f"best match {Path(d.result.matches[0].path).name:<18} {'ok' if d.found else '--'}"
        for d in shown
    ]
    summary = {"subjects": len(shown), "captions_right": named, "matches_right": found}
    return Answer(
        {"demos": [d.document for d in shown], "summary": summary},
        [*lines, f"captions right {named}/{len(shown)}, best matches right {found}/{len(shown)}"],
    )


def _open_sheet(shown: Demonstration, show: bool) -> None:
    if show:
        typer.launch(str(shown.document["files"]["sheet"]))
