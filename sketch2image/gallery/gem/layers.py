"""The layers of GeM networks, with the names that nikosips/met gives their tensors.

Generalized-mean pooling: Radenovic, Tolias, Chum, "Fine-tuning CNN Image Retrieval with No Human
Annotation", TPAMI 2018.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from sketch2image.gallery.gem.backbones import ARCHITECTURES

PROJECTED = 512
"""Length of a descriptor behind the projector."""

_POWER, _LEAST = 3.0, 1e-6


class Pool(nn.Module):
    """The mean of powers over all places, and the root of it; the power is learned."""

    def __init__(self) -> None:
        super().__init__()
        self.p = nn.Parameter(torch.full((1,), _POWER))

    def forward(self, maps: Tensor) -> Tensor:
        """(N, C) of (N, C, H, W)."""
        return maps.clamp(min=_LEAST).pow(self.p).mean(dim=(2, 3)).pow(1 / self.p)


class Projector(nn.Module):
    """A linear layer whose bias is a row of its own, as nikosips/met expects it in files.

    Args:
        channels: length of what comes in.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        fresh = nn.Linear(channels, PROJECTED)
        self.weight = nn.Parameter(fresh.weight.detach())
        self.bias = nn.Parameter(fresh.bias.detach()[None])

    def whiten(self, mean: Tensor, matrix: Tensor) -> None:
        """Begin as PCA whitening: rows become (row - mean) @ matrix.T.

        Args:
            mean: (channels,) float32.
            matrix: (512, channels) float32.
        """
        with torch.no_grad():
            self.weight.copy_(matrix)
            self.bias.copy_(-(matrix @ mean)[None])

    def forward(self, rows: Tensor) -> Tensor:
        """(N, 512) of (N, channels)."""
        return rows @ self.weight.T + self.bias


class Embedder(nn.Module):
    """Backbone, pooling, unit length; with a projector a linear layer and unit length again.

    Args:
        architecture: in `backbones.ARCHITECTURES`.
        projector: whether to have one.
    """

    def __init__(self, architecture: str, projector: bool) -> None:
        super().__init__()
        self.backbone = _backbone(architecture)
        self.pool = Pool()
        channels = ARCHITECTURES[architecture].channels
        self.projector = Projector(channels) if projector else None

    def forward(self, pixels: Tensor) -> Tensor:
        """(N, D) unit rows of (N, 3, H, W)."""
        rows = normalize(self.pool(self.backbone(pixels)), dim=1)
        return rows if self.projector is None else normalize(self.projector(rows), dim=1)


def _backbone(architecture: str) -> nn.Sequential:
    from torchvision.models.resnet import BasicBlock, Bottleneck, ResNet

    like = ARCHITECTURES[architecture]
    block = {"basic": BasicBlock, "bottleneck": Bottleneck}[like.block]
    whole = ResNet(block, list(like.depths), groups=like.groups, width_per_group=like.width)
    return nn.Sequential(*list(whole.children())[:-2])
