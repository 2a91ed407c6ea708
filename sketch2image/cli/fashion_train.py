"""`fashion train`: `train composed` by the names that matter for garments."""

from __future__ import annotations

from typing import Annotated

import typer

from sketch2image.cli.output import Answer, Json, answering
from sketch2image.cli.train import Changes, Config, Out, Resume, trained

KIND = "composed"

Data = Annotated[
    str, typer.Argument(metavar="ROOT", help="Folder of triplets, as `fashion build` makes it.")
]
Base = Annotated[
    str,
    typer.Option(
        metavar="NAME|FOLDER|FILE.pt",
        help="Towers to begin from: openclip-b16, openclip-b32, a folder, a TASK-former, or "
        "`small` for random small ones [default: openclip-b16].",
    ),
]
Fusion = Annotated[str, typer.Option(metavar="avg|concat|gated", help="[default: avg].")]
Shared = Annotated[
    bool | None,
    typer.Option(
        "--shared/--separate",
        help="One tower for photos and sketches, or one each [default: separate].",
        show_default=False,
    ),
]
TaskFormer = Annotated[
    bool, typer.Option("--task-former", help="Add its losses: words told, captions written.")
]
Epochs = Annotated[float | None, typer.Option(min=0, help="Times through the triplets.")]
Seed = Annotated[int | None, typer.Option(min=0, help="Of weights, order and chance [default: 0].")]

_TASK_FORMER = {"classify": 0.1, "describe": 0.01}
"""10 and 1 beside 100 (Sangkloy et al., ECCV 2022)."""


def add_to(group: typer.Typer) -> None:
    """Add the command of this module."""
    group.command()(answering(train))


def train(
    root: Data = "",
    base: Base = "",
    fusion: Fusion = "",
    shared: Shared = None,
    task_former: TaskFormer = False,
    epochs: Epochs = None,
    seed: Seed = None,
    file: Config = "",
    out: Out = "",
    changes: Changes = None,
    resume: Resume = False,
    as_json: Json = False,
) -> Answer:
    """Train an encoder that finds garments by a sketch, by words, or by both.

    `train config composed` prints every setting.
    """
    named = {"data": root, "base": base, "fusion": fusion, "out": out, "epochs": epochs}
    given = {name: value for name, value in named.items() if value}
    given |= {} if shared is None else {"shared": shared}
    given |= {} if seed is None else {"seed": seed}
    given |= _TASK_FORMER if task_former else {}
    return trained(KIND, file, changes or [], given, resume=resume)
