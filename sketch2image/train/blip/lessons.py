"""Sketches and sentences as batches of tensors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from numpy.random import Generator

from sketch2image.caption.view import BlipView, square
from sketch2image.core.paper import sketch_on
from sketch2image.core.types import Image
from sketch2image.train.blip.settings import Settings
from sketch2image.train.blip.writing import Writing
from sketch2image.train.data.collection import read_picture
from sketch2image.train.data.sentences import Example
from sketch2image.train.data.varied import vary

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Lessons:
    """Pairs of sketch and sentence: `train.runs.task.Examples`.

    Attributes:
        examples: sketches and sentences.
        view: what the network sees of a sketch.
        writing: what it is taught of a sentence.
        variation: how sketches are varied; None shows them as the captioner does.
    """

    examples: tuple[Example, ...]
    view: BlipView
    writing: Writing
    variation: Settings | None = None

    def __len__(self) -> int:
        return len(self.examples)

    def batch(self, places: Sequence[int], rng: Generator) -> dict[str, Tensor]:
        """Arguments of `BlipForConditionalGeneration`: (N, 3, S, S) pixels and (N, T) tokens."""
        chosen = [self.examples[place] for place in places]
        pictures = [self._shown(example, rng) for example in chosen]
        texts = [example.text for example in chosen]
        return {"pixel_values": self.view.tensors(pictures), **self.writing.tensors(texts)}

    def _shown(self, example: Example, rng: Generator) -> Image:
        seen = seen_of(example)
        return vary(seen, self.variation, rng) if self.variation else seen


def seen_of(example: Example) -> Image:
    """The (S, S, 3) square on white that the captioner makes of a sketch's file."""
    return square(sketch_on(read_picture(example.picture)).raster)
