"""LPIPS: how different two pictures look.

Zhang, Isola, Efros, Shechtman, Wang: The Unreasonable Effectiveness of Deep Features as a
Perceptual Metric (2018); parts and heads are those of the package `lpips`, version 0.1 on VGG16.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import as_file, files
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.converting.pickles import read_torch
from sketch2image.models.hub import folder_of

WIDTHS = (64, 128, 256, 512, 512)
"""Channels of the five levels that the heads were fitted to."""

_TAPS = (3, 8, 15, 22, 29)
"""Layers of VGG16 whose output is a level: the last of each block before it is halved."""

_FEATURES = "features."


class Perceptual(nn.Module):
    """LPIPS of pairs of pictures.

    Args:
        trunk: from (N, 3, H, W) normalized pictures to five levels of `WIDTHS` channels; VGG16, or
            in tests anything of that form.
    """

    def __init__(self, trunk: nn.Module) -> None:
        from lpips import NetLinLayer, ScalingLayer

        super().__init__()
        self.trunk = trunk
        self.normal = ScalingLayer()
        self.heads = nn.ModuleList(NetLinLayer(width) for width in WIDTHS)
        fitted = _fitted()
        for number, head in enumerate(self.heads):
            head.load_state_dict({"model.0.weight": fitted[f"lin{number}.model.1.weight"]})
        self.requires_grad_(False).eval()

    def forward(self, made: Tensor, target: Tensor) -> Tensor:
        """(N,) distances, 0 for equal pictures, of two (N, 3, H, W) in -1..1."""
        levels = zip(self._levels(made), self._levels(target), self.heads, strict=True)
        parts = [head((one - other).square()).mean((1, 2, 3)) for one, other, head in levels]
        return torch.stack(parts).sum(0)

    def _levels(self, pictures: Tensor) -> list[Tensor]:
        from lpips import normalize_tensor

        return [normalize_tensor(level.float()) for level in self.trunk(self.normal(pictures))]


class Vgg(nn.Module):
    """The convolutions of VGG16 (Simonyan and Zisserman, 2015), level by level."""

    def __init__(self, layers: Iterable[nn.Module]) -> None:
        super().__init__()
        self.layers = nn.Sequential(*islice(layers, _TAPS[-1] + 1))

    def forward(self, pictures: Tensor) -> Sequence[Tensor]:
        """Five levels of (N, 3, H, W) pictures, each with half the side of the one before."""
        levels, hidden = [], pictures
        for number, layer in enumerate(self.layers):
            hidden = layer(hidden)
            if number in _TAPS:
                levels.append(hidden)
        return levels


def vgg16(where: str) -> Vgg:
    """VGG16 with trained weights, on the CPU; nothing is fetched.

    Args:
        where: `.safetensors` or `.pth` file with torchvision's names, or a model's id.

    Raises:
        UserError: it is not there or holds something else.
    """
    from torchvision.models import vgg16 as built

    file = Path(where) if Path(where).suffix else folder_of(where) / "model.safetensors"
    with torch.device("meta"):
        layers: Any = built().features
    try:
        held = {n.removeprefix(_FEATURES): t for n, t in _tensors(file).items() if _FEATURES in n}
        layers.load_state_dict(held, assign=True)
    except (RuntimeError, AttributeError) as error:
        message = f"{file} holds no VGG16 with torchvision's names"
        raise UserError(ErrorKind.model, message, _HINT) from error
    return Vgg(layers)


_HINT = "Set `vgg_model` to torchvision's vgg16-397923af.pth, or `weigh_lpips = 0`."


def _tensors(file: Path) -> dict[str, Tensor]:
    if not file.is_file():
        raise UserError(ErrorKind.missing_file, f"no VGG16 at {file}", _HINT)
    if file.suffix != ".safetensors":
        found: Any = read_torch(file)
        return found
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        return load_file(file)
    except SafetensorError as error:
        raise UserError(ErrorKind.unreadable, f"{file} is damaged", _HINT) from error


def _fitted() -> dict[str, Tensor]:
    with as_file(files("lpips") / "weights" / "v0.1" / "vgg.pth") as file:
        return torch.load(file, map_location="cpu", weights_only=True)
