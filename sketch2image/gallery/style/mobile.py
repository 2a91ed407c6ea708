"""MobileNetV2 of torchvision, whose last layer tells styles apart.

Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", CVPR 2018.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sketch2image.gallery.views import View
from sketch2image.models.layouts import check_layout

if TYPE_CHECKING:
    from torch import Tensor, nn

MODEL = "mobilenet-v2"
WEIGHTS = "model.safetensors"
HEAD = "classifier.1"
"""Name of the last layer."""

_COUNTER = ".num_batches_tracked"
"""End of names of tensors that old files lack and nothing needs."""

_SHORT = 256 / 224
"""What ImageNet's evaluation resizes the shorter side to, as a multiple of the square it sees."""


def mobile_view(side: int) -> View:
    """What the network sees of a picture: a square out of its middle, `side` pixels wide."""
    return View(side=side, short=round(side * _SHORT), filter="bilinear")


def mobile_network(classes: int, width: float = 1.0, dropout: float = 0.2) -> nn.Module:
    """The network with random weights; its state dict has torchvision's names.

    Args:
        classes: outputs of the last layer.
        width: multiple of the published numbers of channels.
        dropout: 0..1, before the last layer, in training.
    """
    from torchvision.models import mobilenet_v2

    return mobilenet_v2(num_classes=classes, width_mult=width, dropout=dropout)


def put_weights(
    network: nn.Module, state: Mapping[str, Tensor], what: str, *, head: bool = True
) -> None:
    """Give a network weights of a file.

    Args:
        network: as `mobile_network` makes it.
        state: tensors by torchvision's names.
        what: the file, for messages.
        head: whether the last layer's are taken too; else it stays as it is, and the file may have
            one for any classes.

    Raises:
        UserError: they are those of another network.
    """
    taken = {name: t for name, t in state.items() if head or not name.startswith(HEAD)}
    own = {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}
    expected = {n: shape for n, shape in own.items() if head or not n.startswith(HEAD)}
    counters = {name: shape for name, shape in own.items() if name.endswith(_COUNTER)}
    check_layout({n: tuple(t.shape) for n, t in taken.items()}, expected, what, counters)
    network.load_state_dict(taken, strict=False)


def body_features(network: Any, pixels: Tensor) -> Tensor:  # noqa: ANN401 - torch's own lookup
    """(N, D) means over all places of the last maps, for (N, 3, S, S) pixels."""
    return network.features(pixels).mean(dim=(2, 3))


def width_of(network: Any) -> int:  # noqa: ANN401 - torch's own lookup
    """D of `body_features`."""
    return int(network.last_channel)
