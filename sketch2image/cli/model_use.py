"""`models use`: which full model does a part from now on."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from sketch2image.cli.output import Answer, Json, say, show_progress
from sketch2image.core.errors import UserError

Part = Annotated[
    str, typer.Argument(metavar="PART", help="captioner, renderer, encoder or detector.")
]
Wish = Annotated[
    str,
    typer.Argument(
        metavar="ID|FOLDER", help="A model, the folder of one of your own, or `default`."
    ),
]


def use(part: Part, wish: Wish, as_json: Json = False) -> Answer:
    """Let a model do a part from now on; `default` goes back to the best that is here.

    It is opened once first. Models of your own are the `model` and `best` folders of `train`.
    """
    from sketch2image.engine.choosing import choose

    value = choose(part, wish, show_progress)
    _say_what_wins(part)
    now = value or "the best that is here"
    line = f"full {part} from now on: {now}"
    return Answer({"part": part, "model": value}, [line])


def chosen_ids() -> list[str]:
    """Ids and folders of the full models that the settings choose; none where one is wrong."""
    from sketch2image.engine.choosing import chosen

    try:
        return list(chosen().values())
    except UserError as error:
        say(f"note: {error}")
        return []


def _say_what_wins(part: str) -> None:
    from sketch2image.core.parts import SETTINGS

    variable = f"SKETCH2IMAGE_{SETTINGS[part].upper()}"
    if os.environ.get(variable):
        say(f"note: {variable} is set, and wins over this setting")
