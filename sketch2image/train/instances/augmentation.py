"""A picture as it is varied to learn from."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import torch
from numpy.random import Generator
from PIL import Image as Pillow
from torch import Tensor

from sketch2image.core.types import Image
from sketch2image.gallery.views import IMAGENET_MEAN, IMAGENET_STD

if TYPE_CHECKING:
    from torchvision.transforms import Compose

_LEAST_AREA, _ASPECT = 0.7, 0.99
_BRIGHTNESS, _CONTRAST, _SATURATION, _HUE = 0.4, 0.4, 0.4, 0.1
_COLORS, _GREY = 0.8, 0.2
"""How likely other colors and none are."""


def varied(picture: Image, side: int, rng: Generator) -> Tensor:
    """(3, side, side) float32, ImageNet-normalized: a part of the picture in other colors.

    Args:
        picture: (H, W, 3) uint8 RGB.
        side: pixels.
        rng: the only source of chance.
    """
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(int(rng.integers(2**63)))
        seen: Any = _chain(side)(Pillow.fromarray(picture))
    return seen


@lru_cache
def _chain(side: int) -> Compose:
    from torchvision import transforms

    part = (_LEAST_AREA, 1.0), (_ASPECT, 1 / _ASPECT)
    colors = transforms.ColorJitter(_BRIGHTNESS, _CONTRAST, _SATURATION, _HUE)
    return transforms.Compose(
        [
            transforms.RandomResizedCrop(side, *part),
            transforms.RandomApply([colors], _COLORS),
            transforms.RandomGrayscale(_GREY),
            transforms.ToTensor(),
            transforms.Normalize(IMAGENET_MEAN, IMAGENET_STD),
        ]
    )
