"""Pictures as a trained network sees them, in batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from sketch2image.core.errors import UserError
from sketch2image.core.pictures import open_picture
from sketch2image.gallery.protocol import PICTURE_SIDE
from sketch2image.gallery.views import View, pixels
from sketch2image.train.style.settings import Settings


def looked_at(files: Sequence[Path], view: View, settings: Settings) -> Iterator[Tensor]:
    """(B, 3, S, S) of some pictures at a time, in order.

    Args:
        files: pictures.
        view: of the network.
        settings: `batch` and `workers` count.

    Raises:
        UserError: a picture cannot be read.
    """
    from torch.utils.data import DataLoader

    shown: Any = _Shown(files, view)
    chunks = [
        range(start, min(start + settings.batch, len(files)))
        for start in range(0, len(files), settings.batch)
    ]
    for batch in DataLoader(shown, batch_size=None, sampler=chunks, num_workers=settings.workers):
        if isinstance(batch, UserError):
            raise batch
        yield batch


@dataclass(frozen=True)
class _Shown:
    files: Sequence[Path]
    view: View

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, places: range) -> Tensor | UserError:
        """Some pictures, or what is wrong: torch would raise another error than a worker."""
        try:
            rows = [pixels(open_picture(self.files[p], PICTURE_SIDE), self.view) for p in places]
        except UserError as error:
            return error
        return torch.stack([torch.from_numpy(row) for row in rows])
