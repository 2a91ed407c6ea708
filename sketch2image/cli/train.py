"""`train blip|turbo|contrastive|composed|instances|style|config`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sketch2image.cli.output import Answer, Json, answering, long_progress
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.train.kinds import KINDS, settings_of, task_of

if TYPE_CHECKING:
    from sketch2image.train.runs.loop import Finished

Config = Annotated[
    str,
    typer.Option("--config", metavar="FILE", help="Settings, TOML, as `train config` writes them."),
]
Data = Annotated[str, typer.Option(help="Folder or file to learn from; see docs/data.md.")]
Out = Annotated[
    str, typer.Option(help="Folder of the run: settings, curve, samples, checkpoint, models.")
]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Another value for a setting; may repeat."),
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with the run in --out where it was stopped.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help="Train the full models on your own data.",
    )
    for name, text in KINDS.items():
        group.command(name, help=f"Train {text}.")(answering(_trainer(name)))
    group.command()(answering(config))
    app.add_typer(group, name="train")


def config(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=", ".join(KINDS) + ".")],
    as_json: Json = False,
) -> Answer:
    """Print every setting of a trainer with its default and meaning, as TOML."""
    from sketch2image.train.runs.settings import template

    settings = settings_of(kind)
    document = {"kind": kind, "settings": settings().model_dump(mode="json")}
    return Answer(document, [f"# {KINDS[kind]}", "", template(settings).rstrip()])


def _trainer(name: str) -> Callable[..., Answer]:
    def command(
        file: Config = "",
        data: Data = "",
        out: Out = "",
        changes: Changes = None,
        resume: Resume = False,
        as_json: Json = False,
    ) -> Answer:
        given = {"data": data, "out": out}
        named = {option: value for option, value in given.items() if value}
        return trained(name, file, changes or [], named, resume=resume)

    return command


def trained(
    name: str, file: str, changes: list[str], named: dict[str, Any], *, resume: bool
) -> Answer:
    """Train, and say where the networks are.

    Args:
        name: in `train.kinds.KINDS`.
        file: TOML of settings; empty for the defaults, or for those of a run that is resumed.
        changes: `name=value` words that win over the file.
        named: settings that win over both.
        resume: whether to go on with the run in `named["out"]`.

    Raises:
        UserError: settings or data are wrong.
        Cancelled: it was stopped.
    """
    from sketch2image.train.runs.settings import assignments, read_settings

    source = Path(file) if file else _begun(named.get("out", "")) if resume else None
    settings = read_settings(settings_of(name), source, assignments(changes) | named)
    report = long_progress()
    make = task_of(name, settings, report)
    from sketch2image.train.runs.loop import train

    return _answer(train(make, settings, report, resume=resume))


def only_given(options: Mapping[str, Any]) -> dict[str, Any]:
    """The settings among them that a person gave: not None, not False and not empty."""
    return {
        name: value
        for name, value in options.items()
        if value is not None and value is not False and value != ""
    }


def _begun(out: str) -> Path:
    """The settings that a run to be resumed began with."""
    from sketch2image.train.runs.settings import FILE

    if not out:
        hint = "Name its folder with --out."
        raise UserError(ErrorKind.input, "--resume does not say which run", hint)
    file = Path(out) / FILE
    if not file.is_file():
        raise UserError(ErrorKind.missing_file, f"{out} holds no run", "Leave out --resume.")
    return file


def _answer(done: Finished) -> Answer:
    document = asdict(done) | {"folder": str(done.folder)}
    state = "done" if done.whole else "stopped by the time limit, saved"
    figures = ", ".join(f"{name} {value:.4g}" for name, value in done.figures.items())
    best = "" if done.best is None else f", the best in {done.folder / 'best'}"
    places = f"the last networks are in {done.folder / 'model'}{best}"
    return Answer(document, [f"{state}: {done.steps} steps; {figures}", places])
