"""GeM descriptors of pictures at their own size, as galleries and museums ask for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sketch2image.core.types import Image, Vectors
from sketch2image.gallery.gem.files import digest_of_network
from sketch2image.gallery.marks import WEAK_BELOW
from sketch2image.gallery.views import IMAGENET_MEAN, IMAGENET_STD, Pixels
from sketch2image.models.devices import device_of

if TYPE_CHECKING:
    from sketch2image.gallery.gem.network import GemNetwork

FAMILY = "gem"
_VERSION = "gem-1"
_SCALES = {False: "ss", True: "ms"}
"""How nikosips/met calls descriptors of one size, and of three."""


class GemEncoder:
    """Runs a GeM network picture by picture, since no two are of one size.

    Args:
        network: in evaluation mode; is moved to the device.
        multi_scale: whether a descriptor is the mean over three sizes.
        device: name for `models.devices`.

    Raises:
        UserError: the machine has no such device.
    """

    def __init__(
        self, network: GemNetwork, *, multi_scale: bool = False, device: str = "cpu"
    ) -> None:
        self._device = device_of(device)
        self._network = network.to(self._device).eval()
        self._multi_scale = multi_scale

    @property
    def fingerprint(self) -> str:
        """Digest of the weights, and whether one size or three are looked at."""
        return f"{self._digest}-{_VERSION}-{scales_name(self._multi_scale)}"

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._network.dim

    @property
    def weak_below(self) -> Mapping[str, float]:
        """For `sketch`, `photo` and `words` queries, the cosine below which a match is weak."""
        return WEAK_BELOW[FAMILY]

    def encode_photos(self, images: Sequence[Image]) -> Vectors:
        """(N, dim) float32 unit rows for N pictures of (H, W, 3) uint8 RGB, any sizes."""
        rows = [self._row(normalized(image)) for image in images]
        return np.concatenate([np.empty((0, self.dim), np.float32), *rows])

    def encode_sketches(self, images: Sequence[Image]) -> Vectors:
        """(N, dim) float32 unit rows for N drawings of (H, W, 3) uint8 RGB, any sizes."""
        return self.encode_photos(images)

    def encode_words(self, labels: Sequence[str]) -> Vectors:
        """(N, dim) zero rows: it knows no words."""
        return np.zeros((len(labels), self.dim), np.float32)

    @cached_property
    def _digest(self) -> str:
        return digest_of_network(self._network)

    def _row(self, pixels: Pixels) -> Vectors:
        import torch

        shown = torch.from_numpy(pixels[None]).to(self._device)
        run = self._network.at_scales if self._multi_scale else self._network
        with torch.inference_mode():
            return run(shown).float().cpu().numpy()


def scales_name(multi_scale: bool) -> str:
    """`ms` for descriptors of three sizes, `ss` for those of one."""
    return _SCALES[multi_scale]


def normalized(image: Image) -> Pixels:
    """(3, H, W) float32, ImageNet-normalized, of (H, W, 3) uint8 RGB."""
    scaled = image.astype(np.float32) / np.float32(255)
    levels = (scaled - np.array(IMAGENET_MEAN, np.float32)) / np.array(IMAGENET_STD, np.float32)
    return np.ascontiguousarray(levels.transpose(2, 0, 1))
