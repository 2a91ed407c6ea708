"""`models list|use|pull|verify|convert|remove|where`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sketch2image.cli.model_list import model_lines
from sketch2image.cli.model_use import chosen_ids, use
from sketch2image.cli.output import Answer, Json, answering, show_progress
from sketch2image.cli.pulling import agree, pull_one, show_bytes
from sketch2image.core.errors import ErrorKind, UserError

if TYPE_CHECKING:
    from sketch2image.models.record import Pulled
    from sketch2image.models.table import Model
    from sketch2image.models.verify import Verified

Ids = Annotated[list[str], typer.Argument(metavar="ID", help="Models, named as in `models list`.")]
AnyIds = Annotated[
    list[str] | None,
    typer.Argument(metavar="ID", help="Models [default: every one that is here]."),
]
Id = Annotated[str, typer.Argument(metavar="ID", help="Model, named as in `models list`.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help="List, choose, fetch, check, convert and remove models.",
    )
    group.command("list")(answering(list_))
    group.command()(answering(use))
    group.command()(answering(pull))
    group.command()(answering(verify))
    group.command()(answering(convert))
    group.command()(answering(remove))
    group.command()(answering(where))
    app.add_typer(group, name="models")


def list_(as_json: Json = False) -> Answer:
    """Every model: size, state here, licence, what it can do, and which full ones are chosen."""
    from sketch2image.models.places import standing
    from sketch2image.models.table import model, models

    chosen = chosen_ids()
    rows = [(one, standing(one)) for one in map(model, dict.fromkeys([*models(), *chosen]))]
    documents = [
        {
            "id": wanted.id,
            "stage": wanted.stage,
            "family": wanted.family,
            "bytes": found.bytes if found.whole else wanted.size,
            "state": found.state,
            "capability": wanted.capability,
            "licence": wanted.licence,
            "terms": wanted.terms,
            "needs": list(wanted.needs),
            "chosen": wanted.id in chosen,
        }
        for wanted, found in rows
    ]
    return Answer({"models": documents}, model_lines(documents))


def pull(
    ids: Ids,
    yes: Annotated[bool, typer.Option("--yes", help="Accept the licences unasked.")] = False,
    place: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="FOLDER|URL",
            help="Take the files from a folder, or from a mirror of the hub.",
        ),
    ] = "",
    as_json: Json = False,
) -> Answer:
    """Fetch models, and those they stand on.

    Published pickles are made safetensors. After a stop or a cut the same command goes on from
    there. HF_ENDPOINT names a mirror of the hub, HF_TOKEN your token there, HF_HUB_OFFLINE=1
    forbids the network.
    """
    from sketch2image.models.pull import in_order

    wanted = in_order(ids)
    agree(wanted, yes)
    done = [pull_one(one, place) for one in wanted]
    documents = [{**asdict(one), "folder": str(one.folder)} for one in done]
    return Answer({"pulled": documents}, [_pull_line(one) for one in done])


def verify(ids: AnyIds = None, as_json: Json = False) -> Answer:
    """Check that files are what they were when they came."""
    from sketch2image.models.verify import verify as check

    found = [check(wanted, show_bytes) for wanted in _chosen(ids)]
    damaged = [one for one in found if one.faults]
    if damaged:
        faults = "; ".join(fault for one in damaged for fault in one.faults)
        raise UserError(ErrorKind.model, faults, _mend([one.id for one in damaged]))
    documents = [{**asdict(one), "folder": str(one.folder)} for one in found]
    lines = [_verified_line(one) for one in found]
    return Answer({"ok": True, "models": documents}, lines or ["no model is here yet"])


def convert(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A .pkl, .pth, .pt, .bin or .safetensors file.")
    ],
    kind: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="KIND",
            help="turbo, blip, gem, descriptors or mobilenet; auto goes by what is in the file.",
        ),
    ] = "auto",
    base: Annotated[
        str,
        typer.Option(
            metavar="DIR",
            help="Base model of a turbo file [default: the pulled sd-turbo, else its sizes].",
        ),
    ] = "",
    out: Annotated[
        str,
        typer.Option(
            metavar="DIR|ID",
            help="Folder or model to write to [default: the model whose file it is, else a folder "
            "beside the file].",
        ),
    ] = "",
    as_json: Json = False,
) -> Answer:
    """Make safetensors of a published checkpoint; of the museum's safetensors, the published file.

    Code inside the file is never run. The file stays where it is.
    """
    from sketch2image.models.converting.convert import convert as convert_file
    from sketch2image.models.converting.raw_files import convert_by_hand, place_for, require_torch

    source = Path(file)
    require_torch(source, f"models convert {file}")
    wanted, folder = place_for(source, out)
    options = (kind, Path(base) if base else None, show_progress)
    if wanted is None:
        done = convert_file(source, folder, *options)
    else:
        done = convert_by_hand(wanted, folder, source, *options)
    document = {
        "kind": done.kind,
        "files": [str(path) for path in done.files],
        "tensors": done.tensors,
    }
    written = ", ".join(path.name for path in done.files)
    lines = [f"{done.kind}: {done.tensors} tensors into {folder}: {written}"]
    return Answer(document, lines + _still_missing(wanted))


def remove(model_id: Id, as_json: Json = False) -> Answer:
    """Delete a model of the full tier from this machine."""
    from sketch2image.models.places import remove as delete
    from sketch2image.models.table import model
    from sketch2image.models.units import in_words

    freed = delete(model(model_id))
    return Answer(
        {"removed": model_id, "bytes": freed}, [f"removed {model_id}: {in_words(freed)} freed"]
    )


def where(
    model_id: Annotated[
        str, typer.Argument(metavar="ID", help="Model, named as in `models list`.")
    ] = "",
    as_json: Json = False,
) -> Answer:
    """The folders that hold models, or the one of a model."""
    from sketch2image.models.places import roots, standing
    from sketch2image.models.table import model

    if not model_id:
        folders = [str(folder) for folder in roots()]
        return Answer({"folders": folders}, folders)
    found = standing(model(model_id))
    document = {"id": model_id, "folder": str(found.folder), "state": found.state}
    return Answer(document, [f"{found.folder} ({found.state})"])


def _mend(ids: list[str]) -> str:
    from sketch2image.models.table import model

    bundled = [one for one in ids if model(one).bundled]
    if bundled:
        return model(bundled[0]).by_hand
    return f"Fetch them again with `python main.py models pull {' '.join(ids)}`."


def _pull_line(done: Pulled) -> str:
    from sketch2image.models.units import in_words

    if not (done.fetched or done.made):
        return f"{done.id} is here: {done.folder}"
    made = f", made {', '.join(done.made)}" if done.made else ""
    return f"{done.id} is in {done.folder}: {in_words(done.bytes)} fetched{made}"


def _still_missing(wanted: Model | None) -> list[str]:
    from sketch2image.models.places import standing

    if wanted is None or standing(wanted).whole:
        return []
    return [f"its other files come with `python main.py models pull {wanted.id}`"]


def _chosen(ids: list[str] | None) -> list[Model]:
    from sketch2image.models.places import State, standing
    from sketch2image.models.table import model, models

    if ids:
        return [model(one) for one in ids]
    return [one for one in models().values() if standing(one).state is not State.absent]


def _verified_line(found: Verified) -> str:
    count = len(found.files)
    files = "1 file" if count == 1 else f"{count} files"
    unknown = sum(finding == "unknown" for finding in found.files.values())
    if unknown:
        return f"{found.id}: {files} there, {unknown} without a digest to compare with"
    return f"{found.id}: {files}, all well"
