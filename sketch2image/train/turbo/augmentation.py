"""Random changes of pictures before a critic sees them, with gradients.

Zhao, Liu, Lin, Zhu, Han: Differentiable Augmentation for Data-Efficient GAN Training (2020); color,
translation and cutout, as the vision-aided discriminator of pix2pix-turbo has them.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

_SHIFT = 1 / 8
_CUT = 1 / 2


def augmented(pictures: Tensor) -> Tensor:
    """(N, 3, H, W) pictures, each changed by chance of its own."""
    return _cut_out(_moved(_recolored(pictures)))


def _recolored(pictures: Tensor) -> Tensor:
    brightness, saturation, contrast = torch.rand(3, len(pictures), 1, 1, 1).to(pictures)
    light = pictures + brightness - 0.5
    gray = light.mean(1, keepdim=True)
    colored = (light - gray) * (2 * saturation) + gray
    mean = colored.mean((1, 2, 3), keepdim=True)
    return (colored - mean) * (0.5 + contrast) + mean


def _moved(pictures: Tensor) -> Tensor:
    height, width = pictures.shape[-2:]
    reach = round(height * _SHIFT), round(width * _SHIFT)
    padded = F.pad(pictures, (reach[1], reach[1], reach[0], reach[0]))
    tops, lefts = (torch.randint(0, 2 * most + 1, (len(pictures),)).tolist() for most in reach)
    rows = zip(padded, tops, lefts, strict=True)
    return torch.stack([one[:, t : t + height, x : x + width] for one, t, x in rows])


def _cut_out(pictures: Tensor) -> Tensor:
    inside = [_span(size, len(pictures)) for size in pictures.shape[-2:]]
    hole = inside[0][:, None, :, None] & inside[1][:, None, None, :]
    return pictures * ~hole.to(pictures.device)


def _span(size: int, count: int) -> Tensor:
    """(count, size) True where each hole lies along a side; some of it may lie outside."""
    length = round(size * _CUT)
    start = torch.randint(-(length // 2), size - length // 2 + 1, (count, 1))
    place = torch.arange(size)[None]
    return (place >= start) & (place < start + length)
