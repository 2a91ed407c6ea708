"""pix2pix-turbo with gradients to what is trained of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from sketch2image.core.progress import Report
from sketch2image.models.turbo_file import TurboWeights
from sketch2image.render.turbo import adapters
from sketch2image.render.turbo.adapted import adapted_unet, adapted_vae
from sketch2image.render.turbo.adapters import Strength
from sketch2image.render.turbo.base import Schedule, check_base, load_schedule, vae_dtype
from sketch2image.render.turbo.codec import Codec
from sketch2image.render.turbo.one_step import OneStep
from sketch2image.train.runs.mixed import mixed
from sketch2image.train.runs.task import Place

_FROZEN = "conv_in_pretrained"
"""Published with the trained weights, but the base's own."""

_PLAIN, _TWIN = "conv_in.", "conv_in.conv_in_curr."


class Generator(nn.Module):
    """The network in training: the same step as `render.turbo`, with gradients.

    LoRA, skips and the first convolution of the UNet are float32 and trained; all else is frozen.

    Args:
        unet: with adapters, and the twin convolution for a stochastic model.
        vae: with adapters and skips.
        schedule: of the base.
        like: ranks and targets.
        place: where it computes.
        recompute: keep less for the gradients, and compute it again.
    """

    def __init__(
        self,
        unet: Any,  # noqa: ANN401 - diffusers' mixins have no common type
        vae: Any,  # noqa: ANN401
        schedule: Schedule,
        like: TurboWeights,
        place: Place,
        *,
        recompute: bool,
    ) -> None:
        super().__init__()
        self.unet, self.vae, self._like = unet, vae, like
        self.stochastic = adapters.twin_of(unet) is not None
        _settle(unet, adapters.UNET_MARKS, place.device, place.dtype)
        coded = vae_dtype(vae.config, place.dtype)
        _settle(vae, adapters.VAE_MARKS, place.device, coded)
        if recompute:
            unet.enable_gradient_checkpointing()
        run = {"run": _again} if recompute else {}
        codec = Codec(vae, False, lambda go: _within(partial(go, **run), place.device, coded))
        runner = _within(unet, place.device, place.dtype)
        self._step = OneStep(runner, codec, schedule, torch.float32)

    def forward(
        self,
        control: Tensor,
        words: Tensor,
        strength: Strength = 1.0,
        noise: Tensor | None = None,
    ) -> Tensor:
        """Pictures, from the mode of the VAE's posterior as the program makes them.

        Args:
            control: (N, 3, H, W) float32, 0..1.
            words: (N, 77, D) embedded prompts.
            strength: one, or (N, 1, 1, 1) with one for each picture; 1 for a paired model.
            noise: (N, 4, H / 8, W / 8) standard normal, for a stochastic model.

        Returns:
            (N, 3, H, W) float32, -1..1.
        """
        for network in (self.unet, self.vae):
            adapters.set_strength(network, strength)
        return self._step(control, words, strength, noise).float()

    def weights(self) -> TurboWeights:
        """What a published file of this network holds."""
        return adapters.weights_of(self.unet, self.vae, self._like)


def generator(
    base: Path,
    start: TurboWeights,
    place: Place,
    report: Report,
    *,
    stochastic: bool,
    recompute: bool,
) -> Generator:
    """The network at the start of a run.

    Args:
        base: SD-Turbo in diffusers' layout.
        start: to go on from; where it has no tensors, only its ranks and targets count. A
            stochastic model can go on from a deterministic one, as the published one did.
        place: where it computes.
        report: gets a line for each part that is loaded.
        stochastic: with the twin convolution.
        recompute: see `Generator`.

    Raises:
        UserError: base and weights do not fit, or one of them is damaged.
    """
    check_base(base)
    schedule = load_schedule(base)
    unet = adapted_unet(base, start, torch.float32, report, twin=stochastic)
    vae = adapted_vae(base, start, torch.float32, report)
    if start.unet:
        held = _with_twin(unet, start) if stochastic else start
        adapters.load(unet, held.unet, adapters.UNET_MARKS, "UNet")
        adapters.load(vae, held.vae, adapters.VAE_MARKS, "VAE")
    return Generator(unet, vae, schedule, start, place, recompute=recompute)


def _with_twin(unet: nn.Module, start: TurboWeights) -> TurboWeights:
    """Weights of a deterministic model under the names of a stochastic one."""
    if start.stochastic:
        return start
    names = {name: name.replace(_PLAIN, _TWIN, 1) for name in start.unet}
    moved = {names[name]: tensor for name, tensor in start.unet.items()}
    own = {n: t for n, t in unet.state_dict().items() if _FROZEN in n}
    return replace(start, unet=moved | own)


def _settle(
    model: nn.Module, marks: Iterable[str], device: torch.device, dtype: torch.dtype
) -> None:
    """Freeze the base in `dtype`; what a published file holds stays float32."""
    for name, weight in model.named_parameters():
        published = any(mark in name for mark in marks)
        weight.data = weight.data.to(device, torch.float32 if published else dtype)
        weight.requires_grad_(published and _FROZEN not in name)
    nn.Module.to(model, device)


def _within(go: Callable, device: torch.device, dtype: torch.dtype) -> Callable:
    """A function or network that counts in mixed precision."""

    def gone(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        with mixed(device, dtype):
            return go(*args, **kwargs)

    return gone


def _again(block: nn.Module, hidden: Tensor) -> Tensor:
    if not torch.is_grad_enabled():
        return block(hidden)
    return checkpoint(block, hidden, use_reentrant=False)
