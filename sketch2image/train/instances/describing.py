"""Descriptors of whole pictures, as the trained network gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from sketch2image.core.errors import UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.types import Vectors
from sketch2image.gallery.gem.encoder import normalized


@torch.no_grad()
def describe(
    network: nn.Module, files: Sequence[Path], side: int, device: torch.device, workers: int = 0
) -> Vectors:
    """(N, D) unit rows of N pictures at one scale, each at its own aspect.

    Args:
        network: in evaluation mode, on `device`.
        files: pictures.
        side: longest, pixels; larger pictures are made smaller.
        device: where the network is.
        workers: processes that read pictures.

    Raises:
        UserError: a picture cannot be read.
    """
    from torch.utils.data import DataLoader

    shown: Any = _Shown(files, side)
    rows = []
    for picture in DataLoader(shown, batch_size=None, num_workers=workers):
        if isinstance(picture, UserError):
            raise picture
        rows.append(network(picture[None].to(device)).float().cpu())
    return torch.cat(rows).numpy()


@dataclass(frozen=True)
class _Shown:
    files: Sequence[Path]
    side: int

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, place: int) -> Tensor | UserError:
        """A picture, or what is wrong: torch would raise another error than a worker."""
        try:
            picture = open_picture(self.files[place], self.side)
        except UserError as error:
            return error
        return torch.from_numpy(normalized(picture))
