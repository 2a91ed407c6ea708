"""Control picture to latent, latent and control picture to photo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from sketch2image.render.turbo import vae
from sketch2image.render.turbo.adapters import Strength
from sketch2image.render.turbo.tiles import TILE, Tile, joined

if TYPE_CHECKING:
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
    from torch import Tensor

Wrap = Callable[[Callable], Callable]
"""What becomes of a function before it is used: itself, or its compiled form."""


class Encoded(NamedTuple):
    """A control picture as the VAE's encoder saw it.

    Attributes:
        pixels: (N, 3, H, W) the pictures, N = 1 where it is done by tiles.
        moments: (N, 8, H / 8, W / 8) of the posterior.
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

    def encode(self, pixels: Tensor) -> Encoded:
        """Encode (N, 3, H, W) pixels."""
        if not self._is_large(pixels):
            return Encoded(pixels, *self._encode(self.model, pixels))
        height, width = (side // vae.FACTOR for side in pixels.shape[-2:])
        moments = joined(height, width, 1, lambda tile: self._encode_tile(tile, pixels)[0])
        return Encoded(pixels, moments, None)

    def latent(self, encoded: Encoded, noise: Tensor | None) -> Tensor:
        """(N, 4, H / 8, W / 8) scaled latent, the posterior's mode unless noise is given."""
        placed = None if noise is None else noise.to(encoded.moments)
        return vae.sample(encoded.moments, placed) * self.scaling

    def decode(self, latents: Tensor, encoded: Encoded, strength: Strength) -> Tensor:
        """(N, 3, H, W) of (N, 4, H / 8, W / 8) scaled latents, -1..1."""
        unscaled = latents.to(encoded.pixels.dtype) / self.scaling
        if encoded.skips is not None:
            return self._decode(self.model, unscaled, encoded.skips, strength).clamp(-1, 1)
        import torch

        rows = [self._decode_tiled(row, encoded, strength) for row in unscaled.split(1)]
        return torch.cat(rows).clamp(-1, 1)

    def _decode_tiled(self, latent: Tensor, encoded: Encoded, strength: Strength) -> Tensor:
        def part(tile: Tile) -> Tensor:
            skips = self._encode_tile(tile, encoded.pixels)[1]
            return self._decode(self.model, tile.of(latent), skips, strength)

        return joined(latent.shape[-2], latent.shape[-1], vae.FACTOR, part)

    def _encode_tile(self, tile: Tile, pixels: Tensor) -> tuple[Tensor, list[Tensor]]:
        return self._encode(self.model, tile.of(pixels, vae.FACTOR).contiguous())

    def _is_large(self, pixels: Tensor) -> bool:
        return self._tiling and max(pixels.shape[-2:]) > TILE * vae.FACTOR
