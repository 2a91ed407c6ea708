"""How commands speak: one JSON document or plain lines on stdout, everything else on stderr.

Exit codes: 0 done, 1 our fault, 2 the person's input is wrong, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import functools
import io
import json
import shutil
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from sketch2image.core.errors import Cancelled, UserError
from sketch2image.core.program import as_started
from sketch2image.core.progress import Progress, Report

OUR_FAULT, WRONG_INPUT, STOPPED = 1, 2, 130

Json = Annotated[bool, typer.Option("--json", help="Print exactly one JSON document on stdout.")]

_PATIENCE = 30
"""Seconds between two lines where there is no terminal."""

_ERASE_LINE = "\r\x1b[2K"


@dataclass(frozen=True)
class Answer:
    """What a command found.

    Attributes:
        document: for `--json`.
        lines: for people.
        wrong: what is wrong with the person's input, in one line, where that is the answer; the
            command then ends as one that was given wrong input.
    """

    document: dict[str, Any]
    lines: list[str]
    wrong: str = ""


Command = Callable[..., Answer]


def answering(function: Command) -> Callable[..., None]:
    """Print what a command returns, and turn its errors into one line and an exit code.

    The command takes `as_json`, an option of type `Json`.
    """

    @functools.wraps(function)
    def command(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        as_json = bool(kwargs.get("as_json"))
        try:
            answer = function(*args, **kwargs)
        except Cancelled as error:
            _fail(error.message, as_json, {"kind": error.kind, "message": error.message}, STOPPED)
        except KeyboardInterrupt:
            _fail("stopped", as_json, {"kind": "cancelled", "message": "stopped"}, STOPPED)
        except UserError as error:
            document = {"kind": error.kind, "message": error.message, "hint": error.hint}
            _fail(str(error), as_json, document, WRONG_INPUT)
        except Exception as error:  # anything else is our fault, and says so
            traceback.print_exc()
            text = f"internal error: {error!r}"
            _fail(text, as_json, {"kind": "internal", "message": text}, OUR_FAULT)
        else:
            _clear_bar()
            text = _dump(answer.document) if as_json else as_started("\n".join(answer.lines))
            sys.stdout.write(text + "\n")
            sys.stdout.flush()
            if answer.wrong:
                say(f"error: {answer.wrong}")
                raise typer.Exit(WRONG_INPUT)

    return command


def show_progress(event: Progress) -> None:
    """One line on stderr that rewrites itself; silent when stderr is not a terminal."""
    if not sys.stderr.isatty():
        return
    sys.stderr.write(_ERASE_LINE + _line(event)[: shutil.get_terminal_size().columns - 1])
    sys.stderr.flush()


def long_progress() -> Report:
    """Progress of work that takes hours: the line of a terminal; elsewhere a line now and then.

    Logs of a cluster and cells of a notebook are no terminals.
    """
    if sys.stderr.isatty():
        return show_progress
    told = time.monotonic()

    def tell(event: Progress) -> None:
        nonlocal told
        if time.monotonic() - told >= _PATIENCE:
            told = time.monotonic()
            say(_line(event))

    return tell


def speak_utf8() -> None:
    """Let any file name be printed, whatever the terminal's own encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def refuse(text: str, as_json: bool) -> None:
    """Say that the words of a command are wrong."""
    say(f"error: {text}")
    if as_json:
        sys.stdout.write(_dump({"error": {"kind": "input", "message": text}}) + "\n")


def say(text: str) -> None:
    """A line for people, on stderr."""
    _clear_bar()
    sys.stderr.write(as_started(text) + "\n")


def _line(event: Progress) -> str:
    share = f" {event.done}/{event.total}" if event.total else ""
    left = "" if event.seconds_left is None else f", {_duration(event.seconds_left)} left"
    return f"{event.stage}{share}{left}  {event.text}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def _fail(text: str, as_json: bool, document: dict[str, Any], code: int) -> None:
    say(f"error: {text}")
    if as_json:
        sys.stdout.write(_dump({"error": document}) + "\n")
        sys.stdout.flush()
    raise typer.Exit(code)


def _dump(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def _clear_bar() -> None:
    if sys.stderr.isatty():
        sys.stderr.write(_ERASE_LINE)
