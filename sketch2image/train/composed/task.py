"""What `train composed` does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically
from sketch2image.core.progress import Progress, Report
from sketch2image.gallery.composed.model import Composed, write_composed
from sketch2image.gallery.composed.names import SPLIT
from sketch2image.gallery.composed.start import begin
from sketch2image.train.composed.examples import Examples
from sketch2image.train.composed.heads import Learned
from sketch2image.train.composed.judging import Judge
from sketch2image.train.composed.objective import losses
from sketch2image.train.composed.parts import Parts, divide
from sketch2image.train.composed.settings import Settings
from sketch2image.train.composed.told import Told
from sketch2image.train.composed.triplets import read_triplets
from sketch2image.train.runs.task import Figures, Make, Part, Place, Task, Update

NAME = "composed"


def task(settings: Settings, report: Report) -> Make:
    """Towers that learn to place a sketch with words beside the photo they mean.

    Raises:
        UserError: the data or the base cannot be read, or settings do not go together.
    """
    if not settings.data:
        hint = "Name a folder of triplets with --data; `fashion build` makes one."
        raise UserError(ErrorKind.input, "there is nothing to learn from", hint)
    asked = read_triplets(Path(settings.data)).asked
    parts = divide(asked, settings.val, settings.test, settings.fold)
    report(Progress(NAME, text=_said(parts)))
    composed = begin(
        settings.base, shared=settings.shared, fusion=settings.fusion, whole=settings.whole,
        seed=settings.seed,
    )  # fmt: skip
    _freeze(composed, settings)
    return partial(_Composed, settings, parts, composed)


class _Composed(Task):
    name = NAME
    judged_by = "mAP"
    more_is_better = True

    def __init__(self, settings: Settings, parts: Parts, composed: Composed, place: Place) -> None:
        self._settings, self._split, self._composed = settings, parts, composed
        tokenize, view = composed.tokenizer(), composed.view
        told = Told.most_frequent((one.text for one in parts.train), settings.labels)
        self.examples = Examples.of(parts.train, tokenize, told, view, settings)
        self._learned = Learned(composed, len(told.words), settings).to(place.device)
        self._learned.to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]
        self._judge = Judge(parts.val, tokenize, view, settings, place)
        self._figures: Figures = {}
        self.parts = {NAME: Part(self._learned)}

    def learn(self, batch: Any, update: Update) -> Mapping[str, Tensor]:  # noqa: ANN401
        found = losses(self._learned, batch, self._settings)
        update(NAME, found["loss"])
        return found

    def validate(self, folder: Path) -> Figures:
        self._figures = self._judge(self._learned.network, folder)
        return self._figures

    def export(self, folder: Path) -> None:
        settings = self._settings.model_dump(mode="json")
        write_composed(folder, self._composed, {"settings": settings, "figures": self._figures})
        named = {part: [one.name for one in found] for part, found in vars(self._split).items()}
        write_atomically(folder / SPLIT, json.dumps(named, indent=1).encode())


def _freeze(composed: Composed, settings: Settings) -> None:
    network = composed.network
    for tower in filter(None, (network.clip.visual, network.sketch_tower)):
        blocks: Any = getattr(getattr(tower, "transformer", None), "resblocks", None)
        if settings.frozen and blocks is None:
            hint = "Leave `frozen` at 0, or take openclip-b16."
            raise UserError(ErrorKind.input, f"{settings.base} has no blocks to freeze", hint)
        for block in blocks[: settings.frozen] if settings.frozen else ():
            block.requires_grad_(False)
        if settings.gradient_checkpointing:
            tower.set_grad_checkpointing()


def _said(parts: Parts) -> str:
    counts = {part: len(found) for part, found in vars(parts).items()}
    return "{train:,} triplets to learn from, {val:,} to choose by, {test:,} left out".format(
        **counts
    )
