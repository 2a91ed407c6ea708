"""What makes the descriptors of a museum: a GeM backbone, or any encoder of galleries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.parts import ENCODER, SETTINGS
from sketch2image.core.progress import Report, silent
from sketch2image.core.settings import load
from sketch2image.engine.full import FAMILIES, full_models
from sketch2image.engine.making import makers
from sketch2image.gallery.gem.backbones import VARIANTS, architecture_of, is_variant, variant_named
from sketch2image.gallery.gem.encoder import GemEncoder
from sketch2image.gallery.gem.files import WEIGHTS
from sketch2image.gallery.lite import LiteEncoder
from sketch2image.gallery.protocol import PICTURE_SIDE
from sketch2image.models.converting.recognition import museum_name
from sketch2image.models.layouts import layout_of_file
from sketch2image.models.table import models

if TYPE_CHECKING:
    from sketch2image.gallery.gem.network import GemNetwork
    from sketch2image.gallery.protocol import Encoder

LITE = "lite"
"""The bundled encoder."""

_MET_SIDE = 500
"""Longest side of the database of The Met dataset; backbones see other sizes otherwise."""


def open_encoder(
    net: str,
    netpath: str = "",
    multi_scale: bool = False,
    device: str = "auto",
    report: Report = silent,
) -> Encoder:
    """The encoder of a name.

    Args:
        net: a backbone as `gallery.gem.backbones` names it, `lite`, an encoder's id in the model
            table, or the folder of a model.
        netpath: weights in place of the backbone's own: a checkpoint, safetensors or a folder.
        multi_scale: whether descriptors are the mean over three sizes; backbones only.
        device: name for `models.devices`.
        report: is told about the loading.

    Raises:
        UserError: unknown, not on this machine, of another architecture, or it has no scales.
    """
    if netpath or is_variant(net) or _is_gem(Path(net)):
        network = _own_weights(net, Path(netpath)) if netpath else _network(net)
        return GemEncoder(network, multi_scale=multi_scale, device=device)
    if net != LITE and net not in _others() and not Path(net).is_dir():
        hint = f"Known: {', '.join((*VARIANTS, LITE, *_others()))}; or name a model's folder."
        raise UserError(ErrorKind.input, f"no such network: {net!r}", hint)
    if multi_scale:
        hint = f"Leave out --ms, or take one of {', '.join(VARIANTS)}."
        raise UserError(ErrorKind.input, f"{net} sees pictures at one size only", hint)
    return LiteEncoder() if net == LITE else _full(net, device, report)


def usual_side(encoder: Encoder, own_pictures: bool) -> int | None:
    """Longest side, in pixels, that pictures are best shown at; None for as they are.

    Args:
        encoder: of `open_encoder`.
        own_pictures: whether they are any pictures, and not those of The Met dataset.
    """
    if not isinstance(encoder, GemEncoder):
        return PICTURE_SIDE
    return _MET_SIDE if own_pictures else None


def _network(net: str) -> GemNetwork:
    from sketch2image.gallery.gem.network import open_network

    return open_network(net)


def _own_weights(net: str, place: Path) -> GemNetwork:
    from sketch2image.gallery.gem.network import open_weights

    variant = variant_named(net)
    file = place / WEIGHTS if place.is_dir() else place
    network = open_weights(file, variant.architecture)
    found = network.projector is not None
    if not variant.model and found != variant.projector:
        message = f"{file} has {'a' if found else 'no'} projector, other than {net}"
        twin = _twin(net, found)
        raise UserError(ErrorKind.model, message, f"Give --net {twin}.")
    return network


def _twin(net: str, projector: bool) -> str:
    """The variant that does without weights of its own, with or without a projector."""
    architecture = variant_named(net).architecture
    return next(
        name
        for name, one in VARIANTS.items()
        if not one.model and (one.architecture, one.projector) == (architecture, projector)
    )


def _is_gem(folder: Path) -> bool:
    if not (folder / WEIGHTS).is_file():
        return False
    shapes = layout_of_file(folder / WEIGHTS)
    return architecture_of({museum_name(name): shape for name, shape in shapes.items()}) is not None


def _others() -> list[str]:
    return [row.id for row in models().values() if row.full and row.family in FAMILIES[ENCODER]]


def _full(net: str, device: str, report: Report) -> Encoder:
    """What other parts are set to has no say here."""
    wishes = dict.fromkeys(SETTINGS.values(), "") | {SETTINGS[ENCODER]: net, "device": device}
    chosen = full_models(load().model_copy(update=wishes))
    return cast("Encoder", makers(chosen)[ENCODER].load(report))
