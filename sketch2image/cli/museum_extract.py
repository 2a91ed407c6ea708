"""`museum extract`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sketch2image.cli.museum_options import Data, ImRoot, InfoDir, Mini
from sketch2image.cli.output import Answer, Json, answering, long_progress
from sketch2image.core.errors import ErrorKind, UserError

if TYPE_CHECKING:
    from sketch2image.systems.museum.pictures import Wanted

Folder = Annotated[
    str,
    typer.Argument(metavar="DIR", help="Folder in which a folder of the descriptors is made."),
]
Net = Annotated[
    str,
    typer.Option(
        metavar="NAME|ID|FOLDER",
        help="Network: r18INgem or another backbone of docs/museum.md, lite, an encoder of "
        "`models list`, or a model's folder.",
    ),
]
NetPath = Annotated[
    str,
    typer.Option(
        "--netpath",
        metavar="FILE",
        help="Weights of a backbone: a published checkpoint, safetensors or a folder.",
    ),
]
MultiScale = Annotated[bool, typer.Option("--ms", help="Look at three sizes of each picture.")]
QueriesOnly = Annotated[
    bool, typer.Option("--queries-only", "--queries_only", help="Leave the database out.")
]
TrainedOnMini = Annotated[
    bool,
    typer.Option(
        "--trained-on-mini",
        "--trained_on_mini",
        help="Changes nothing: commands of the original have it.",
    ),
]
Side = Annotated[
    int | None,
    typer.Option(
        min=0,
        help="Longest side of a picture, pixels; 0 for as it is [default: 0 for a backbone, 500 "
        "for one with --data, 512 for other networks].",
    ),
]
Pickle = Annotated[
    bool, typer.Option("--pickle", help="Write descriptors.pkl, the published form.")
]
GpuId = Annotated[int | None, typer.Option("--gpuid", min=0, help="The same as --device cuda:N.")]
Device = Annotated[str, typer.Option(metavar="auto|cpu|cuda|mps", help="Where the network runs.")]


def add_to(group: typer.Typer) -> None:
    """Add the command of this module."""
    group.command()(answering(extract))


def extract(
    folder: Folder,
    net: Net = "r18INgem",
    netpath: NetPath = "",
    info_dir: InfoDir = "",
    im_root: ImRoot = "",
    data: Data = "",
    ms: MultiScale = False,
    mini: Mini = False,
    queries_only: QueriesOnly = False,
    trained_on_mini: TrainedOnMini = False,
    side: Side = None,
    pickle: Pickle = False,
    device: Device = "auto",
    gpuid: GpuId = None,
    as_json: Json = False,
) -> Answer:
    """Describe the pictures of a museum; `museum knn` then recognizes works by them.

    After a stop the same command goes on from there.
    """
    from sketch2image.systems.museum.encoders import open_encoder, usual_side
    from sketch2image.systems.museum.extract import extract as run
    from sketch2image.systems.museum.extract import folder_name

    wanted = _wanted(info_dir, im_root, data, mini=mini, queries_only=queries_only)
    report = long_progress()
    place = device if gpuid is None else f"cuda:{gpuid}"
    encoder = open_encoder(net, netpath, ms, place, report)
    name = folder_name(net, multi_scale=ms, mini=mini, queries_only=queries_only)
    longest = usual_side(encoder, bool(data)) if side is None else side or None
    done = run(wanted, encoder, Path(folder) / name, side=longest, as_pickle=pickle, report=report)
    document = {
        "file": str(done.file),
        "network": encoder.fingerprint,
        "dim": done.dim,
        "counts": done.counts,
        "resumed": done.resumed,
    }
    counts = ", ".join(f"{count:,} {part}" for part, count in done.counts.items())
    return Answer(document, [f"{done.file}: {counts} descriptors of {done.dim} values"])


def _wanted(info_dir: str, im_root: str, data: str, *, mini: bool, queries_only: bool) -> Wanted:
    from sketch2image.systems.museum.pictures import (
        check_one_source,
        pictures_of_folder,
        pictures_of_met,
    )

    check_one_source(info_dir, data)
    if info_dir:
        return pictures_of_met(info_dir, im_root, mini=mini, queries_only=queries_only)
    if im_root or mini:
        message = "--im-root and --mini belong to The Met dataset"
        raise UserError(ErrorKind.input, message, "Leave them out with --data.")
    return pictures_of_folder(data, queries_only=queries_only)
