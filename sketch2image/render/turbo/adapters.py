"""LoRA adapters and the two input convolutions, as published for pix2pix-turbo.

Parmar, Park, Narasimhan, Zhu: One-Step Image Translation with Text-to-Image Models (2024). No
`lora_alpha` was ever set there, so that PEFT's default of 8 makes the scale 8 / rank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Union

from sketch2image.core.errors import ErrorKind, UserError

if TYPE_CHECKING:
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
    from peft.tuners.lora import LoraLayer
    from torch import Tensor, nn

    from sketch2image.models.turbo_file import TurboWeights

Strength = Union[float, "Tensor"]
"""What adapters, skips and the sketch count, 0..1: a number, or (N, 1, 1, 1) for N pictures."""

UNET_ADAPTER = "default"
VAE_ADAPTER = "vae_skip"
SKIPS = ("skip_conv_1", "skip_conv_2", "skip_conv_3", "skip_conv_4")

UNET_TARGETS = (
    *("to_k", "to_q", "to_v", "to_out.0", "conv", "conv1", "conv2", "conv_shortcut"),
    *("conv_out", "proj_in", "proj_out", "ff.net.2", "ff.net.0.proj"),
)
VAE_TARGETS = (
    *("conv1", "conv2", "conv_in", "conv_shortcut", "conv", "conv_out"),
    *SKIPS,
    *("to_k", "to_q", "to_v", "to_out.0"),
)
"""Name endings of the layers that have LoRA in the published models."""

UNET_MARKS = ("lora", "conv_in")
VAE_MARKS = ("lora", "skip")
"""What the names of trained entries have in them; published files hold these and no others."""

_ALPHA = 8
_FRESH_SKIP = 1e-5


def add_skips(vae: AutoencoderKL) -> None:
    """Give the decoder its 1x1 convolutions for the encoder's activations.

    Widths come from the VAE's configuration, since tiny ones differ from SD-Turbo's
    512, 256, 128, 128 to 512, 512, 512, 256.

    Raises:
        UserError: the VAE has not four blocks.
    """
    from torch import nn

    widths = list(vae.config["block_out_channels"])
    if len(widths) != len(SKIPS):
        raise _misfit(f"the VAE has {len(widths)} blocks, not {len(SKIPS)}")
    entering = [*reversed(widths[:-1]), widths[0]]
    wanted = [widths[-1], *reversed(widths[1:])]
    for name, given, taken in zip(SKIPS, entering, wanted, strict=True):
        conv = nn.Conv2d(given, taken, 1, bias=False)
        nn.init.constant_(conv.weight, _FRESH_SKIP)
        setattr(vae.decoder, name, conv.to(vae.device, vae.dtype))


def add_twin(unet: UNet2DConditionModel) -> None:
    """Put the trained input convolution beside the pretrained one."""
    unet.conv_in = _twin_class()(unet.conv_in)


def add_lora(
    model: UNet2DConditionModel | AutoencoderKL, rank: int, targets: Sequence[str], name: str
) -> None:
    """Add fresh LoRA layers of one rank to all layers whose dotted name ends in a target."""
    from peft import LoraConfig

    config = LoraConfig(
        r=rank, lora_alpha=_ALPHA, init_lora_weights="gaussian", target_modules=list(targets)
    )
    model.add_adapter(config, adapter_name=name)


def load(model: nn.Module, state: dict[str, Tensor], marks: Sequence[str], what: str) -> None:
    """Put published entries in their places.

    Args:
        model: with adapters, skips or a twin convolution added.
        state: entries by name.
        marks: of the names that must all get an entry.
        what: the model's name for people.

    Raises:
        UserError: an entry has no place, or another shape, or a place got none.
    """
    places = model.state_dict()
    for key, tensor in state.items():
        if key not in places:
            raise _misfit(f"the {what} has no place for {key}")
        if places[key].shape != tensor.shape:
            shapes = f"{tuple(tensor.shape)} instead of {tuple(places[key].shape)}"
            raise _misfit(f"{key} is {shapes} in the {what}")
    empty = [key for key in _marked(places, marks) if key not in state]
    if empty:
        raise _misfit(f"{empty[0]} is missing for the {what}")
    model.load_state_dict(state, strict=False)


def set_strength(model: nn.Module, strength: Strength) -> None:
    """Weigh every adapter, and the twin convolution where there is one.

    One strength for each picture of a batch is a broadcast factor, since a LoRA layer multiplies
    what it adds by its scale.
    """
    for layer in _lora_layers(model):
        for name, down in layer.lora_A.items():
            layer.set_scale(name, _beside(down, strength))
    if (twin := twin_of(model)) is not None:
        twin.strength = strength


def merge(model: nn.Module) -> None:
    """Replace every adapted layer by a plain one of the same effect at the present strength."""
    from peft.tuners.lora import LoraLayer

    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, LoraLayer):
                setattr(parent, name, _merged(child))
    if (twin := twin_of(model)) is not None:
        model.conv_in = twin.merged()


def twin_of(model: nn.Module) -> Any | None:  # noqa: ANN401 - its class is made on demand
    """The two input convolutions of a stochastic UNet, None for other models."""
    conv = getattr(model, "conv_in", None)
    return conv if hasattr(conv, "conv_in_pretrained") else None


def trained(model: nn.Module, marks: Sequence[str]) -> dict[str, Tensor]:
    """The entries that a published file holds: those whose name has one of the marks in it."""
    state = model.state_dict()
    return {key: state[key].detach().cpu() for key in _marked(state, marks)}


def weights_of(unet: nn.Module, vae: nn.Module, like: TurboWeights) -> TurboWeights:
    """What a published file of the two networks holds, with the ranks and targets of another."""
    return replace(like, unet=trained(unet, UNET_MARKS), vae=trained(vae, VAE_MARKS), source="")


def _beside(layer: nn.Module, strength: Strength) -> Any:  # noqa: ANN401 - peft knows only numbers
    """The strength in the shape that goes with what a linear layer or a convolution gives."""
    from torch import nn

    if isinstance(strength, (int, float)) or not isinstance(layer, nn.Linear):
        return strength
    return strength.flatten(1)[:, :, None]


def _marked(names: Iterable[str], marks: Sequence[str]) -> list[str]:
    return [name for name in names if any(mark in name for mark in marks)]


def _lora_layers(model: nn.Module) -> Iterator[LoraLayer]:
    from peft.tuners.lora import LoraLayer

    return (layer for layer in model.modules() if isinstance(layer, LoraLayer))


def _merged(layer: LoraLayer) -> nn.Module:
    import torch

    base = layer.get_base_layer()
    with torch.no_grad():
        for name in layer.lora_A:
            delta = layer.get_delta_weight(name)  # pyright: ignore[reportAttributeAccessIssue]
            base.weight += delta.to(base.weight.dtype)
    return base


def _misfit(message: str) -> UserError:
    hint = "Are these weights for this base model? `models verify` checks both."
    return UserError(ErrorKind.model, message, hint)


def _twin_class() -> type:
    """Made on demand, since torch must not be imported with this module."""
    from copy import deepcopy

    import torch
    from torch import nn

    class TwinConv(nn.Module):
        """(1 - strength) * pretrained + strength * trained; the names are the published ones."""

        def __init__(self, pretrained: nn.Conv2d) -> None:
            super().__init__()
            self.conv_in_pretrained = deepcopy(pretrained)
            self.conv_in_curr = deepcopy(pretrained)
            self.strength = 1.0

        def forward(self, latent: Tensor) -> Tensor:
            old, new = self.conv_in_pretrained(latent).detach(), self.conv_in_curr(latent)
            return (old * (1 - self.strength) + new * self.strength).to(new.dtype)

        @torch.no_grad()
        def merged(self) -> nn.Conv2d:
            conv = deepcopy(self.conv_in_curr)
            for part in ("weight", "bias"):
                old = getattr(self.conv_in_pretrained, part)
                new = getattr(self.conv_in_curr, part)
                getattr(conv, part).copy_(old * (1 - self.strength) + new * self.strength)
            return conv

    return TwinConv
