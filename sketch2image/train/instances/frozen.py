"""A network whose batch-norm statistics stay what they are while it learns."""

from __future__ import annotations

from torch import Tensor, nn

from sketch2image.gallery.gem.network import GemNetwork


class Frozen(nn.Module):
    """Wraps a network: in training mode its batch-norm layers stay in evaluation mode.

    Their scales and offsets are learned. The statistics are those of the pictures the network was
    pretrained on, for the pairs of a batch, chosen to be hard, would give others; an untrained
    network has mean 0 and variance 1.
    """

    def __init__(self, network: GemNetwork) -> None:
        super().__init__()
        self.network = network

    def train(self, mode: bool = True) -> Frozen:
        """Set the mode of all layers but these."""
        super().train(mode)
        for layer in self.modules():
            if isinstance(layer, nn.BatchNorm2d):
                layer.eval()
        return self

    def forward(self, pixels: Tensor) -> Tensor:
        """Descriptors as the network gives them."""
        return self.network(pixels)
