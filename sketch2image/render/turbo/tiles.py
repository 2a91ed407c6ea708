"""Large pictures through the VAE tile by tile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from torch import Tensor

TILE = 64
"""Side of a tile in latents: 512 pixels, what the model was trained on."""

OVERLAP = 16
"""Latents that neighboring tiles share; they fade into each other there."""


class Tile(NamedTuple):
    """A part of a picture, in latents."""

    rows: slice
    columns: slice

    def of(self, tensor: Tensor, scale: int = 1) -> Tensor:
        """The part of an (N, C, scale * h, scale * w) tensor."""
        rows = slice(self.rows.start * scale, self.rows.stop * scale)
        return tensor[..., rows, self.columns.start * scale : self.columns.stop * scale]


def tiles(height: int, width: int) -> Iterator[Tile]:
    """Tiles that cover a latent, in reading order; one where it is no larger than a tile."""
    for top in _starts(height):
        for left in _starts(width):
            rows = slice(top, min(top + TILE, height))
            yield Tile(rows, slice(left, min(left + TILE, width)))


def joined(height: int, width: int, scale: int, work: Callable[[Tile], Tensor]) -> Tensor:
    """What `work` makes of every tile, put together with soft seams.

    Args:
        height: of the whole, in latents.
        width: likewise.
        scale: size of the results over that of latents.
        work: gives (N, C, scale * tile height, scale * tile width).
    """
    import torch

    size = height * scale, width * scale
    total, weight = torch.zeros(1, 1, *size), torch.zeros(1, 1, *size)
    dtype = total.dtype
    for number, tile in enumerate(tiles(height, width)):
        part = work(tile)
        if number == 0:
            total = part.new_zeros((*part.shape[:2], *size), dtype=torch.float32)
            weight, dtype = weight.to(part.device), part.dtype
        mask = _fade(part.shape[-2], scale, part)[:, None] * _fade(part.shape[-1], scale, part)
        tile.of(total, scale).add_(part.float() * mask)
        tile.of(weight, scale).add_(mask)
    return (total / weight).to(dtype)


def _starts(length: int) -> list[int]:
    if length <= TILE:
        return [0]
    step = TILE - OVERLAP
    return [*range(0, length - TILE, step), length - TILE]


def _fade(length: int, scale: int, like: Tensor) -> Tensor:
    import torch

    place = torch.arange(length, device=like.device, dtype=torch.float32) + 0.5
    return (torch.minimum(place, length - place) / (OVERLAP * scale)).clamp(max=1)
