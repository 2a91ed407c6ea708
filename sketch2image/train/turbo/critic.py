"""The discriminator: small heads on what a frozen CLIP sees.

Kumari, Zhang, Shechtman, Zhu: Ensembling Off-the-shelf Models for GAN Training (2022); heads and
loss as `vision_aided_loss` has them for `clip`, `conv_multi_level` and `multilevel_sigmoid_s`.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import spectral_norm

from sketch2image.train.turbo.augmentation import augmented
from sketch2image.train.turbo.sight import Levels, Sight

REAL, MADE = 0.8, 0.0
"""What the critic should say, as a chance; less than 1 keeps it from being sure."""

_WIDTH = 256
_SLOPE = 0.2


class Critic(nn.Module):
    """Says of pictures whether they are photos; only the heads are trained.

    Args:
        sight: what it sees them through.
    """

    def __init__(self, sight: Sight) -> None:
        super().__init__()
        channels, dim = sight.widths
        self._sight = sight
        self.early, self.late = _map_head(channels), _map_head(channels)
        self.whole = _vector_head(dim)

    def forward(self, pictures: Tensor, label: float) -> Tensor:
        """How far from `label` its opinions of (N, 3, H, W) pictures in -1..1 are: a scalar.

        Binary cross-entropy, the mean over places and pictures, the sum over the three heads.
        """
        opinions = self._opinions(self._sight.levels(augmented(pictures)))
        return torch.stack([_entropy(opinion, label) for opinion in opinions]).sum()

    def _opinions(self, seen: Levels) -> tuple[Tensor, ...]:
        """Logits, in float32: the estimate of a spectral norm does not stand less."""
        with torch.autocast(seen.whole.device.type, enabled=False):
            return self.early(seen.early), self.late(seen.late), self.whole(seen.whole)


class Blur(nn.Module):
    """Smooths maps before they are halved (Zhang, 2019)."""

    kernel: Tensor

    def __init__(self, channels: int) -> None:
        super().__init__()
        row = torch.tensor([1.0, 3.0, 3.0, 1.0])
        kernel = row[:, None] * row / row.sum() ** 2
        self.register_buffer("kernel", kernel.repeat(channels, 1, 1, 1), persistent=False)

    def forward(self, maps: Tensor) -> Tensor:
        """(N, C, H, W) of the same size."""
        return F.conv2d(F.pad(maps, (1, 2, 1, 2)), self.kernel, groups=maps.shape[1])


def _map_head(channels: int) -> nn.Sequential:
    return nn.Sequential(
        spectral_norm(nn.Conv2d(channels, _WIDTH, 3, padding=1)),
        nn.LeakyReLU(_SLOPE),
        Blur(_WIDTH),
        spectral_norm(nn.Conv2d(_WIDTH, 1, 1, stride=2)),
    )


def _vector_head(dim: int) -> nn.Sequential:
    return nn.Sequential(
        spectral_norm(nn.Linear(dim, _WIDTH)),
        nn.LeakyReLU(_SLOPE),
        spectral_norm(nn.Linear(_WIDTH, 1)),
    )


def _entropy(logits: Tensor, label: float) -> Tensor:
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))
