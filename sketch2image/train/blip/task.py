"""What `train blip` does."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from torch import Tensor

from sketch2image.caption.sentence import labels_in
from sketch2image.caption.view import BlipView
from sketch2image.core.progress import Progress, Report
from sketch2image.models.hub import folder_of
from sketch2image.models.pretrained import open_tokenizer
from sketch2image.train.blip.export import write_captioner
from sketch2image.train.blip.judging import judge
from sketch2image.train.blip.lessons import Lessons
from sketch2image.train.blip.lora import whole_state
from sketch2image.train.blip.network import open_network
from sketch2image.train.blip.settings import Settings
from sketch2image.train.blip.sheet import write_samples
from sketch2image.train.blip.sources import Sources, sources
from sketch2image.train.blip.writing import Writing
from sketch2image.train.data.held_out import spread
from sketch2image.train.runs.task import Figures, Make, Part, Place, Task, Update

NAME = "blip"


def task(settings: Settings, report: Report) -> Make:
    """A captioner that learns to say what sketches show.

    The loss is BLIP's own: cross-entropy of each word of the sentence after the sketch and the
    words before it (Li et al., 2022), with its label smoothing.

    Raises:
        UserError: the data or the base model cannot be read.
    """
    found = sources(settings)
    base = folder_of(settings.base)
    counts = f"{len(found.learned):,} to learn from, {len(found.held_out):,} held out"
    report(Progress(NAME, text=counts))
    return partial(_Captioner, settings, base, found)


class _Captioner(Task):
    name = NAME

    def __init__(self, settings: Settings, base: Path, found: Sources, place: Place) -> None:
        self._settings, self._base = settings, base
        self._net = open_network(base, settings, place.device)
        config: Any = self._net.config
        view = BlipView(base, config.vision_config.image_size)
        writing = Writing.of(open_tokenizer(base), config)
        writing.check(example.text for example in (*found.learned, *found.held_out))
        self.parts = {NAME: Part(self._net)}
        self.examples = Lessons(found.learned, view, writing, settings)
        self._labels = labels_in(example.text for example in found.learned)
        self._held_out = Lessons(spread(found.held_out, settings.judge), view, writing)

    def learn(self, batch: Any, update: Update) -> Mapping[str, Tensor]:  # noqa: ANN401
        loss = self._net(**batch).loss
        update(NAME, loss)
        return {"loss": loss}

    def validate(self, folder: Path) -> Figures:
        judgment = judge(self._net, self._held_out, self._settings.batch)
        write_samples(spread(judgment.said, self._settings.samples), folder)
        return judgment.figures

    def export(self, folder: Path) -> None:
        source = f"trained from {self._settings.base}"
        write_captioner(whole_state(self._net), self._base, folder, source, self._labels)
