"""What training of a composed encoder begins from: random small towers, an OpenCLIP, a TASK-former.

This module imports torch; it is itself imported where a network is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.gallery.clip_folder import CONFIG, ClipFolder
from sketch2image.gallery.composed.model import Composed, open_composed
from sketch2image.gallery.composed.names import CHECKPOINT, FILE, SMALL
from sketch2image.gallery.composed.network import ComposedNetwork
from sketch2image.models.hub import folder_of
from sketch2image.models.table import models

_SMALL: Mapping[str, Any] = {
    "embed_dim": 256,
    "vision_cfg": {"layers": [1, 1, 1, 1], "width": 32, "head_width": 32, "image_size": 96},
    "text_cfg": {
        "context_length": 32, "vocab_size": 49408, "width": 128, "heads": 4, "layers": 2,
    },
}  # fmt: skip
"""A modified ResNet (Radford et al., 2021) and a transformer, in the terms of OpenCLIP."""

_WHOLE = {"resize_mode": "longest", "fill_color": 255}
"""All of a picture on white, as sketches are shown: lines fall where they are in the photo."""


def begin(base: str, *, shared: bool, fusion: str, whole: bool, seed: int) -> Composed:
    """A composed encoder to train.

    Args:
        base: `small` for random small towers; an id of the model table or a folder of an OpenCLIP,
            whose photo tower then also begins the sketch tower; or, to go on with, a `.pt` file of
            TASK-former or a folder of `model.write_composed`, which bring a sketch tower.
        shared: whether sketches go through the photo tower.
        fusion: name in `fusion.FUSIONS`.
        whole: whether photos are shown whole on white, and not as the base has them.
        seed: of what is random.

    Raises:
        UserError: there is no such base, or it brings two towers where one is asked for.
    """
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(seed)
        found = _begun(base, shared, fusion)
    return found.showing(_WHOLE) if whole else found


def _begun(base: str, shared: bool, fusion: str) -> Composed:
    if base == SMALL:
        from open_clip import CLIP

        clip, config = CLIP(**_SMALL), {"model_cfg": _SMALL, "preprocess_cfg": _WHOLE}
        return Composed(ComposedNetwork(clip, shared=shared, fusion=fusion), config)
    place = folder_of(base) if base in models() else Path(base)
    if (place / FILE).is_file() or place.suffix == CHECKPOINT:
        return _fitting(open_composed(place), base, shared, fusion)
    if not (place / CONFIG).is_file():
        hint = "Name small, openclip-b16, openclip-b32, a folder of an OpenCLIP, or a .pt file."
        raise UserError(ErrorKind.input, f"no towers of OpenCLIP in {base}", hint)
    folder = ClipFolder(place)
    network = ComposedNetwork(folder.load(), shared=shared, fusion=fusion)
    return Composed(network, folder.config, folder)


def _fitting(found: Composed, base: str, shared: bool, fusion: str) -> Composed:
    """Its fusion goes on being learned where it is the one asked for; another begins anew."""
    if shared and found.network.sketch_tower is not None:
        message = f"{base} has a sketch tower of its own, and shared asks for none"
        raise UserError(ErrorKind.input, message, "Leave out `shared`.")
    return found.fused_by(fusion, separate=not shared)
