"""Prompts as the UNet reads them, each embedded once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import torch
from torch import Tensor

from sketch2image.core.progress import Progress, Report
from sketch2image.render.turbo.base import STAGE
from sketch2image.render.turbo.text import TextEncoder
from sketch2image.train.runs.task import Place

MOST_KEPT = 20_000
"""Prompts that are embedded before the run: 0.16 MB each in 16 bit, 3 GB in all."""


class Prompts:
    """Embeddings of prompts.

    The text tower is frozen. Where a run has not too many prompts they are all embedded before it
    and kept on the CPU, and the tower leaves the memory; else it stays and embeds as they come.

    Args:
        base: SD-Turbo in diffusers' layout.
        place: where it computes.
        wanted: every prompt of the run.
        report: gets how far it is.
    """

    def __init__(self, base: Path, place: Place, wanted: Collection[str], report: Report) -> None:
        self._place = place
        self._tower: TextEncoder | None = TextEncoder(base, place.device, place.dtype)
        self._kept: dict[str, Tensor] = {}
        if len(wanted) <= MOST_KEPT:
            for number, prompt in enumerate(wanted, start=1):
                self._kept[prompt] = self._tower.embed(prompt).cpu()
                report(Progress(STAGE, number, len(wanted), "reading the prompts"))
            self._tower = None

    def __call__(self, prompts: Sequence[str]) -> Tensor:
        """(N, 77, D) embeddings of N prompts, on the device."""
        return torch.cat([self._embedded(prompt) for prompt in prompts])

    def _embedded(self, prompt: str) -> Tensor:
        if self._tower is not None:
            return self._tower.embed(prompt)
        return self._kept[prompt].to(self._place.device)
