"""What `train instances` does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch
from accelerate import PartialState
from torch import Tensor
from torch.utils.checkpoint import checkpoint

from sketch2image.core.progress import Report
from sketch2image.gallery.gem.files import save_network
from sketch2image.train.instances.frozen import Frozen
from sketch2image.train.instances.judging import Judge
from sketch2image.train.instances.loss import contrastive
from sketch2image.train.instances.mining import mine
from sketch2image.train.instances.pairs import Pairs
from sketch2image.train.instances.partners import Partners
from sketch2image.train.instances.settings import Settings
from sketch2image.train.instances.sources import Sources, sources
from sketch2image.train.instances.start import check_start, starting_network
from sketch2image.train.runs.task import Figures, Make, Part, Place, Task, Update

NAME = "instances"

_LEARNED, _GAP = "learned", "gap"


def task(settings: Settings, report: Report) -> Make:
    """A network that learns to describe pictures of one thing alike, and of others differently.

    Raises:
        UserError: the data cannot be read, or settings do not go together.
    """
    check_start(settings)
    return partial(_Instances, settings, sources(settings, NAME, report))


class _Instances(Task):
    name = NAME
    judged_by = "gap"
    more_is_better = True

    def __init__(self, settings: Settings, data: Sources, place: Place) -> None:
        self._settings = settings
        self._partners = Partners(data.train.labels, settings.pairs)
        self._judge = Judge(data, settings, place)
        self._learned, self._gap = 0, 0.0
        self.examples = Pairs(data.train, self._partners, settings.image)
        self._network = starting_network(settings, data.train, place)
        self._frozen = Frozen(self._network)
        self.parts = {NAME: Part(self._frozen)}
        self.renews_examples = self._partners.hard

    def learn(self, batch: Any, update: Update) -> Mapping[str, Tensor]:  # noqa: ANN401
        left, right = self._described(batch["left"], batch["right"])
        loss = contrastive(left.float(), right.float(), batch["same"], self._settings.margin)
        update(NAME, loss)
        self._learned += len(batch["same"]) * PartialState().num_processes
        return {"loss": loss}

    def validate(self, folder: Path) -> Figures:
        figures, described = self._judge(self._network, folder)
        self._gap = figures[self.judged_by]
        if self._partners.hard:
            self._partners.renew(mine(described, self._judge.sources.train.labels))
        return figures

    def export(self, folder: Path) -> None:
        epoch = round(self._learned / len(self.examples))
        save_network(self._network, folder, epoch=epoch, val_gap=self._gap)

    def state(self) -> dict[str, Any]:
        return {_LEARNED: self._learned, _GAP: self._gap, **self._partners.state()}

    def load(self, state: Mapping[str, Any]) -> None:
        found = dict(state)
        self._learned, self._gap = found.pop(_LEARNED), found.pop(_GAP)
        self._partners.load(found)

    def _described(self, left: Tensor, right: Tensor) -> Sequence[Tensor]:
        """One pass of both is quicker; with checkpointing the memory of one at a time is freed."""
        if self._settings.gradient_checkpointing:
            return [checkpoint(self._frozen, side, use_reentrant=False) for side in (left, right)]
        return self._frozen(torch.cat([left, right])).chunk(2)
