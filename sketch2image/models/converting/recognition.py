"""What a foreign checkpoint is, by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from sketch2image.core.errors import ErrorKind, UserError

if TYPE_CHECKING:
    from torch import Tensor

STATE_KINDS = ("blip", "gem", "mobilenet")
KINDS = ("turbo", *STATE_KINDS, "descriptors")

_TURBO_MARK = "state_dict_unet"
_WRAPPERS = ("model_state_dict", "state_dict")
_PARALLEL = "module."
_MARKS = {
    "text_decoder.": "blip",
    "backbone.": "gem",
    "features.": "mobilenet",
}
_RESNET = {"conv1": "0", "bn1": "1", "layer1": "4", "layer2": "5", "layer3": "6", "layer4": "7"}
_RESNET_NAME = re.compile(r"(conv1|bn1|layer[1-4])\.")
_CHILD_NAME = re.compile(r"[0-7]\.")
_MUSEUM = "backbone.backbone."
_BIAS = "backbone.projector.bias"
_HINT = f"Known: {', '.join(KINDS)}."


def kind_of(content: object, file: Path) -> str:
    """The kind of checkpoint `torch.load` gave, e.g. "turbo".

    Raises:
        UserError: none that is known.
    """
    if isinstance(content, dict) and _TURBO_MARK in content:
        return "turbo"
    for name in state_of(content, file):
        for mark, kind in _MARKS.items():
            if name.startswith(mark):
                return kind
    raise UserError(ErrorKind.model, f"{file} is no checkpoint of a known kind", _HINT)


def state_of(content: object, file: Path) -> dict[str, Tensor]:
    """The tensors by name, however a training loop wrapped them.

    Looks under "model_state_dict" and "state_dict", takes off the "module." that data-parallel
    training puts before each name, and gives a ResNet the form of the museum's backbones.

    Raises:
        UserError: there are no tensors by name.
    """
    state = _unwrapped(content)
    if not _are_tensors(state):
        raise UserError(ErrorKind.model, f"{file} holds no tensors by name", _HINT)
    if all(name.startswith(_PARALLEL) for name in state):
        state = {name.removeprefix(_PARALLEL): tensor for name, tensor in state.items()}
    return museum_state(state)


def museum_state(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """A ResNet's tensors as the museum's code has them; other tensors stay as they are.

    Takes the names of torchvision and timm (`layer1.0.conv1.weight`) and those of a bare list of
    layers (`4.0.conv1.weight`). The projector's bias becomes a row, (1, D).
    """
    named = _with_counters({museum_name(name): tensor for name, tensor in state.items()})
    if _BIAS in named:
        named[_BIAS] = named[_BIAS].reshape(1, -1)
    return named


def museum_name(name: str) -> str:
    """What the museum's code calls a tensor of a ResNet; any other keeps its name."""
    if match := _RESNET_NAME.match(name):
        return f"{_MUSEUM}{_RESNET[match[1]]}.{name[match.end() :]}"
    return f"{_MUSEUM}{name}" if _CHILD_NAME.match(name) else name


def _unwrapped(content: object) -> object:
    if isinstance(content, dict):
        for wrapper in _WRAPPERS:
            if isinstance(content.get(wrapper), dict):
                return content[wrapper]
    return content


def _are_tensors(state: object) -> TypeGuard[Mapping[str, Tensor]]:
    import torch

    return (
        isinstance(state, Mapping)
        and len(state) > 0
        and all(isinstance(name, str) for name in state)
        and all(isinstance(tensor, torch.Tensor) for tensor in state.values())
    )


def _with_counters(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Old versions of torch did not save how many batches a norm has seen; strict loading asks."""
    import torch

    whole: dict[str, Tensor] = {}
    for name, tensor in state.items():
        whole[name] = tensor
        counter = name.replace(".running_var", ".num_batches_tracked")
        if name.startswith(_MUSEUM) and counter != name and counter not in state:
            whole[counter] = torch.tensor(0)
    return whole
