"""`style train`: `train style` with the options that it is mostly given."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sketch2image.cli.output import Answer, Json, answering, long_progress
from sketch2image.cli.train import Changes, Config, Out, Resume, only_given, trained
from sketch2image.core.errors import ErrorKind, UserError

if TYPE_CHECKING:
    from sketch2image.systems.style.folds import FoldsResult

KIND = "style"

Directory = Annotated[
    str, typer.Argument(metavar="DIR", help="Folder of classes, one folder of pictures each.")
]
Backbone = Annotated[
    str,
    typer.Option(
        metavar="auto|mobilenet-v2|lite|ID|FOLDER",
        help="What describes a picture: mobilenet-v2, dinov2-*, lite, or a folder "
        "[default: auto, mobilenet-v2 where its weights are here, else lite].",
    ),
]
Tune = Annotated[
    str,
    typer.Option(
        metavar="frozen|full",
        help="Train the last layer, or all of a mobilenet-v2 [default: frozen].",
    ),
]
Untrained = Annotated[bool, typer.Option("--untrained", help="Begin from weights at random.")]
Experiment = Annotated[
    int | None,
    typer.Option(
        metavar="1|2|3", help="Settings of an experiment of Painting-Retrieval, as a --config."
    ),
]
SplitWish = Annotated[
    str,
    typer.Option(
        "--split",
        metavar="held-out:SHARE|folds:K/I|files:PLACE[#I]",
        help="What is held out [default: held-out:0.2].",
    ),
]
AllFolds = Annotated[
    bool,
    typer.Option(
        "--all-folds",
        help="With --split folds:K or files:DIR: train once for each fold, which is held out.",
    ),
]
Epochs = Annotated[float | None, typer.Option(help="Times through the data [default: 20].")]
Batch = Annotated[int | None, typer.Option(help="Pictures a step [default: 32].")]
Rate = Annotated[float | None, typer.Option(help="Highest learning rate [default: 3e-3].")]
Side = Annotated[
    int | None, typer.Option("--image", help="Side a mobilenet-v2 sees, pixels [default: 224].")
]
Seed = Annotated[int | None, typer.Option(help="Of weights, split and chance [default: 0].")]


def add_to(group: typer.Typer) -> None:
    """Add the command of this module."""
    group.command()(answering(train))


def train(
    directory: Directory = "",
    backbone: Backbone = "",
    tune: Tune = "",
    untrained: Untrained = False,
    experiment: Experiment = None,
    split: SplitWish = "",
    all_folds: AllFolds = False,
    epochs: Epochs = None,
    batch: Batch = None,
    rate: Rate = None,
    image: Side = None,
    seed: Seed = None,
    file: Config = "",
    out: Out = "",
    changes: Changes = None,
    resume: Resume = False,
    as_json: Json = False,
) -> Answer:
    """Train a classifier on a folder of classes.

    `train config style` prints every setting.
    """
    named = {
        "data": directory, "backbone": backbone, "tune": tune, "untrained": untrained,
        "split": split, "epochs": epochs, "batch": batch, "rate": rate, "image": image,
        "seed": seed, "out": out,
    }  # fmt: skip
    given = only_given(named)
    source = _source(file, experiment)
    if all_folds:
        return _in_folds(source, changes or [], given, resume=resume)
    answer = trained(KIND, source, changes or [], given, resume=resume)
    began = _began_with(answer.document["folder"])
    document = answer.document | {"backbone": began}
    return Answer(document, [f"backbone: {began}", _first(document), *answer.lines[1:]])


def _began_with(folder: str) -> str:
    from sketch2image.gallery.style.folder import facts_of

    return str(facts_of(Path(folder)).get("backbone", ""))


def _source(file: str, experiment: int | None) -> str:
    if experiment is None:
        return file
    if file:
        message = "--config and --experiment are two sources of settings"
        raise UserError(ErrorKind.input, message, "Leave one of them out.")
    from sketch2image.train.style.settings import experiment_file

    return str(experiment_file(experiment))


def _in_folds(source: str, changes: list[str], given: dict[str, Any], *, resume: bool) -> Answer:
    from sketch2image.systems.style.folds import train_folds
    from sketch2image.train.runs.settings import assignments, read_settings
    from sketch2image.train.style.settings import Settings

    values = assignments(changes) | given
    settings = read_settings(Settings, Path(source) if source else None, values)
    done = train_folds(settings, long_progress(), resume=resume)
    return Answer(_folds_document(done), _folds_lines(done))


def _folds_document(done: FoldsResult) -> dict[str, Any]:
    folds = [{"folder": str(one.folder), "figures": one.figures} for one in done.folds]
    return {"folds": folds, "mean": done.mean, "spread": done.spread}


def _folds_lines(done: FoldsResult) -> list[str]:
    lines = [f"{one.folder}: {_said(one.figures)}" for one in done.folds]
    both = (
        f"{name} {done.mean[name]:.4f} ± {done.spread[name]:.4f}"
        for name in ("accuracy", "macro f1")
    )
    return [*lines, f"over {len(done.folds)} folds: {', '.join(both)} (standard deviation)"]


def _first(document: dict[str, Any]) -> str:
    state = "done" if document["whole"] else "stopped by the time limit, saved"
    best = "" if document["best"] is None else f"; best macro f1 {document['best']:.4f}"
    return f"{state}: {document['steps']} steps; {_said(document['figures'])}{best}"


def _said(figures: Mapping[str, float]) -> str:
    return f"accuracy {figures['accuracy']:.4f}, macro f1 {figures['macro f1']:.4f}"
