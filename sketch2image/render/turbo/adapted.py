"""Base networks with fresh adapters, as a pix2pix-turbo model has them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sketch2image.core.progress import Report
from sketch2image.models.turbo_file import TurboWeights
from sketch2image.render.turbo import adapters
from sketch2image.render.turbo.base import load_unet, load_vae

if TYPE_CHECKING:
    import torch
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel


def adapted_vae(
    base: Path, like: TurboWeights, dtype: torch.dtype, report: Report
) -> AutoencoderKL:
    """The VAE with skips and LoRA; their numbers are fresh, only ranks and targets count.

    Raises:
        UserError: it cannot be loaded.
    """
    model = load_vae(base, dtype, report)
    adapters.add_skips(model)
    adapters.add_lora(model, like.rank_vae, like.vae_targets, adapters.VAE_ADAPTER)
    return model


def adapted_unet(
    base: Path, like: TurboWeights, dtype: torch.dtype, report: Report, *, twin: bool
) -> UNet2DConditionModel:
    """The UNet with LoRA and, for a stochastic model, the twin convolution; likewise fresh.

    Raises:
        UserError: it cannot be loaded.
    """
    model = load_unet(base, dtype, report)
    if twin:
        adapters.add_twin(model)
    adapters.add_lora(model, like.rank_unet, like.unet_targets, adapters.UNET_ADAPTER)
    return model
