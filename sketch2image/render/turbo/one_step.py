"""From control picture and words to photo in one step of the UNet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sketch2image.render.turbo.adapters import Strength
from sketch2image.render.turbo.base import LAST_STEP, Schedule
from sketch2image.render.turbo.codec import Codec

if TYPE_CHECKING:
    import torch
    from torch import Tensor


class OneStep:
    """What a pix2pix-turbo network computes; making pictures and training go the same way.

    Adapters are weighed by the caller, who also says whether gradients are wanted.

    Args:
        unet: gives the noise in a latent.
        codec: of the VAE.
        schedule: of the base.
        dtype: of the latents that the UNet is given.
    """

    def __init__(
        self, unet: Callable[..., Any], codec: Codec, schedule: Schedule, dtype: torch.dtype
    ) -> None:
        self._unet = unet
        self._codec = codec
        self._schedule = schedule
        self._dtype = dtype

    def __call__(
        self,
        control: Tensor,
        words: Tensor,
        strength: Strength = 1.0,
        noise: Tensor | None = None,
        latent_noise: Tensor | None = None,
    ) -> Tensor:
        """Pictures of control pictures; a single row serves all where others have N.

        Args:
            control: (N, 3, H, W) as the VAE takes it.
            words: (N, 77, D) embedded prompts.
            strength: of the skips, and of the sketch over the noise.
            noise: (N, 4, H / 8, W / 8) standard normal; None where the sketch is all.
            latent_noise: likewise, to draw from the posterior of the control pictures.

        Returns:
            (N, 3, H, W), -1..1.
        """
        encoded = self._codec.encode(control)
        latent = self._codec.latent(encoded, latent_noise).to(self._dtype)
        if noise is not None:
            latent = latent * strength + noise.to(latent) * (1 - strength)
        return self._codec.decode(self._denoised(latent, words), encoded, strength)

    def _denoised(self, latent: Tensor, words: Tensor) -> Tensor:
        """What is left of a latent without the noise that the UNet sees in it."""
        import torch

        shown = words.expand(len(latent), -1, -1)
        step = torch.tensor(LAST_STEP, device=latent.device)
        noise = self._unet(latent, step, encoder_hidden_states=shown, return_dict=False)[0]
        return (latent - self._schedule.noise * noise) / self._schedule.signal
