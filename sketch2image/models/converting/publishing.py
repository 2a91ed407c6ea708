"""The way back: our files of the museum in the form that its published code opens."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.converting.descriptor_files import PICKLE_FILE, pickle_pieces
from sketch2image.models.converting.new_files import (
    GEM_LAYOUTS,
    HEADS,
    Made,
    check_descriptors,
    closest_layout,
)
from sketch2image.models.converting.recognition import museum_name, museum_state
from sketch2image.models.layouts import check_layout, layout, layout_of_file, spare
from sketch2image.models.pretrained import read_tensors
from sketch2image.models.turbo_file import shapes

OURS = ".safetensors"

_CHECKPOINT = "model.pth"
_POWER = "backbone.pool.p"
_USUAL_POWER = 3.0
"""Of GeM, which every published network begins with; bare ImageNet weights have none."""

_HINT = "Descriptors of `museum extract` and GeM networks have a published form."


def published(file: Path) -> tuple[str, Made]:
    """Kind and published form of a safetensors file.

    `descriptors.pkl` for descriptors; for a GeM network `model.pth`, a dict of `epoch`,
    `state_dict`, `val_gap` and an empty `optimizer`.

    Raises:
        UserError: missing, damaged, or neither of the two.
    """
    names = layout_of_file(file)
    if all(name.endswith("_descriptors") for name in names):
        return "descriptors", _descriptors(file)
    if any(museum_name(name).startswith("backbone.") for name in names):
        return "gem", _network(file)
    raise UserError(ErrorKind.model, f"{file} has no published form", _HINT)


def _descriptors(file: Path) -> Made:
    from safetensors.numpy import load_file

    arrays = load_file(file)
    check_descriptors(arrays, file)
    return Made({PICKLE_FILE: b"".join(pickle_pieces(arrays))}, len(arrays))


def _network(file: Path) -> Made:
    import torch

    state = {n: t for n, t in museum_state(read_tensors(file)).items() if not n.startswith(HEADS)}
    state.setdefault(_POWER, torch.tensor([_USUAL_POWER]))
    found = shapes(state)
    name = closest_layout(found, GEM_LAYOUTS)
    check_layout(found, layout(name), str(file), spare(name))
    buffer = io.BytesIO()
    torch.save({**_facts(file), "state_dict": state, "optimizer": {}}, buffer)
    return Made({_CHECKPOINT: buffer.getvalue()}, len(state))


def _facts(file: Path) -> dict[str, Any]:
    from safetensors import safe_open

    with safe_open(file, "pt") as opened:
        said = opened.metadata() or {}
    return {"epoch": int(said.get("epoch", 0)), "val_gap": float(said.get("val_gap", 0.0))}
