"""How well a captioner does on sketches that it has not learned from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sketch2image.caption.sentence import label_of, labels_in
from sketch2image.train.blip.lessons import Lessons
from sketch2image.train.data.sentences import Example
from sketch2image.train.runs.task import Figures

if TYPE_CHECKING:
    from torch import Tensor
    from transformers import BlipForConditionalGeneration

_MORE = 8
"""Tokens that may be written beyond the longest sentence wanted, before it is cut off."""


@dataclass(frozen=True)
class Said:
    """What was written of a held out sketch.

    Attributes:
        example: the sketch.
        wanted: its sentence, as BERT spaces it.
        written: the sentence that the network finds most likely word by word.
        right: whether it names the same class.
    """

    example: Example
    wanted: str
    written: str
    right: bool


@dataclass(frozen=True)
class Judgment:
    """Losses and sentences of a validation."""

    losses: tuple[float, ...]
    said: tuple[Said, ...]

    @property
    def figures(self) -> Figures:
        """Mean loss, share of sentences that name the right class, share that are exact."""
        return {
            "loss": float(np.mean(self.losses)),
            "accuracy": float(np.mean([one.right for one in self.said])),
            "exact": float(np.mean([one.written == one.wanted for one in self.said])),
        }


def judge(net: BlipForConditionalGeneration, lessons: Lessons, batch: int) -> Judgment:
    """Write a sentence of every example, and measure how likely the wanted one was.

    Args:
        net: in evaluation mode.
        lessons: held out, without variation.
        batch: examples at a time.
    """
    losses: list[float] = []
    written: list[str] = []
    for tensors in _batches(lessons, batch):
        placed = {name: tensor.to(net.device) for name, tensor in tensors.items()}
        loss = net(**placed).loss
        losses += [float(loss)] * len(placed["labels"])
        written += lessons.writing.texts(_written(net, placed, lessons.writing.longest))
    return Judgment(tuple(losses), _compared(lessons, written))


def _batches(lessons: Lessons, size: int) -> Iterator[dict[str, Tensor]]:
    rng = np.random.default_rng(0)
    for start in range(0, len(lessons), size):
        yield lessons.batch(range(start, min(start + size, len(lessons))), rng)


def _written(net: BlipForConditionalGeneration, tensors: dict[str, Tensor], longest: int) -> Tensor:
    most = min(longest, tensors["labels"].shape[1] + _MORE)
    return net.generate(tensors["pixel_values"], do_sample=False, num_beams=1, max_length=most)


def _compared(lessons: Lessons, written: Sequence[str]) -> tuple[Said, ...]:
    wanted = lessons.writing.spaced([example.text for example in lessons.examples])
    vocabulary = labels_in(wanted)
    return tuple(
        Said(example, want, text, label_of(text, vocabulary) == label_of(want, vocabulary))
        for example, want, text in zip(lessons.examples, wanted, written, strict=True)
    )
