"""`desktop`: the program in the menu of the desktop."""

from __future__ import annotations

from typing import Annotated

import typer

from sketch2image.cli.output import Answer, Json, answering


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(answering(desktop))


def desktop(
    remove: Annotated[bool, typer.Option("--remove", help="Take it out of the menu.")] = False,
    as_json: Json = False,
) -> Answer:
    """Put the program into the menu of your desktop (Linux), with its icon."""
    return _removed() if remove else _written()


def _written() -> Answer:
    from sketch2image.engine.desktop_entry import write_entry

    entry = write_entry()
    document = {
        "entry": str(entry.file),
        "icons": [str(file) for file in entry.icons],
        "command": list(entry.command),
    }
    lines = [f"{entry.file} starts {' '.join(entry.command)}"]
    return Answer(document, [*lines, "Take it out of the menu with `desktop --remove`."])


def _removed() -> Answer:
    from sketch2image.engine.desktop_entry import remove_entry

    removed = [str(file) for file in remove_entry()]
    return Answer({"removed": removed}, [f"removed {file}" for file in removed] or ["none there"])
