"""`style index`: pictures to be found by style."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sketch2image.cli.output import Answer, Json, answering, long_progress
from sketch2image.cli.style_options import Device, IndexName
from sketch2image.core.errors import ErrorKind, UserError

if TYPE_CHECKING:
    from sketch2image.systems.style.index import Indexed
    from sketch2image.systems.style.workbook import Imported

Folder = Annotated[str, typer.Argument(metavar="DIR", help="Folder of pictures.")]
Model = Annotated[
    str,
    typer.Option("--model", metavar="RUN", help="Folder of a run of `style train`, or a model."),
]
Table = Annotated[
    str,
    typer.Option(
        "--metadata",
        metavar="FILE",
        help="CSV, JSON or .xlsx of artist, title, style, country, year [default: the style is "
        "the folder].",
    ),
]
Features = Annotated[
    str,
    typer.Option(
        "--features",
        metavar="FILE.xlsx",
        help="Instead of --model: take the logits of a workbook of Painting-Retrieval.",
    ),
]
Export = Annotated[
    str,
    typer.Option(metavar="FILE.xlsx", help="Also write the logits as such a workbook."),
]

_SHOWN = 5
"""Pictures or rows that lines name."""


def add_to(group: typer.Typer) -> None:
    """Add the command of this module."""
    group.command()(answering(index))


def index(
    folder: Folder,
    model: Model = "",
    metadata: Table = "",
    name: IndexName = "styles",
    features: Features = "",
    export: Export = "",
    device: Device = "auto",
    as_json: Json = False,
) -> Answer:
    """Describe the pictures of a folder, for `style search`; again after a change is quick."""
    if bool(model) == bool(features):
        message = "give either --model or --features"
        raise UserError(ErrorKind.input, message, "--model names a run of `style train`.")
    if features:
        return _imported(folder, name, features, metadata, export)
    from sketch2image.systems.style.index import make_index

    done = make_index(folder, name, model, metadata, long_progress(), device)
    _export(export, done.index)
    return Answer(_document(done, name, export), _lines(done, export))


def _imported(folder: str, name: str, features: str, metadata: str, export: str) -> Answer:
    from sketch2image.systems.style.store import save_index
    from sketch2image.systems.style.workbook import read_features

    done = read_features(Path(features), folder, metadata)
    file = save_index(name, done.index)
    _export(export, done.index)
    document = {
        "index": name,
        "file": str(file),
        "pictures": len(done.index.entries),
        "refused": [row._asdict() for row in done.refused],
        "export": export or None,
    }
    return Answer(document, [*_import_lines(done, str(file)), *_exported(export)])


def _export(file: str, made: Any) -> None:  # noqa: ANN401 - a StyleIndex, imported late
    from sketch2image.systems.style.workbook import write_features

    if file:
        write_features(Path(file), made)


def _document(done: Indexed, name: str, export: str) -> dict[str, Any]:
    return {
        "index": name,
        "file": str(done.file),
        "pictures": len(done.index.entries),
        "looked_at": done.looked_at,
        "failed": [{"path": one.path, "reason": one.reason} for one in done.failed],
        "without_row": list(done.known.without_row),
        "without_picture": list(done.known.without_picture),
        "fingerprint": done.index.fingerprint,
        "export": export or None,
    }


def _lines(done: Indexed, export: str) -> list[str]:
    known = done.known
    return [
        f"{len(done.index.entries):,} pictures in {done.file}, {done.looked_at:,} looked at",
        *(f"not read: {one.path}: {one.reason}" for one in done.failed),
        *_some("without a row", known.without_row),
        *_some("rows without a picture", known.without_picture),
        *_exported(export),
    ]


def _import_lines(done: Imported, file: str) -> list[str]:
    first = done.refused[:_SHOWN]
    return [
        f"{len(done.index.entries):,} pictures in {file}, {len(done.refused):,} rows refused",
        *(f"row {row}: {reason}" for row, reason in first),
    ]


def _some(what: str, names: tuple[str, ...]) -> list[str]:
    if not names:
        return []
    more = ", ..." if len(names) > _SHOWN else ""
    return [f"{len(names):,} {what}: {', '.join(names[:_SHOWN])}{more}"]


def _exported(file: str) -> list[str]:
    return [f"logits: {file}"] if file else []
