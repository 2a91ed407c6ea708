"""What BLIP sees of a picture: the same code at training and at run time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sketch2image.core.types import Image
from sketch2image.models.pretrained import open_part

if TYPE_CHECKING:
    from torch import Tensor

VERSION = "square-1"
"""Changes whenever the same picture is shown to the network in another way."""


class BlipView:
    """Pictures as BLIP's vision tower takes them; it pickles.

    Args:
        folder: of the model, with `preprocessor_config.json`.
        side: width and height that the vision tower takes, in pixels.

    Raises:
        UserError: the folder holds no image processor.
    """

    def __init__(self, folder: Path, side: int) -> None:
        from transformers import BlipImageProcessorPil

        self._processor: Any = open_part(BlipImageProcessorPil, folder)
        self._size = {"height": side, "width": side}

    def tensors(self, pictures: Sequence[Image]) -> Tensor:
        """(N, 3, side, side) float32 of (H, W, 3) uint8 RGB pictures, each whole and on white."""
        shown = self._processor(
            [square(picture) for picture in pictures],
            size=self._size,
            input_data_format="channels_last",
            return_tensors="pt",
        )
        return shown["pixel_values"]

    @property
    def settings(self) -> tuple[object, ...]:
        """Everything that decides what the network is shown."""
        shown = self._processor
        scale = shown.image_mean, shown.image_std, shown.rescale_factor, shown.resample
        return (self._size, *scale)


def square(image: Image) -> Image:
    """An (H, W, 3) picture in the middle of a white square as long as its longer side."""
    height, width = image.shape[:2]
    side = max(height, width)
    top, left = (side - height) // 2, (side - width) // 2
    canvas = np.full((side, side, 3), 255, np.uint8)
    canvas[top : top + height, left : left + width] = image
    return canvas
