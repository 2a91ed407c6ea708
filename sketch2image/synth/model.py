"""A class as a scene with knobs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sketch2image.synth.shapes import Color, Matrix, Shape, rotation


@dataclass(eq=False)
class Knobs:
    """Named numbers a scene asks for; each remembers its position, 0..1, in its range.

    Args:
        values: positions set from outside; what is missing is drawn from `rng`, or stands at one
            half without one.
        rng: source of the positions not given.
    """

    values: dict[str, float] = field(default_factory=dict)
    rng: np.random.Generator | None = None
    asked: dict[str, float] = field(default_factory=dict)
    choices: set[str] = field(default_factory=set)

    def __call__(self, name: str, low: float, high: float) -> float:
        """The number of knob `name`, between `low` and `high`."""
        if name not in self.asked:
            drawn = self.rng.uniform() if self.rng is not None else 0.5
            self.asked[name] = float(self.values.get(name, drawn))
        return low + (high - low) * self.asked[name]

    def chance(self, name: str, probability: float) -> bool:
        """Whether knob `name` stands below `probability`."""
        self.choices.add(name)
        return self(name, 0, 1) < probability

    def pick(self, name: str, options: list[Any]) -> Any:  # noqa: ANN401
        """One of the options."""
        self.choices.add(name)
        return options[min(int(self(name, 0, 1) * len(options)), len(options) - 1)]

    def color(self, name: str, options: list[Color]) -> Color:
        """One of the colors, each channel changed a little."""
        base = self.pick(name, options)
        shift = self(f"{name}_light", -0.06, 0.06)
        red, green, blue = (min(1.0, max(0.0, channel + shift)) for channel in base)
        return red, green, blue

    def scatter(self, name: str, count: int) -> np.random.Generator:
        """A generator for `count` small things, decided by one knob."""
        return np.random.default_rng([int(self(name, 0, 1_000_000)), count])


@dataclass(frozen=True, eq=False)
class Model:
    """One scene of a class.

    Attributes:
        name: the class.
        shapes: in building order.
        turn: (3, 3) from object space to view space.
        knobs: position 0..1 of every knob that made it.
        choices: those of them that choose between things: a small step may change everything.
    """

    name: str
    shapes: tuple[Shape, ...]
    turn: Matrix
    knobs: dict[str, float]
    choices: frozenset[str] = frozenset()


Scene = Callable[[Knobs], tuple[list[Shape], Matrix]]
CATALOG: dict[str, Callable[[Knobs], Model]] = {}


def scene(name: str) -> Callable[[Scene], Scene]:
    """Enter a function as the scene of a class.

    The function gets `Knobs` and gives the shapes and the turn from object space to view space.
    """

    def enter(function: Scene) -> Scene:
        def make(knobs: Knobs) -> Model:
            shapes, turn = function(knobs)
            choices = frozenset(knobs.choices)
            return Model(name, tuple(shapes), turn, dict(knobs.asked), choices)

        CATALOG[name] = make
        return function

    return enter


def three_quarter(
    knobs: Knobs, yaw: tuple[float, float] = (-30, 30), pitch: tuple[float, float] = (8, 24)
) -> Matrix:
    """The usual view of a thing on a table: turned by `yaw`, seen from `pitch` degrees above."""
    return rotation(x=knobs("pitch", *pitch)) @ rotation(y=knobs("yaw", *yaw))
