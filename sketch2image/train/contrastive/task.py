"""What `train contrastive` does."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Report
from sketch2image.gallery.bases import Base
from sketch2image.gallery.clip import ClipEncoder
from sketch2image.gallery.towers import Towers
from sketch2image.gallery.towers_folder import BaseName, write_towers
from sketch2image.train.contrastive.examples import Pairs
from sketch2image.train.contrastive.judging import Judge
from sketch2image.train.contrastive.merging import FOLDER, check_can_merge, write_merged
from sketch2image.train.contrastive.objective import Objective
from sketch2image.train.contrastive.settings import Settings
from sketch2image.train.contrastive.sources import counts, sources
from sketch2image.train.data.splits import Split
from sketch2image.train.runs.task import Figures, Make, Part, Place, Task, Update

NAME = "contrastive"

_DECIDES = {"category": "mAP@200", "instance": "Acc@1"}


def task(settings: Settings, report: Report) -> Make:
    """Two towers that learn to place sketches beside the photos they mean.

    Raises:
        UserError: the data, the split or the base cannot be read, or settings do not go together.
    """
    parts = sources(settings, NAME, report)
    name = BaseName.of(settings.base)
    base = name.open()
    if settings.merge:
        check_can_merge(base, settings.trained())
    if settings.words and not base.speaks:
        hint = "Leave `words` at 0, or take an openclip base."
        raise UserError(ErrorKind.input, f"{settings.base} knows no words", hint)
    pairs = Pairs.of(parts.train, base.view, settings)
    return partial(_Contrastive, settings, name, parts, pairs)


class _Learned(nn.Module):
    """All that is trained; the branches share what they have in common."""

    def __init__(self, towers: Towers, settings: Settings) -> None:
        super().__init__()
        self.branches = nn.ModuleList(towers.networks.values())
        start = torch.tensor(-math.log(settings.temperature))
        used = settings.loss == "info-nce" or settings.words > 0
        self.log_scale = nn.Parameter(start, requires_grad=used)


class _Contrastive(Task):
    name = NAME
    more_is_better = True

    def __init__(
        self, settings: Settings, base: BaseName, parts: Split, pairs: Pairs, place: Place
    ) -> None:
        self._settings, self._base, self._split = settings, base, parts
        self._towers = _towers(settings, base.open(), place)
        self._learned = _Learned(self._towers, settings).to(place.device)
        self._objective = Objective(settings, _names(settings, self._towers.base, pairs, place))
        self._judge = Judge(parts.test, settings, place)
        self._figures: Figures = {}
        self.judged_by = _DECIDES[settings.goal]
        self.parts = {NAME: Part(self._learned)}
        self.examples = pairs

    def learn(self, batch: Any, update: Update) -> Mapping[str, Tensor]:  # noqa: ANN401
        terms = self._objective(self._towers, batch, self._learned.log_scale)
        update(NAME, terms["loss"])
        return terms

    def validate(self, folder: Path) -> Figures:
        self._figures = self._judge(self._towers, folder)
        return self._figures

    def export(self, folder: Path) -> None:
        facts = {
            "settings": self._settings.model_dump(mode="json"),
            "split": {
                "name": self._split.name,
                "train": counts(self._split.train),
                "test": counts(self._split.test),
            },
            "figures": self._figures,
        }
        write_towers(folder, self._towers, self._base, facts)
        if self._settings.merge:
            write_merged(self._towers, folder / FOLDER)


def _towers(settings: Settings, base: Base, place: Place) -> Towers:
    towers = Towers(base, settings.trained(), place.device, place.dtype)
    if settings.gradient_checkpointing:
        for network in towers.networks.values():
            base.save_memory(network)
    return towers


def _names(settings: Settings, base: Base, pairs: Pairs, place: Place) -> Tensor | None:
    if not settings.words:
        return None
    words = ClipEncoder(base.folder, device=str(place.device)).encode_words(pairs.labels)
    return torch.from_numpy(words).to(place.device)
