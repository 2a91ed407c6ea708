"""A GeM network as nikosips/met builds it, written anew for the tests."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional


class _Pool(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.p = nn.Parameter(torch.ones(1) * 3)

    def forward(self, maps):
        powers = maps.clamp(min=1e-6) ** self.p
        return functional.avg_pool2d(powers, maps.shape[-2:]) ** (1 / self.p)


class _Embedder(nn.Module):
    def __init__(self, name: str, projector: bool) -> None:
        super().__init__()
        import torchvision

        whole = getattr(torchvision.models, name)(weights=None)
        self.backbone = nn.Sequential(*list(whole.children())[:-2])
        self.pool = _Pool()
        self.projector = None
        if projector:
            self.projector = nn.Linear(whole.fc.in_features, 512)
            self.projector.bias.data = self.projector.bias.data.unsqueeze(0)

    def forward(self, pixels):
        rows = functional.normalize(self.pool(self.backbone(pixels))).flatten(1)
        return functional.normalize(self.projector(rows)) if self.projector else rows


class PublishedNetwork(nn.Module):
    """What a published checkpoint's `state_dict` is loaded into, strictly."""

    def __init__(self, name: str = "resnet18", projector: bool = False) -> None:
        super().__init__()
        self.backbone = _Embedder(name, projector)

    def forward(self, pixels):
        return self.backbone(pixels)

    def at_scales(self, pixels):
        """As the published extractor: plain sums of unit rows, then unit length."""
        total = self(pixels)
        for factor in (2**-0.5, 0.5):
            total = total + self(
                functional.interpolate(
                    pixels, scale_factor=factor, mode="bilinear", align_corners=False
                )
            )
        return total / total.norm()
