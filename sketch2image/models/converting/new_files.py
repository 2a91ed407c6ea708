"""The files that conversions make, checked and ready to be written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.converting.recognition import state_of
from sketch2image.models.digests import sha256_of
from sketch2image.models.hub import folder_of
from sketch2image.models.layouts import (
    Layout,
    check_layout,
    layout,
    layout_of_folder,
    spare,
    turbo_layout,
)
from sketch2image.models.turbo_file import TurboWeights, shapes, turbo_files, turbo_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

FORMAT = "sketch2image-source"
VERSION = 1

_BASE = "sd-turbo"
GEM_LAYOUTS = (
    "gem-resnet18",
    "gem-resnet50",
    "gem-resnext50_32x4d",
    "gem-resnext101_32x4d",
    "gem-resnext101_32x8d",
    "gem-resnext101_32x16d",
)
_STATE_LAYOUTS = ("blip-base", "blip-large", *GEM_LAYOUTS, "mobilenet-v2", "mobilenet-v2-styles")
_BUFFERS = ("position_ids",)
HEADS = ("projection_head.", "prototypes.", "backbone.backbone.fc.", "fc.")
"""Beginnings of names of what only training of a backbone needs."""

_DESCRIPTORS = ("train_descriptors", "val_descriptors", "test_descriptors")


@dataclass(frozen=True)
class Made:
    """Contents of files by name, the weights first, and how many tensors they hold."""

    files: dict[str, bytes]
    tensors: int


def made_of_turbo(content: object, file: Path, base: Path | None) -> Made:
    """`weights.safetensors` and `weights.json` of the published six-key file.

    Raises:
        UserError: it does not fit the base model, or there is none in `base`.
    """
    weights = replace(turbo_of(content, file), source=sha256_of(file))
    expected = _turbo_layouts(weights, base)
    for part, found, wanted in zip(("UNet", "VAE"), weights.layouts, expected, strict=True):
        check_layout(found, wanted, f"{file} ({part})")
    files = turbo_files(weights, Path("weights.safetensors"))
    named = {path.name: data for path, data in files.items()}
    return Made(named, len(weights.unet) + len(weights.vae))


def made_of_state(content: object, file: Path, _: Path | None) -> Made:
    """`model.safetensors` and `model_source.json` of a BLIP, GeM or MobileNet state dict.

    Buffers that every library computes by itself, and heads that only training needs, are left
    out; the card lists them.

    Raises:
        UserError: it does not fit the published layout it is closest to.
    """
    state = state_of(content, file)
    left = [name for name in state if name.endswith(_BUFFERS) or name.startswith(HEADS)]
    kept = {name: tensor for name, tensor in state.items() if name not in left}
    found = shapes(kept)
    name = closest_layout(found, _STATE_LAYOUTS)
    check_layout(found, layout(name), str(file), spare(name))
    card = _card(file, layout=name, left_out=left)
    packed = _packed(kept, file, _training_of(content))
    return Made({"model.safetensors": packed, "model_source.json": card}, len(kept))


def made_of_arrays(content: Mapping[str, NDArray], file: Path, _: Path | None) -> Made:
    """`descriptors.safetensors` and its card of a museum's descriptor pickle.

    Safetensors as for all other files: opened without a pickle and without reading what is not
    asked for; `.npz` has neither one header nor rows that can be mapped.

    Raises:
        UserError: not descriptors, or not all of one width.
    """
    import numpy as np
    import safetensors.numpy

    check_descriptors(content, file)
    rows = {name: np.ascontiguousarray(array) for name, array in content.items()}
    card = _card(file, layout="descriptors", left_out=[])
    packed = safetensors.numpy.save(rows)
    return Made({"descriptors.safetensors": packed, "descriptors_source.json": card}, len(rows))


def _turbo_layouts(weights: TurboWeights, base: Path | None) -> tuple[Layout, Layout]:
    unet, vae = _base_layouts(base)
    try:
        return turbo_layout(
            unet,
            vae,
            weights.rank_unet,
            weights.rank_vae,
            weights.unet_targets,
            weights.vae_targets,
            weights.stochastic,
        )
    except KeyError as error:
        message = f"{base or _BASE} is no SD-Turbo: {error.args[0]} is missing"
        raise UserError(ErrorKind.model, message, "Name a folder in diffusers' layout.") from error


def _base_layouts(base: Path | None) -> tuple[Layout, Layout]:
    folder = base or _pulled()
    if folder is None:
        return layout(f"{_BASE}-unet"), layout(f"{_BASE}-vae")
    return layout_of_folder(folder / "unet"), layout_of_folder(folder / "vae")


def _pulled() -> Path | None:
    try:
        return folder_of(_BASE)
    except UserError:
        return None


def closest_layout(found: Layout, names: Iterable[str]) -> str:
    """The published layout that differs from these tensors in the fewest of them."""
    return min(names, key=lambda name: len(found.items() ^ layout(name).items()))


def _training_of(content: object) -> dict[str, str]:
    """What a checkpoint of the museum says about its training; kept for the way back."""
    if not isinstance(content, dict) or "val_gap" not in content:
        return {}
    return {"epoch": str(content.get("epoch", 0)), "val_gap": repr(float(content["val_gap"]))}


def _packed(tensors: Mapping[str, Tensor], file: Path, facts: Mapping[str, str]) -> bytes:
    import safetensors.torch

    try:
        return safetensors.torch.save(_apart(tensors), {"format": "pt", **facts})
    except (ValueError, KeyError, RuntimeError) as error:
        message = f"{file} holds tensors that safetensors cannot: {error}"
        raise UserError(ErrorKind.model, message.splitlines()[0]) from error


def _apart(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The same, each with its own memory: safetensors takes no tied copies."""
    seen: set[int] = set()
    own = {}
    for name, tensor in tensors.items():
        place = tensor.untyped_storage().data_ptr()
        own[name] = tensor.clone() if place in seen else tensor.contiguous()
        seen.add(place)
    return own


def _card(file: Path, **facts: object) -> bytes:
    source = {"name": file.name, "bytes": file.stat().st_size, "sha256": sha256_of(file)}
    card = {"format": FORMAT, "version": VERSION, "source": source, **facts}
    return json.dumps(card, indent=1).encode()


def check_descriptors(content: Mapping[str, NDArray], file: Path) -> None:
    """Refuse arrays that are no descriptors of one width.

    Raises:
        UserError: another name, another type, or rows of several widths.
    """
    for name, array in content.items():
        if name not in _DESCRIPTORS:
            raise _no_descriptors(file, f"{name} does not belong there")
        if array.dtype != "float32" or array.ndim != 2:
            kind = f"{array.dtype} {list(array.shape)}"
            raise _no_descriptors(file, f"{name} is {kind} instead of float32 rows")
    widths = {array.shape[1] for array in content.values()}
    if len(widths) > 1:
        raise _no_descriptors(file, f"their rows are of {len(widths)} widths")


def _no_descriptors(file: Path, why: str) -> UserError:
    hint = f"Known: {', '.join(_DESCRIPTORS)}."
    return UserError(ErrorKind.model, f"{file} holds no museum descriptors: {why}", hint)
