"""BLIP, ready to be trained."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import torch

from sketch2image.models.pretrained import open_pretrained
from sketch2image.train.blip.lora import add_lora
from sketch2image.train.blip.settings import Settings, Tower

if TYPE_CHECKING:
    from transformers import BlipForConditionalGeneration

_MODULES: dict[Tower, str] = {"vision": "vision_model", "text": "text_decoder"}


def open_network(
    folder: Path, settings: Settings, device: torch.device
) -> BlipForConditionalGeneration:
    """A BLIP in float32 of which only what the settings name requires gradients.

    Args:
        folder: of the base model.
        settings: `start`, `towers`, `lora`, `lora_alpha`, `label_smoothing` and
            `gradient_checkpointing` count.
        device: where it goes.

    Raises:
        UserError: the folder holds another model, or a file is missing or does not fit.
    """
    from transformers import BlipForConditionalGeneration

    start = Path(settings.start) if settings.start else None
    net = open_pretrained(
        BlipForConditionalGeneration, folder, weights=start, device=device, dtype=torch.float32
    )
    net.text_decoder.label_smoothing = settings.label_smoothing
    net.requires_grad_(False)
    _wake(net, settings)
    if settings.gradient_checkpointing:
        net.activation_checkpointing_enable({"use_reentrant": False})
    return net


def _wake(net: BlipForConditionalGeneration, settings: Settings) -> None:
    if settings.lora:
        add_lora(net, settings.towers, settings.lora, settings.lora_alpha)
        return
    for tower in settings.towers:
        net.get_submodule(_MODULES[tower]).requires_grad_(True)
