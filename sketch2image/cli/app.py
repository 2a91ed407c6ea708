"""The commands by name, and how the process ends."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.exceptions import TyperException

from sketch2image import __version__
from sketch2image.cli.output import refuse, say, speak_utf8
from sketch2image.cli.window import start
from sketch2image.core.program import name

COMMANDS = (
    "demo", "go", "draw", "calibrate", "fingers", "sketches", "render", "galleries",
    "phone", "search", "detect", "artworks", "synth", "data", "train", "museum", "fashion",
    "style", "web", "models", "desktop", "doctor", "bench",
)  # fmt: skip
"""Modules of `sketch2image.cli` that add commands, in the order of the help text."""

_GROUPS = ("gallery", "phone", "artworks", "synth", "data", "train", "museum", "fashion", "style",
           "models", "bench")  # fmt: skip
"""Commands that only hold others; named alone they show their help."""


def build() -> typer.Typer:
    """The application with every command."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.callback(invoke_without_command=True)(opening)
    for command in COMMANDS:
        importlib.import_module(f"sketch2image.cli.{command}").add_to(app)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sketch2image {__version__}")
        raise typer.Exit


def opening(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Draw in the air with a finger in front of a webcam and find the pictures you mean.

    Without a command: the window.
    """
    if context.invoked_subcommand is None:
        raise typer.Exit(start())


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code.

    Args:
        arguments: default the process's own.
    """
    speak_utf8()
    words = list(sys.argv[1:] if arguments is None else arguments)
    command, called = typer.main.get_command(build()), name().removeprefix("python ")
    try:
        return command.main(words, prog_name=called, standalone_mode=False) or 0
    except TyperException as error:
        if words and words[-1] in _GROUPS:
            say(error.format_message())
        else:
            refuse(f"{error.format_message()} (try --help)", "--json" in words)
        return error.exit_code
