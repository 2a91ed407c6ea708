"""`style evaluate`: how well a classifier tells styles apart."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sketch2image.cli.output import Answer, Json, answering, long_progress
from sketch2image.cli.style_options import Device

if TYPE_CHECKING:
    from sketch2image.systems.style.evaluation import Evaluation

Place = Annotated[
    str, typer.Argument(metavar="RUN", help="Folder of a run of `style train`, or of its model.")
]
Folder = Annotated[
    str,
    typer.Argument(
        metavar="DIR",
        help="Other pictures in folders of the same names [default: what the run held out].",
    ),
]
Out = Annotated[
    str,
    typer.Option(metavar="DIR", help="Where confusion.png and confusion.csv go [default: RUN]."),
]


def add_to(group: typer.Typer) -> None:
    """Add the command of this module."""
    group.command()(answering(evaluate))


def evaluate(
    place: Place, folder: Folder = "", out: Out = "", device: Device = "auto", as_json: Json = False
) -> Answer:
    """Score a classifier: accuracy, F1 of each class, confusion matrix, and mAP by style."""
    from sketch2image.engine.save import prepare
    from sketch2image.systems.style.evaluation import evaluate as run
    from sketch2image.systems.style.evaluation import write

    if out:
        prepare(out)
    found = run(Path(place), folder, long_progress(), device)
    picture, table = write(found, Path(out or place))
    document = _document(found) | {"picture": str(picture), "table": str(table)}
    return Answer(document, [*_lines(found), f"confusion matrix: {picture}, {table}"])


def _document(found: Evaluation) -> dict[str, Any]:
    confusion = found.confusion
    return {
        "pictures": found.pictures,
        "what": found.what,
        "accuracy": confusion.accuracy,
        "macro": {name: confusion.macro(name) for name in ("precision", "recall", "f1")},
        "classes": [asdict(one) for one in confusion.scores],
        "confusion": confusion.counts.tolist(),
        "retrieval": {name: dict(figures) for name, figures in found.found.items()},
    }


def _lines(found: Evaluation) -> list[str]:
    confusion = found.confusion
    rows = [(one.name, one.pictures, one.precision, one.recall, one.f1) for one in confusion.scores]
    macro = [confusion.macro(name) for name in ("precision", "recall", "f1")]
    wide = max(len(name) for name, *_ in (*rows, ("mean of classes",)))
    head = f"{'class':<{wide}}  pictures  precision  recall     F1"
    return [
        f"{found.pictures:,} pictures {found.what}",
        f"accuracy {confusion.accuracy:.4f}",
        head,
        *(f"{n:<{wide}}  {c:8,}  {p:9.3f}  {r:6.3f}  {f:5.3f}" for n, c, p, r, f in rows),
        f"{'mean of classes':<{wide}}  {'':8}  {macro[0]:9.3f}  {macro[1]:6.3f}  {macro[2]:5.3f}",
        *(f"found by {name}: {_figures(found.found[name])}" for name in found.found),
    ]


def _figures(figures: Any) -> str:  # noqa: ANN401 - a mapping of names to shares
    return ", ".join(f"{name} {value:.3f}" for name, value in figures.items())
