"""`museum train`: `train instances` with the options of nikosips/met."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from sketch2image.cli.museum_options import Data, ImRoot, InfoDir, Mini
from sketch2image.cli.output import Answer, Json, answering
from sketch2image.cli.train import Changes, Config, Out, Resume, only_given, trained
from sketch2image.core.errors import ErrorKind, UserError

KIND = "instances"

Directory = Annotated[
    str, typer.Argument(metavar="DIR", help="Folder of the run; the same as --out.")
]
Net = Annotated[
    str, typer.Option(metavar="NAME|FOLDER", help="GeM backbone to begin from [default: r18INgem].")
]
Pretrained = Annotated[
    bool | None,
    typer.Option(
        "--pretrained/--untrained", help="Begin from the backbone's weights, or from random ones."
    ),
]
PairsType = Annotated[
    str,
    typer.Option(
        "--pairs-type",
        "--pairs_type",
        metavar="TYPE",
        help="sim_siam_pos, sim_siam_pos+new_neg, pos+new_neg or new_pos+new_neg.",
    ),
]
EmbProj = Annotated[
    bool, typer.Option("--emb-proj", "--emb_proj", help="Add a learned linear layer.")
]
Pca = Annotated[bool, typer.Option("--pca", help="Begin that layer as PCA whitening.")]
Margin = Annotated[
    float | None, typer.Option(help="Distance up to which pairs are pushed apart [default: 1.8].")
]
ImageSize = Annotated[
    int | None, typer.Option("--imsize", help="Side of a picture, pixels [default: 500].")
]
Rate = Annotated[
    float | None,
    typer.Option("--backbone-lr", "--backbone_lr", help="Learning rate [default: 1e-7]."),
]
Decay = Annotated[float | None, typer.Option("--wdecay", help="Weight decay [default: 1e-6].")]
Epochs = Annotated[float | None, typer.Option(help="Times through the pairs [default: 10].")]
BatchSize = Annotated[
    int | None, typer.Option("--bsize", help="Pairs a pass [default: 16, four passes a step].")
]
Passes = Annotated[int | None, typer.Option("--vbsizemul", help="Passes a step.")]
GpuId = Annotated[
    int | None, typer.Option("--gpuid", min=0, help="The same as --set device=cuda:N.")
]
Seed = Annotated[int | None, typer.Option(help="Of weights, order and chance [default: 0].")]

_BATCH = 64
"""Pairs of a pass where only their number of passes is given, as in nikosips/met."""


def add_to(group: typer.Typer) -> None:
    """Add the command of this module."""
    group.command()(answering(train))


def train(
    directory: Directory = "",
    data: Data = "",
    info_dir: InfoDir = "",
    im_root: ImRoot = "",
    mini: Mini = False,
    net: Net = "",
    pretrained: Pretrained = None,
    pairs: PairsType = "",
    emb_proj: EmbProj = False,
    pca: Pca = False,
    margin: Margin = None,
    image: ImageSize = None,
    rate: Rate = None,
    weight_decay: Decay = None,
    epochs: Epochs = None,
    bsize: BatchSize = None,
    vbsizemul: Passes = None,
    seed: Seed = None,
    gpuid: GpuId = None,
    file: Config = "",
    out: Out = "",
    changes: Changes = None,
    resume: Resume = False,
    as_json: Json = False,
) -> Answer:
    """Train descriptors on pairs of pictures of a museum.

    `train config instances` prints every setting.
    """
    named = {
        "data": data, "info_dir": info_dir, "im_root": im_root, "mini": mini, "net": net,
        "pairs": pairs, "emb_proj": emb_proj, "pca": pca, "margin": margin, "image": image,
        "rate": rate, "weight_decay": weight_decay, "epochs": epochs, "seed": seed,
        "out": _folder(directory, out), "device": "" if gpuid is None else f"cuda:{gpuid}",
    }  # fmt: skip
    given = only_given(named)
    given |= {} if pretrained is None else {"untrained": not pretrained}
    return trained(KIND, file, changes or [], given | _passes(bsize, vbsizemul), resume=resume)


def _folder(directory: str, out: str) -> str:
    if directory and out:
        message = f"the run is to be in {directory} and in {out}"
        raise UserError(ErrorKind.input, message, "Name one of them.")
    return directory or out


def _passes(bsize: int | None, vbsizemul: int | None) -> dict[str, Any]:
    if bsize is None and vbsizemul is None:
        return {}
    batch, passes = (_BATCH if bsize is None else bsize), (1 if vbsizemul is None else vbsizemul)
    return {"batch": batch, "accumulate": passes}
