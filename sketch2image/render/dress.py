"""The colors of a fitted scene: drawn anew by the seed, or asked for by pen or prompt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sketch2image.render import tint
from sketch2image.render.drawing import Drawing
from sketch2image.render.follow import Bend
from sketch2image.synth import objects
from sketch2image.synth.model import Model
from sketch2image.synth.shapes import Color, Shape

_LIGHT = "_light"
_JITTER, _FREEDOM = 0.015, 0.12
_MAIN_SHARE = 0.3
_MIX = 0.92
_VIVID = 0.75
_ALIKE = 0.04


def dressed(model: Model, rng: np.random.Generator, strength: float) -> Model:
    """The same scene in other colors, its other knobs moved a little, or more at low strength.

    What chooses between things stays: a slice that points down must not point up.
    """
    spread = _JITTER + _FREEDOM * (1 - strength)
    values = {
        name: rng.uniform() if _is_color(name, model) else value + rng.normal(0, spread)
        for name, value in model.knobs.items()
    }
    kept = {name: model.knobs[name] for name in model.choices if not _is_color(name, model)}
    clipped = {name: float(np.clip(value, 0, 1)) for name, value in (values | kept).items()}
    return objects.build(model.name, clipped)


def recolored(
    shapes: tuple[Shape, ...], bend: Bend, drawing: Drawing, word: Color | None
) -> tuple[Shape, ...]:
    """The shapes in the colors of the pen, or of a color word where no colored pen was used.

    A drawing in a single color asks for a thing of that color, so then, and for a word, only the
    parts that fill a good share of it are painted: a red apple keeps its green leaf.
    """
    labels = bend.labels
    areas = np.bincount(labels[labels >= 0], minlength=len(bend.parts))
    paints = tint.by_pen(drawing.image, drawing.ink, labels, len(bend.parts))
    if not paints and word is not None:
        paints = dict.fromkeys(range(len(bend.parts)), word)
    if len(set(paints.values())) == 1 and len(paints) >= np.count_nonzero(areas):
        main = _main_parts(shapes, bend.parts, areas)
        paints = {part: color for part, color in paints.items() if bend.parts[part] in main}
    chosen = {bend.parts[part]: color for part, color in paints.items()}
    usual = _usual_brightness(shapes)
    return tuple(_painted(shape, chosen.get(shape.part), usual[shape.part]) for shape in shapes)


def _main_parts(
    shapes: tuple[Shape, ...], parts: tuple[str, ...], areas: NDArray[np.intp]
) -> set[str]:
    """Parts that fill a good share of the thing, and those of the same paint."""
    large = {parts[i] for i in np.flatnonzero(areas >= _MAIN_SHARE * areas.max())}
    used = np.array([shape.material.color for shape in shapes if shape.part in large])
    alike = {
        shape.part
        for shape in shapes
        if np.abs(used - shape.material.color).max(axis=1).min() < _ALIKE
    }
    return large | alike


def _is_color(name: str, model: Model) -> bool:
    return name.endswith(_LIGHT) or f"{name}{_LIGHT}" in model.knobs


def _usual_brightness(shapes: tuple[Shape, ...]) -> dict[str, float]:
    values: dict[str, list[float]] = {}
    for shape in shapes:
        values.setdefault(shape.part, []).append(tint.brightness(shape.material.color))
    return {part: float(np.mean(found)) for part, found in values.items()}


def _painted(shape: Shape, color: Color | None, usual: float) -> Shape:
    old = shape.material
    if color is None:
        return replace(
            shape, material=replace(old, color=_muted(old.color), second=_muted(old.second))
        )
    first = _mixed(old.color, tint.like(color, old.color, usual))
    second = _mixed(old.second, tint.like(color, old.second, tint.brightness(old.color)))
    return replace(shape, material=replace(old, color=first, second=second))


def _muted(color: Color) -> Color:
    """The color as a photo shows it, less vivid than paint."""
    gray = tint.brightness(color)
    red, green, blue = (gray + _VIVID * (channel - gray) for channel in color)
    return red, green, blue


def _mixed(old: Color, new: Color) -> Color:
    values: NDArray[np.float64] = np.asarray(old) * (1 - _MIX) + np.asarray(new) * _MIX
    red, green, blue = values.tolist()
    return red, green, blue
