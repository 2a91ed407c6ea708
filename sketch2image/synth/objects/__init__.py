"""Parametric scenes of the classes, each with an aligned line drawing.

`sample` draws a scene of a class, `build` makes one from given knobs, `render` takes its photo and
`strokes` its line drawing. One file holds one family of classes.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import numpy as np

from sketch2image.core.sketch import Stroke
from sketch2image.core.types import Image
from sketch2image.synth import lines
from sketch2image.synth.model import CATALOG, Knobs, Model
from sketch2image.synth.sdf import Light, View, look, smoothed
from sketch2image.synth.shading import Ground, developed, radiance

__all__ = ["Model", "build", "knobs_of", "names", "render", "sample", "strokes", "view_of"]

FILL = 0.78
"""Share of the canvas's shorter side that a centered object spans."""


@cache
def names() -> tuple[str, ...]:
    """The classes that have a scene, in alphabetical order."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(sorted(CATALOG))


def sample(name: str, rng: np.random.Generator) -> Model:
    """A random scene of a class.

    Raises:
        KeyError: the class has no scene.
    """
    names()
    return CATALOG[name](Knobs(rng=rng))


def build(name: str, values: dict[str, float]) -> Model:
    """The scene of a class with given knob positions (0..1); those left out stand at one half.

    Raises:
        KeyError: the class has no scene.
    """
    names()
    return CATALOG[name](Knobs(values))


def knobs_of(name: str) -> tuple[str, ...]:
    """Names of the knobs of a class, in the order in which its scene asks for them."""
    return tuple(build(name, {}).knobs)


def view_of(model: Model, size: tuple[int, int], fill: float = FILL) -> View:
    """A camera that shows the whole object, centered.

    Args:
        model: the scene.
        size: (width, height) in pixels.
        fill: share of the canvas that the object spans in the direction that is tighter.
    """
    probe = View(model.turn, (96, 96), 32.0, (48.0, 48.0))
    rows, columns = np.nonzero(look(model.shapes, probe, threads=1).hit)
    left, right, top, bottom = columns.min(), columns.max() + 1, rows.min(), rows.max() + 1
    scale = fill * min(size[0] / (right - left), size[1] / (bottom - top)) * probe.scale
    offset = np.array([(left + right) / 2 - 48, (top + bottom) / 2 - 48]) / probe.scale * scale
    return View(model.turn, size, scale, (size[0] / 2 - offset[0], size[1] / 2 - offset[1]))


def render(
    model: Model,
    size: tuple[int, int] = (512, 512),
    light: Light | None = None,
    view: View | None = None,
    smooth: int = 5,
    ground: Ground = (1.0, 1.0, 1.0),
    warmth: float = 0.0,
    threads: int | None = None,
) -> Image:
    """A photo of the scene, (H, W, 3) uint8.

    Args:
        model: the scene.
        size: (width, height) in pixels.
        light: lamp, default a soft one from the upper left.
        view: camera, default `view_of`.
        smooth: samples per pixel along edges against stairs, an odd number; 1 leaves them.
        ground: RGB 0..1 of floor and background, one for all or (H, W, 3).
        warmth: -1 (blue) .. 1 (golden) tint of the lamp.
        threads: worker threads, default one for each core.
    """
    lamp = light or Light()
    seen = view or view_of(model, size)
    buffers = look(model.shapes, seen, lamp, threads=threads)
    picture = radiance(buffers, model.shapes, lamp, ground, warmth)
    if smooth > 1:
        picture = smoothed(picture, buffers, model.shapes, seen, smooth, threads)
    return developed(picture)


def strokes(
    model: Model, size: tuple[int, int] = (640, 480), view: View | None = None, width: float = 5.0
) -> tuple[Stroke, ...]:
    """The line drawing of the scene as seen by `view` (default `view_of`), longest line first."""
    buffers = look(model.shapes, view or view_of(model, size))
    return tuple(Stroke(line, width=width) for line in lines.outlines(buffers))
