"""GeM networks of torch: random, or with the weights of a file.

This module and `layers` import torch; they are themselves imported where a network is needed.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.gallery.gem.backbones import (
    ARCHITECTURES,
    VARIANTS,
    architecture_of,
    is_variant,
    variant_named,
)
from sketch2image.gallery.gem.files import WEIGHTS, read_state
from sketch2image.gallery.gem.layers import PROJECTED, Embedder, Projector
from sketch2image.models.hub import folder_of
from sketch2image.models.layouts import check_layout

_SCALES = (1.0, 1 / 2**0.5, 0.5)


class GemNetwork(nn.Module):
    """Descriptors of pictures; the state dict is that of nikosips/met.

    Args:
        architecture: in `backbones.ARCHITECTURES`.
        projector: whether to have one.
    """

    def __init__(self, architecture: str, projector: bool = False) -> None:
        super().__init__()
        self.architecture = architecture
        self.backbone = Embedder(architecture, projector)

    @property
    def dim(self) -> int:
        """Length of a descriptor."""
        channels = ARCHITECTURES[self.architecture].channels
        return channels if self.backbone.projector is None else PROJECTED

    @property
    def projector(self) -> Projector | None:
        """The linear layer behind the pooling."""
        return self.backbone.projector

    def forward(self, pixels: Tensor) -> Tensor:
        """(N, dim) unit rows of (N, 3, H, W) float32, ImageNet-normalized, any size."""
        return self.backbone(pixels)

    def at_scales(self, pixels: Tensor) -> Tensor:
        """The same as the mean over three sizes, 1, 1/sqrt(2) and 1/2, at unit length."""
        rows = torch.stack([self(_scaled(pixels, scale)) for scale in _SCALES])
        return normalize(rows.mean(dim=0), dim=1)


def untrained(variant: str, seed: int, projector: bool = False) -> GemNetwork:
    """A network of random weights, equal for equal seeds, in evaluation mode.

    Args:
        variant: as `backbones.variant_named` takes it.
        seed: of its weights.
        projector: whether to have one.

    Raises:
        UserError: no such backbone.
    """
    return _seeded(variant_named(variant).architecture, seed, projector)


def open_network(wish: str, projector: bool = False) -> GemNetwork:
    """The network of a backbone, or of a folder, in evaluation mode; nothing is fetched.

    Args:
        wish: as `backbones.variant_named` takes it, or a folder that holds `model.safetensors`.
        projector: whether to add one where the weights have none; it is then random, from seed 0.

    Raises:
        UserError: unknown, not on this machine, damaged, or of another architecture.
    """
    if is_variant(wish):
        variant = variant_named(wish)
        return open_weights(_weights_of(wish), variant.architecture, projector)
    if Path(wish).is_dir():
        return open_weights(Path(wish) / WEIGHTS, projector=projector)
    hint = f"Known: {', '.join(VARIANTS)}; or name a folder with {WEIGHTS}."
    raise UserError(ErrorKind.input, f"no such backbone: {wish!r}", hint)


def open_weights(file: Path, architecture: str = "", projector: bool = False) -> GemNetwork:
    """The network of a file: safetensors, or a checkpoint as nikosips/met writes it.

    A checkpoint is opened without running code that may be in it.

    Args:
        file: of the weights.
        architecture: what it must be; empty for any of `backbones.ARCHITECTURES`.
        projector: as `open_network` takes it.

    Raises:
        UserError: missing, damaged, or of another architecture.
    """
    state = read_state(file)
    shapes = {name: tuple(tensor.shape) for name, tensor in state.items()}
    found = architecture_of(shapes)
    if found is None or found != (architecture or found):
        message = f"{file} holds {_what(found)}, not a {architecture or 'GeM backbone'}"
        raise UserError(ErrorKind.model, message, f"Known: {', '.join(ARCHITECTURES)}.")
    network = _seeded(found, 0, projector or any(".projector." in name for name in state))
    own = {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}
    check_layout(shapes, own, str(file), {name: own[name] for name in own if _fresh(name)})
    network.load_state_dict(state, strict=False)
    return network


def _scaled(pixels: Tensor, scale: float) -> Tensor:
    if scale == 1 or min(pixels.shape[-2:]) == 1:
        return pixels
    return nn.functional.interpolate(
        pixels, scale_factor=scale, mode="bilinear", align_corners=False
    )


def _seeded(architecture: str, seed: int, projector: bool) -> GemNetwork:
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(seed)
        return GemNetwork(architecture, projector).eval()


def _fresh(name: str) -> bool:
    """Whether a tensor may be missing from bare ImageNet weights, and begins as it is made."""
    return name.startswith(("backbone.pool.", "backbone.projector."))


def _what(architecture: str | None) -> str:
    return f"a {architecture}" if architecture else "something else"


def _weights_of(wish: str) -> Path:
    model = variant_named(wish).model
    if not model:
        message = f"the weights of {wish} are a file of your own"
        raise UserError(ErrorKind.input, message, "Name it with --netpath.")
    return folder_of(model) / WEIGHTS
