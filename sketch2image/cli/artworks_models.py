"""The models of the `artworks` commands: which encoder, and what it sees of a picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from sketch2image.cli.tiers import tiers
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.parts import ENCODER, SETTINGS

if TYPE_CHECKING:
    from sketch2image.engine.tiers import Tiers
    from sketch2image.systems.artworks.keeping import Making

Model = Annotated[
    str,
    typer.Option(
        "--model",
        metavar="ID|FOLDER",
        help="Full encoder: dinov2-small, dinov2-base, dinov2-large, or any other that "
        "`models list` has, or a folder of yours; `lite` for the bundled one.",
    ),
]
BlueFirst = Annotated[
    bool | None,
    typer.Option(
        "--bgr/--rgb",
        help="Show a DINO the whole picture squashed to a square, as Pocket Docent does: blue "
        "first as in its published index, or red first [default: as the collection has it].",
        show_default=False,
    ),
]
CollectionName = Annotated[str, typer.Option("--collection", help="Name of the collection.")]

DEFAULT = "artworks"
LITE = "lite"
_VIEWS = {True: "bgr-compat", False: "rgb-compat"}
_DINOS = ("dino", "dino-onnx")


def chosen_making(
    name: str, tier: str, model: str, bgr: bool | None, *, docent: bool = False
) -> Making:
    """How vectors are to be made: as the options say, and for the rest as the collection has it.

    Args:
        name: of the collection; empty where there is none.
        tier, model, bgr: of the options.
        docent: whether vectors of Pocket Docent are taken, which are blue first unless told.

    Raises:
        UserError: the options exclude each other, or name no model.
    """
    from sketch2image.models.table import model as row_of
    from sketch2image.systems.artworks.collection import making_of
    from sketch2image.systems.artworks.keeping import Making

    made = making_of(name) if name else Making()
    bgr = True if docent and bgr is None else bgr
    if LITE in (tier, model):
        _check_lite(model, bgr)
        return Making(LITE)
    kept = "" if tier and made.model == LITE else made.model
    return Making(row_of(model).id if model else kept, made.view if bgr is None else _VIEWS[bgr])


def artwork_tiers(tier: str, or_lite: bool | None, making: Making, *needed: str) -> Tiers:
    """The models of a collection, to be used in a `with`.

    Args:
        tier, or_lite: of the options.
        making: which encoder, and its view.
        needed: parts that are needed beside the encoder.

    Raises:
        UserError: a model is not there, or has no such view.
    """
    from sketch2image.core.settings import load
    from sketch2image.engine.full import full_models

    settings = load()
    if making.model == LITE:
        return tiers(LITE, or_lite, ENCODER, *needed)
    if making.model:
        settings = settings.model_copy(update={SETTINGS[ENCODER]: making.model})
    models = full_models(settings)
    wish = tier or ("full" if making.model else "")
    if making.view in _VIEWS.values():
        _check_dino(models.model_of(ENCODER).family)
        models, wish = replace(models, view=making.view, pooling="cls"), "full"
    return tiers(wish, or_lite, ENCODER, *needed, models=models)


def _check_lite(model: str, bgr: bool | None) -> None:
    if model not in ("", LITE):
        hint = "Leave out one of the two."
        raise UserError(ErrorKind.input, f"--tier lite does not go with --model {model}", hint)
    if bgr is not None:
        raise _no_dino("the lite encoder")


def _check_dino(family: str) -> None:
    if family not in _DINOS:
        raise _no_dino(f"an encoder of the family {family}")


def _no_dino(what: str) -> UserError:
    hint = "Name one with --model, such as dinov2-small."
    return UserError(ErrorKind.input, f"--bgr and --rgb are for a DINO, not for {what}", hint)
