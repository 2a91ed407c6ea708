"""Control picture to latent, latent and control picture to photo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from sketch2image.render.turbo import vae
from sketch2image.render.turbo.tiles import TILE, Tile, joined

if TYPE_CHECKING:
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
    from torch import Tensor

Wrap = Callable[[Callable], Callable]
"""What becomes of a function before it is used: itself, or its compiled form."""


class Seen(NamedTuple):
    """A control picture as the VAE's encoder saw it.

    Attributes:
        pixels: (1, 3, H, W) the picture.
        moments: (1, 8, H / 8, W / 8) of the posterior.
        skips: activations for the decoder; None where it is done by tiles, which look again.
    """

    pixels: Tensor
    moments: Tensor
    skips: list[Tensor] | None


class Codec:
    """A VAE with skips, at once or tile by tile.

    Args:
        model: the VAE, with its adapters.
        tiling: do pictures larger than a tile in tiles. Memory stays that of one tile; what lies
            in other tiles is not seen, so the picture differs a little.
        wrap: compiles, or not.
    """

    def __init__(self, model: AutoencoderKL, tiling: bool, wrap: Wrap) -> None:
        self.model = model
        self.scaling = float(model.config["scaling_factor"])
        self._tiling = tiling
        self._encode, self._decode = wrap(vae.encode), wrap(vae.decode)

    def see(self, pixels: Tensor) -> Seen:
        """Encode (1, 3, H, W) pixels."""
        if not self._is_large(pixels):
            return Seen(pixels, *self._encode(self.model, pixels))
        height, width = (side // vae.FACTOR for side in pixels.shape[-2:])
        return Seen(pixels, joined(height, width, 1, lambda t: self._look(t, pixels)[0]), None)

    def latent(self, seen: Seen, noise: Tensor | None) -> Tensor:
        """(1, 4, H / 8, W / 8) scaled latent, the posterior's mode unless noise is given."""
        placed = None if noise is None else noise.to(seen.moments)
        return vae.sample(seen.moments, placed) * self.scaling

    def picture(self, latent: Tensor, seen: Seen, strength: float) -> Tensor:
        """(N, 3, H, W) of (N, 4, H / 8, W / 8) scaled latents, -1..1."""
        unscaled = latent.to(seen.pixels.dtype) / self.scaling
        return self._picture(unscaled, seen, strength).clamp(-1, 1)

    def _picture(self, latent: Tensor, seen: Seen, strength: float) -> Tensor:
        if seen.skips is not None:
            return self._decode(self.model, latent, seen.skips, strength)

        def part(tile: Tile) -> Tensor:
            skips = self._look(tile, seen.pixels)[1]
            return self._decode(self.model, tile.of(latent), skips, strength)

        return joined(latent.shape[-2], latent.shape[-1], vae.FACTOR, part)

    def _look(self, tile: Tile, pixels: Tensor) -> tuple[Tensor, list[Tensor]]:
        return self._encode(self.model, tile.of(pixels, vae.FACTOR).contiguous())

    def _is_large(self, pixels: Tensor) -> bool:
        return self._tiling and max(pixels.shape[-2:]) > TILE * vae.FACTOR
