"""CLIP, frozen: how well a picture fits its prompt, and what a critic sees of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from sketch2image.gallery.clip_folder import ClipFolder
from sketch2image.train.runs.task import Place


class Levels(NamedTuple):
    """A picture as the blocks of CLIP's vision tower see it.

    Attributes:
        early: (N, C, h, w) after a third of the blocks.
        late: (N, C, h, w) after two thirds.
        whole: (N, D) its vector.
    """

    early: Tensor
    late: Tensor
    whole: Tensor


class Sight:
    """A CLIP model whose weights stay and whose pictures have gradients.

    Args:
        folder: as `gallery.clip_folder` takes it.
        place: where it computes.

    Raises:
        UserError: the folder is no such model.
    """

    def __init__(self, folder: Path, place: Place) -> None:
        source = ClipFolder(folder)
        self._place = place
        self._model: Any = source.load().requires_grad_(False).eval().to(place.device, place.dtype)
        self._tokens = source.tokenizer()
        self._view = source.view
        self._words: dict[str, Tensor] = {}

    @property
    def widths(self) -> tuple[int, int]:
        """C and D of `Levels`."""
        side = self._view.side
        with torch.no_grad():
            seen = self.levels(torch.zeros(1, 3, side, side, device=self._place.device))
        return seen.early.shape[1], seen.whole.shape[1]

    def similarity(self, pictures: Tensor, prompts: Sequence[str]) -> Tensor:
        """(N,) cosines, -1..1, of (N, 3, H, W) pictures in -1..1 to their own prompts.

        `train_pix2pix_turbo.py` takes the mean over all pairs of a batch, so that a picture is also
        drawn to the prompts of its neighbors.
        """
        shown = self._shown(pictures, mode="bilinear", align_corners=False)
        seen = F.normalize(self._model.encode_image(shown).float(), dim=-1)
        return (seen * torch.cat([self._vector(prompt) for prompt in prompts])).sum(-1)

    def levels(self, pictures: Tensor) -> Levels:
        """What is seen of (N, 3, H, W) pictures in -1..1."""
        tower = self._model.visual
        depth = len(tower.transformer.resblocks)
        taken = [round(depth * share) - 1 for share in (1 / 3, 2 / 3)]
        seen = tower.forward_intermediates(self._shown(pictures, mode="area"), indices=taken)
        early, late = seen["image_intermediates"]
        return Levels(early.float(), late.float(), seen["image_features"].float())

    def _shown(self, pictures: Tensor, **how: Any) -> Tensor:  # noqa: ANN401
        side = self._view.side
        sized = F.interpolate((pictures + 1) / 2, (side, side), **how)
        mean, std = (sized.new_tensor(v)[:, None, None] for v in (self._view.mean, self._view.std))
        return ((sized - mean) / std).to(self._place.dtype)

    @torch.no_grad()
    def _vector(self, prompt: str) -> Tensor:
        if prompt not in self._words:
            tokens = self._tokens([prompt]).to(self._place.device)
            found = self._model.encode_text(tokens).float()
            self._words[prompt] = F.normalize(found, dim=-1)
        return self._words[prompt]
