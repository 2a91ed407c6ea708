"""One photo of the rendered world, with the drawing that belongs to it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.labels import caption_text
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.core.types import Image
from sketch2image.synth import objects
from sketch2image.synth.choices import Kind, Wish
from sketch2image.synth.grounds import Ground, laid
from sketch2image.synth.model import Model
from sketch2image.synth.people import humanise
from sketch2image.synth.sdf import Light, View
from sketch2image.synth.shapes import rotation

_CANVAS = 512
_PEN = 1 / 170
_FILL = (0.62, 0.88)
_PITCH, _YAW, _SHIFT = (-3.0, 9.0), (-10.0, 10.0), 0.04
_TOWARD = ((-0.9, 0.9), (0.35, 1.0), (0.3, 0.9))
_SOFTNESS, _STRENGTH, _WARMTH = (0.06, 0.4), (0.65, 1.3), (-0.8, 1.0)
_MODEL, _VIEW, _LIGHT, _GROUND, _HAND = range(5)
"""Streams of random numbers, so that no choice changes another."""


@dataclass(frozen=True, eq=False)
class Shot:
    """A scene before a camera.

    Attributes:
        name: its class.
        key: numbers that decide everything about it.
        side: of the square picture, in pixels.
        model: the scene.
        view: the camera.
        light: the lamp.
        warmth: -1 .. 1, tint of the lamp.
        ground: what it stands on.
    """

    name: str
    key: tuple[int, ...]
    side: int
    model: Model
    view: View
    light: Light
    warmth: float
    ground: Ground

    @property
    def text(self) -> str:
        """The prompt that asks for this photo."""
        return caption_text(self.name).replace("white background", self.ground.words)

    def photo(self, threads: int | None = None) -> Image:
        """The photo, (side, side, 3) uint8."""
        size = (self.side, self.side)
        return objects.render(
            self.model, size, self.light, self.view,
            ground=self.ground.picture, warmth=self.warmth, threads=threads,
        )  # fmt: skip

    def lines(self) -> Sketch:
        """The exact line drawing, on the photo's lines."""
        return self._drawing(self._exact)

    def sketch(self) -> Sketch:
        """The same as a person might draw it."""
        return self._drawing(humanise(self._exact, _stream(self.key, _HAND)))

    def shown(self, kind: Kind) -> Image:
        """The photo or a drawing, (side, side, 3) uint8."""
        if kind is Kind.photos:
            return self.photo()
        return (self.lines() if kind is Kind.lines else self.sketch()).raster

    @cached_property
    def _exact(self) -> tuple[Stroke, ...]:
        """Lines on a canvas of `_CANVAS` pixels, fine enough for small pictures too."""
        return objects.strokes(self.model, (_CANVAS, _CANVAS), _scaled(self.view, _CANVAS))

    def _drawing(self, strokes: Sequence[Stroke]) -> Sketch:
        share, width = self.side / _CANVAS, max(1.0, self.side * _PEN)
        return Sketch(
            (self.side, self.side),
            tuple(replace(s, points=(s.points * share).astype(np.float32), width=width)
                  for s in strokes),
        )  # fmt: skip


def shot(name: str, seed: int, number: int, side: int, wish: Wish = Wish.mixed) -> Shot:
    """Photo `number` of a class.

    Equal arguments give equal shots; another side shows the same in other detail, and another
    ground leaves everything else as it is.

    Raises:
        KeyError: the class has no scene.
    """
    key = (seed, zlib.crc32(name.encode()), number)
    model = objects.sample(name, _stream(key, _MODEL))
    view = _view(model, _stream(key, _VIEW), side)
    light, warmth = _lamp(_stream(key, _LIGHT))
    ground = laid(model.shapes, view, _stream(key, _GROUND), wish)
    return Shot(name, key, side, model, view, light, warmth, ground)


def shots(
    names: Sequence[str], seed: int, count: int, side: int, wish: Wish = Wish.mixed
) -> Iterator[tuple[int, Shot]]:
    """`count` shots of each class with their numbers, from 1 on, class after class."""
    for name in names:
        for number in range(count):
            yield number + 1, shot(name, seed, number, side, wish)


def chosen(names: Sequence[str]) -> tuple[str, ...]:
    """The classes asked for, each once; all that have a scene where none is named.

    Raises:
        UserError: kind `input`, one of them has no scene.
    """
    known = objects.names()
    for name in names:
        if name not in known:
            raise UserError(
                ErrorKind.input,
                f"unknown subject {name!r}",
                f"Choose from: {', '.join(known)}.",
            )
    return tuple(dict.fromkeys(names)) or known


def _stream(key: tuple[int, ...], purpose: int) -> np.random.Generator:
    return np.random.default_rng([*key, purpose])


def _view(model: Model, rng: np.random.Generator, side: int) -> View:
    turn = rotation(x=rng.uniform(*_PITCH)) @ model.turn @ rotation(y=rng.uniform(*_YAW))
    turned = replace(model, turn=turn)
    view = objects.view_of(turned, (side, side), rng.uniform(*_FILL))
    x, y = np.add(view.center, rng.uniform(-_SHIFT, _SHIFT, 2) * side).tolist()
    return replace(view, center=(x, y))


def _lamp(rng: np.random.Generator) -> tuple[Light, float]:
    x, y, z = (rng.uniform(*ends) for ends in _TOWARD)
    light = Light((x, y, z), rng.uniform(*_SOFTNESS), rng.uniform(*_STRENGTH))
    return light, rng.uniform(*_WARMTH)


def _scaled(view: View, side: int) -> View:
    share = side / view.size[0]
    x, y = view.center
    return View(view.turn, (side, side), view.scale * share, (x * share, y * share))
