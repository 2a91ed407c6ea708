"""What every renderer can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image
from sketch2image.render.turbo.noise import Noise

SIDE = 512
"""Width and height of every rendered picture in pixels."""


class Method(StrEnum):
    """How a picture came about."""

    scene = "scene"
    relief = "relief"
    network = "network"


@dataclass(frozen=True, eq=False)
class Rendering:
    """A picture and how it came about.

    Attributes:
        image: (H, W, 3) uint8 RGB, 512 pixels wide and high unless asked otherwise.
        method: the parametric scene of the class, a relief of the drawing, or a network.
        label: class the prompt speaks of, or None where it names none that is known.
        fit: how well the picture's outlines lie on the strokes, 0..1; 1 is a perfect fit, None
            is not measured.
    """

    image: Image
    method: Method
    label: str | None
    fit: float | None


class Renderer(Protocol):
    """Turns a sketch into a picture; equal inputs give equal pictures."""

    @property
    def fingerprint(self) -> str:
        """Short text that differs whenever equal inputs could give another picture."""
        ...

    @property
    def usual_strength(self) -> float:
        """Strength where none is asked for."""
        ...

    @property
    def seeded(self) -> bool:
        """Whether seed and strength change the picture."""
        ...

    @property
    def open_vocabulary(self) -> bool:
        """Whether any words can be rendered: styles and colors too, not only known classes."""
        ...

    def render(self, sketch: Sketch, prompt: str, seed: int, strength: float) -> Rendering:
        """Picture of a sketch.

        Args:
            sketch: must hold some ink.
            prompt: caption sentence or free words.
            seed: picks one of many possible pictures.
            strength: how closely the strokes are followed, 0 (freely) .. 1 (to the line).

        Raises:
            UserError: the sketch or the prompt is empty, or `strength` is out of range.
        """
        ...

    def render_seeds(
        self, sketch: Sketch, prompt: str, seeds: Sequence[int], strength: float
    ) -> list[Rendering]:
        """A picture for each seed; else as `render`."""
        ...


@runtime_checkable
class NetworkRenderer(Renderer, Protocol):
    """A renderer of any size, whose random part can be given."""

    def pictures(
        self, sketch: Sketch, prompt: str, seeds: Sequence[int], strength: float, noise: Noise
    ) -> NDArray[np.float32]:
        """(N, 3, H, W) pictures before rounding, -1..1; see `TurboRenderer.pictures`."""
        ...


def check(sketch: Sketch, prompt: str, strength: float) -> None:
    """Refuse what no renderer can work on.

    Raises:
        UserError: the sketch or the prompt is empty, or `strength` is not in 0..1.
    """
    if sketch.is_empty:
        hint = "Draw something first, or give a picture with dark strokes on a light ground."
        raise UserError(ErrorKind.input, "the sketch is empty", hint)
    if not prompt.strip():
        hint = 'Say what the sketch shows, e.g. "a red teapot".'
        raise UserError(ErrorKind.input, "the prompt is empty", hint)
    if not 0 <= strength <= 1:
        hint = "0 is free, 1 follows the strokes most."
        raise UserError(ErrorKind.input, f"strength {strength} is not between 0 and 1", hint)
