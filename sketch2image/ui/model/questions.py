"""What a person can ask, and what is known of the asking."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sketch2image.core.sketch import Sketch
from sketch2image.engine.desktop.tasks import SearchAnswer
from sketch2image.engine.request import Request


class Rest(StrEnum):
    """Why the answer does not follow the drawing though live mode was wished for."""

    none = ""
    empty = "empty"
    paused = "paused"
    fault = "fault"


@dataclass(frozen=True)
class Wishes:
    """What the person chose beside the drawing.

    Attributes:
        prompt: what to render; empty for the caption of the sketch.
        seed: which of the possible pictures.
        strength: 0 (free) .. 1 (follows the lines); None for the renderer's usual one.
        style: name of a style; empty for none.
        gallery: what `open_gallery` takes.
    """

    prompt: str = ""
    seed: int = 0
    strength: float | None = None
    style: str = ""
    gallery: str = ""


@dataclass(frozen=True, eq=False)
class Question:
    """What an answer depends on.

    Attributes:
        sketch: the drawing.
        wishes: beside it.
        k: matches wanted.
    """

    sketch: Sketch
    wishes: Wishes
    k: int

    def __eq__(self, other: object) -> bool:
        """Whether the same strokes are asked about, the same way; draws neither sketch."""
        return isinstance(other, Question) and self._seen == other._seen

    def __hash__(self) -> int:
        return hash(self._seen)

    @property
    def request(self) -> Request:
        """The question as engines take it."""
        wishes = self.wishes
        return Request(
            self.sketch,
            prompt=wishes.prompt.strip(),
            seed=wishes.seed,
            strength=wishes.strength,
            gallery=wishes.gallery,
            k=self.k,
            style=wishes.style,
        )

    @property
    def _seen(self) -> tuple[object, ...]:
        """Strokes are never changed, so the same ones look the same."""
        sketch = self.sketch
        return sketch.strokes, sketch.size, id(sketch.backdrop), self.wishes, self.k


@dataclass(frozen=True, eq=False)
class Finding:
    """What was found for a picture or for words.

    Attributes:
        answer: with the matches.
        asked: what was looked for, as a person reads it.
    """

    answer: SearchAnswer
    asked: str


def is_another(before: Sketch, now: Sketch) -> bool:
    """Whether a drawing was put away for another one; one that was only resized is the same."""
    first = _first(before)
    return first is not None and before.size == now.size and _first(now) is not first


def _first(sketch: Sketch) -> object:
    if sketch.backdrop is not None:
        return sketch.backdrop
    return sketch.strokes[0] if sketch.strokes else None
