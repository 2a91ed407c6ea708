"""What `train style` does."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress, Report
from sketch2image.gallery.style.folder import write_style
from sketch2image.train.runs.task import Figures, Make, Part, Place, Task, Update
from sketch2image.train.style.figures import CONFUSION, Confusion
from sketch2image.train.style.learning import LastLayer, Learning, WholeNetwork
from sketch2image.train.style.pictures import Pictures, check_classes, read_pictures
from sketch2image.train.style.settings import Settings
from sketch2image.train.style.splits import Split, split
from sketch2image.train.style.start import Start, start_of

NAME = "style"


def task(settings: Settings, report: Report) -> Make:
    """A classifier that learns to tell the folders of a folder apart.

    Raises:
        UserError: the data cannot be read or divided, a body is not here, or settings do not go
            together.
    """
    if not settings.data:
        hint = "Name a folder of classes with --data."
        raise UserError(ErrorKind.input, "there is nothing to learn from", hint)
    start = start_of(settings)
    pictures = read_pictures(settings.data, NAME, report)
    check_classes(pictures)
    parts = split(pictures, settings.split, settings.seed)
    for line in (_counted(pictures, parts), f"backbone: {start.said}", *parts.warnings):
        report(Progress(NAME, text=line))
    return partial(_Style, settings, pictures, parts, start, report)


class _Style(Task):
    name = NAME
    judged_by = "macro f1"
    more_is_better = True

    def __init__(
        self,
        settings: Settings,
        pictures: Pictures,
        parts: Split,
        start: Start,
        report: Report,
        place: Place,
    ) -> None:
        self._settings, self._start = settings, start
        self._classes, self._digest = pictures.classes, pictures.digest
        self._truth = pictures.labels[parts.held]
        self._learning = _learning(settings, pictures, parts, start, place, report)
        self._figures: dict[str, float] = {}
        self.examples = self._learning.examples
        self.parts = {NAME: Part(self._learning.module)}

    def learn(self, batch: Any, update: Update) -> Mapping[str, Tensor]:  # noqa: ANN401
        logits, labels = self._learning.module(batch["inputs"]).float(), batch["labels"]
        loss = cross_entropy(logits, labels, label_smoothing=self._settings.smoothing)
        update(NAME, loss)
        return {"loss": loss, "accuracy": (logits.argmax(dim=1) == labels).float().mean()}

    def validate(self, folder: Path) -> Figures:
        logits = self._learning.held_out()
        said = logits.argmax(dim=1).numpy()
        confusion = Confusion.of(self._classes, self._truth, said)
        confusion.write_csv(folder / CONFUSION)
        each = {f"f1 {one.name}": one.f1 for one in confusion.scores}
        self._figures = {
            "loss": float(cross_entropy(logits, torch.from_numpy(self._truth))),
            "accuracy": confusion.accuracy,
            self.judged_by: confusion.macro("f1"),
            **each,
        }
        return self._figures

    def export(self, folder: Path) -> None:
        facts = {
            "fingerprint": self._learning.fingerprint,
            "backbone": self._start.said,
            "pictures": self._digest,
            "settings": self._settings.model_dump(mode="json"),
            "figures": self._figures,
        }
        tensors = self._learning.tensors()
        write_style(folder, self._classes, self._start.name, tensors, facts)


def _learning(
    settings: Settings,
    pictures: Pictures,
    parts: Split,
    start: Start,
    place: Place,
    report: Report,
) -> Learning:
    if settings.tune == "full":
        return WholeNetwork(pictures, parts, settings, start, place)
    return LastLayer(pictures, parts, settings, start, place, report)


def _counted(pictures: Pictures, parts: Split) -> str:
    learned = f"{len(parts.train):,} pictures of {len(pictures.classes):,} classes to learn from"
    return f"{learned}, {len(parts.held):,} held out"
