"""SD-Turbo's VAE with skips: what the encoder saw is added in the decoder."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sketch2image.render.turbo.adapters import SKIPS, Strength

if TYPE_CHECKING:
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
    from torch import Tensor

Run = Callable[[Any, "Tensor"], "Tensor"]
"""How a block is run; training may keep nothing of it, and run it again for its gradients."""

FACTOR = 8
"""Pixels of a picture for one of its latent, along each side."""


def _plainly(block: Any, hidden: Tensor) -> Tensor:  # noqa: ANN401 - blocks share no type
    return block(hidden)


def encode(
    vae: AutoencoderKL, pictures: Tensor, run: Run = _plainly
) -> tuple[Tensor, list[Tensor]]:
    """Posterior of pictures, and what came into each block on the way down.

    Args:
        vae: with SD-Turbo's layout.
        pictures: (N, 3, H, W), sides multiples of 8.
        run: runs each block.

    Returns:
        (N, 8, H / 8, W / 8) mean and log variance, unscaled; and four activations, finest first.
    """
    encoder = vae.encoder
    hidden, skips = encoder.conv_in(pictures), []
    for block in encoder.down_blocks:
        skips.append(hidden)
        hidden = run(block, hidden)
    hidden = run(encoder.mid_block, hidden)
    hidden = encoder.conv_out(encoder.conv_act(encoder.conv_norm_out(hidden)))
    return hidden if vae.quant_conv is None else vae.quant_conv(hidden), skips


def decode(
    vae: AutoencoderKL,
    latent: Tensor,
    skips: list[Tensor],
    strength: Strength,
    run: Run = _plainly,
) -> Tensor:
    """Pictures of latents.

    Args:
        vae: with the skip convolutions of `adapters.add_skips`.
        latent: (N, 4, h, w), unscaled.
        skips: as `encode` gives them; one row serves all N.
        strength: what they count, 0..1; a number, or (N, 1, 1, 1) with one for each row.
        run: runs each block.

    Returns:
        (N, 3, 8 h, 8 w), not clamped.
    """
    decoder = vae.decoder
    hidden = latent if vae.post_quant_conv is None else vae.post_quant_conv(latent)
    hidden = run(decoder.mid_block, decoder.conv_in(hidden))
    for name, block, skip in zip(SKIPS, decoder.up_blocks, reversed(skips), strict=True):
        hidden = run(block, hidden + getattr(decoder, name)(skip * strength))
    return decoder.conv_out(decoder.conv_act(decoder.conv_norm_out(hidden)))


def sample(moments: Tensor, noise: Tensor | None = None) -> Tensor:
    """Latent of a posterior: its mode, or mean + deviation * noise where noise is given.

    Args:
        moments: (N, 8, h, w) mean and log variance.
        noise: (N, 4, h, w) standard normal, or None.
    """
    import torch

    mean, log_variance = moments.chunk(2, dim=1)
    if noise is None:
        return mean
    return mean + torch.exp(0.5 * log_variance.clamp(-30, 20)) * noise
