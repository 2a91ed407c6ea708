"""Pairs of pictures as tensors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import is_picture_name, open_picture
from sketch2image.core.types import Image
from sketch2image.train.data.paired import (
    Paired,
    Part,
    paired,
    prompts_file,
    read_prompts,
    side_of,
)
from sketch2image.train.turbo.controls import CONTROLS
from sketch2image.train.turbo.framing import PREPS, framing
from sketch2image.train.turbo.settings import Settings


@dataclass(frozen=True)
class Pairs:
    """Examples for `train turbo`.

    Attributes:
        pairs: of pictures.
        settings: `prep`, `control` and `augment` count.
    """

    pairs: tuple[Paired, ...]
    settings: Settings

    @property
    def prompts(self) -> tuple[str, ...]:
        """Every prompt once, in order."""
        return tuple(dict.fromkeys(pair.prompt for pair in self.pairs))

    def __len__(self) -> int:
        return len(self.pairs)

    def batch(self, places: Sequence[int], rng: Generator | None) -> dict[str, Any]:
        """Pairs as `{control, target, prompts}`.

        Args:
            places: which.
            rng: of crops, mirrors and edges; None for the middle and the usual edges.

        Returns:
            `control` (N, 3, H, W) float32, 0..1; `target` likewise, -1..1; `prompts`, N texts.

        Raises:
            UserError: a picture cannot be read, or they are not of one size.
        """
        made = [self._pair(self.pairs[place], rng) for place in places]
        _check_sizes([control for control, _ in made])
        return {
            "control": torch.stack([_tensor(control) for control, _ in made]),
            "target": torch.stack([2 * _tensor(target) - 1 for _, target in made]),
            "prompts": [self.pairs[place].prompt for place in places],
        }

    def _pair(self, pair: Paired, rng: Generator | None) -> tuple[Image, Image]:
        wish = self.settings
        target = open_picture(pair.target)
        size = target.shape[1], target.shape[0]
        frame = framing(size, PREPS[wish.prep], rng, augment=wish.augment)
        shown = target if pair.control == pair.target else open_picture(pair.control)
        control = CONTROLS[wish.control](shown, frame, rng)
        return control, frame.cut(frame.resized(target))


def pairs_of(settings: Settings, part: Part) -> Pairs:
    """The pairs of one half of the settings' folder.

    With `control = "canny"` it needs no `train_A` and `test_A`.

    Raises:
        UserError: the folder is not as `train.data.paired` takes it.
    """
    folder = Path(settings.data)
    found = _alone(folder, part) if settings.control == "canny" else paired(folder, part)
    return Pairs(found, settings)


def _alone(folder: Path, part: Part) -> tuple[Paired, ...]:
    place = side_of(folder, part, "B")
    prompts = read_prompts(prompts_file(folder, part))
    if not place.is_dir():
        hint = "Name a folder with train_B, test_B and two prompts files."
        raise UserError(ErrorKind.missing_file, f"no such folder: {place}", hint)
    names = sorted(file.name for file in place.iterdir() if is_picture_name(file.name))
    bare = [name for name in names if not prompts.get(name, "").strip()]
    if bare or not names:
        message = f"{bare[0]} has no prompt" if bare else f"no pictures in {place}"
        raise UserError(ErrorKind.input, message, "Each picture needs a prompt in the JSON file.")
    return tuple(Paired(name, place / name, place / name, prompts[name].strip()) for name in names)


def _check_sizes(images: Sequence[Image]) -> None:
    sizes = sorted({(image.shape[1], image.shape[0]) for image in images})
    if len(sizes) > 1:
        message = f"a batch has pictures of {sizes[0]} and {sizes[1]} pixels"
        raise UserError(ErrorKind.input, message, "Take `batch = 1`, or a `prep` with one size.")
    if 0 in sizes[0]:
        raise UserError(ErrorKind.input, "a picture is smaller than 8 pixels", "Leave it out.")


def _tensor(image: Image) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(image.transpose(2, 0, 1))).float() / 255
