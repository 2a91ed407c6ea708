"""A plain DINO with trained LoRA in its weights, for programs that know no towers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import unwritable
from sketch2image.gallery.adapters import Adapter
from sketch2image.gallery.bases import Base, DinoBase
from sketch2image.gallery.towers import Towers

FOLDER = "dino"


def check_can_merge(base: Base, adapter: Adapter) -> None:
    """Make sure that one plain network can stand for both towers.

    Raises:
        UserError: they differ, are no DINO, or hold more than LoRA.
    """
    if not (isinstance(base, DinoBase) and adapter.kind == "lora" and adapter.shared):
        message = "only one LoRA for both branches of a DINO can be merged"
        hint = 'Leave out `merge`, or take a DINO, `adapter = "lora"` and `shared = true`.'
        raise UserError(ErrorKind.input, message, hint)


def write_merged(towers: Towers, folder: Path) -> None:
    """Write a folder that `DinoEncoder` opens.

    Args:
        towers: as `check_can_merge` wants them; they stay as they are.
        folder: made where it is missing.

    Raises:
        UserError: the place cannot be written.
    """
    from peft.tuners.lora import LoraLayer
    from transformers.utils import logging

    plain: Any = towers.base.load(torch.device("cpu"), torch.float32)
    for name, layer in towers.networks["photo"].named_modules():
        if isinstance(layer, LoraLayer):
            (adapter,) = layer.lora_A
            change: Any = layer
            delta = change.get_delta_weight(adapter).detach().cpu().float()
            plain.get_submodule(name).weight.data += delta
    logging.disable_progress_bar()
    try:
        plain.save_pretrained(folder)
    except OSError as error:
        raise unwritable(folder, error) from error
