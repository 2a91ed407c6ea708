"""What describes a picture before a linear layer tells its style: features of any length."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Image
from sketch2image.gallery.gem.files import digest_of_network
from sketch2image.gallery.lite import LiteEncoder
from sketch2image.gallery.protocol import Encoder
from sketch2image.gallery.style.mobile import body_features, mobile_view, width_of
from sketch2image.gallery.style.texture import VERSION, WIDTH, texture
from sketch2image.gallery.tower import batch_on, in_batches
from sketch2image.gallery.views import Pixels, pixels
from sketch2image.models.devices import device_of

if TYPE_CHECKING:
    from torch import nn

Rows = NDArray[np.float32]
"""(N, D) of any length, unlike `core.types.Vectors`."""


class Body(ABC):
    """A network without its last layer, ready to be asked."""

    @property
    @abstractmethod
    def dim(self) -> int:
        """D, the length of a feature."""

    @property
    @abstractmethod
    def fingerprint(self) -> str:
        """Differs whenever features could: weights and preprocessing."""

    @abstractmethod
    def features(self, images: Sequence[Image]) -> Rows:
        """(N, D) of N pictures of (H, W, 3) uint8 RGB, any sizes; each by itself."""


class EncoderBody(Body):
    """Photo vectors of an encoder.

    Args:
        encoder: of galleries.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    @property
    def dim(self) -> int:
        """See `Body`."""
        return self._encoder.dim

    @property
    def fingerprint(self) -> str:
        """See `Body`."""
        return self._encoder.fingerprint

    def features(self, images: Sequence[Image]) -> Rows:
        """See `Body`."""
        return self._encoder.encode_photos(images)


class LiteBody(Body):
    """The bundled encoder beside statistics of texture: neither torch nor a download is needed.

    The encoder was taught to look away from how a thing is drawn, so that sketches find photos.
    """

    def __init__(self) -> None:
        self._encoder = LiteEncoder()

    @property
    def dim(self) -> int:
        """See `Body`."""
        return self._encoder.dim + WIDTH

    @property
    def fingerprint(self) -> str:
        """See `Body`."""
        return f"{self._encoder.fingerprint}-{VERSION}"

    def features(self, images: Sequence[Image]) -> Rows:
        """See `Body`."""
        seen = [texture(image) for image in images]
        return np.concatenate([self._encoder.encode_photos(images), np.stack(seen)], axis=1)


class MobileBody(Body):
    """A MobileNetV2.

    Args:
        network: with any last layer; is moved to the device.
        side: of the square it sees, pixels.
        device: name for `models.devices`.

    Raises:
        UserError: this machine has no such device.
    """

    def __init__(self, network: nn.Module, side: int, device: str) -> None:
        self._device = device_of(device)
        self.network = network.to(self._device).eval()
        self._view = mobile_view(side)

    @property
    def dim(self) -> int:
        """See `Body`."""
        return width_of(self.network)

    @property
    def fingerprint(self) -> str:
        """See `Body`."""
        return f"{self._digest}-{self._view.version}"

    def features(self, images: Sequence[Image]) -> Rows:
        """See `Body`."""
        shown = (pixels(image, self._view) for image in images)
        return in_batches(shown, batch_on(self._device.type), self._run, self.dim)

    @cached_property
    def _digest(self) -> str:
        return digest_of_network(self.network)

    def _run(self, batch: Pixels) -> Rows:
        import torch

        with torch.inference_mode():
            shown = torch.from_numpy(batch).to(self._device)
            return body_features(self.network, shown).float().cpu().numpy()
