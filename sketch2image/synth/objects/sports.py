"""Racket."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from sketch2image.synth.drafting import Point, arc, upright
from sketch2image.synth.model import Knobs, scene
from sketch2image.synth.shapes import Material, Matrix, Shape, capsule, prism, rotation, tube

_FRAMES = [
    (0.80, 0.15, 0.15), (0.14, 0.34, 0.64), (0.12, 0.12, 0.14), (0.90, 0.74, 0.16),
    (0.24, 0.56, 0.32),
]  # fmt: skip
_GRIPS = [(0.14, 0.14, 0.15), (0.45, 0.28, 0.16), (0.90, 0.90, 0.88)]
_BED = Material((0.56, 0.60, 0.62), gloss=0.05)
_STRING = Material((0.95, 0.94, 0.88), gloss=0.3)
_GAP, _GUT = 0.007, 0.012


@scene("racket")
def racket(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A tennis racket: oval frame, strings, throat, wrapped grip."""
    frame = Material(k.color("frame", _FRAMES), gloss=0.7)
    grip = Material(k.color("grip", _GRIPS), gloss=0.1)
    wide, high = k("wide", 0.36, 0.44), k("high", 0.46, 0.56)
    thick, end = k("thick", 0.045, 0.06), -high - k("handle", 0.66, 0.86)
    rim = upright(arc((0, 0), (wide, high), -90, 270, 29))
    throat = -high - k("throat", 0.14, 0.26)
    shapes = [*_bed(k, wide, high), *tube(rim, thick, frame, "frame")]
    for x in (-wide * 0.62, wide * 0.62):
        root = (x, -high * 0.78, 0)
        shapes.append(capsule(root, (0, throat, 0), thick * 0.9, thick, frame, "frame"))
    shapes.append(capsule((0, throat, 0), (0, end, 0), thick, thick, frame, "frame"))
    hold = (0, end + k("grip", 0.34, 0.46), 0)
    shapes.append(capsule(hold, (0, end, 0), 0.075, 0.08, grip, "grip"))
    face = rotation(x=k("pitch", -14, 14)) @ rotation(y=k("yaw", -32, 32))
    return shapes, rotation(z=k("roll", -70, 70) + (180 if k.chance("down", 0.3) else 0)) @ face


def _bed(k: Knobs, wide: float, high: float) -> list[Shape]:
    """Cells in four alternating parts, so that each string is drawn as one line.

    The strings over the gaps are too thin to be drawn with two.
    """
    columns, rows = k.pick("columns", [4, 5]), k.pick("rows", [5, 6])
    xs = np.linspace(-wide, wide, columns + 1).tolist()
    ys = np.linspace(-high, high, rows + 1).tolist()
    shapes: list[Shape] = []
    for i, sides in enumerate(pairwise(xs)):
        for j, ends in enumerate(pairwise(ys)):
            cell = _cell(sides, ends, wide / high, high)
            shapes.append(prism(cell, 0.01, (0, 0, 0), _BED, f"bed {i % 2}{j % 2}", 0.001))
    for x in xs[1:-1]:
        end = high * float(np.sqrt(1 - (x / wide) ** 2))
        shapes.append(capsule((x, -end, 0.005), (x, end, 0.005), _GUT, _GUT, _STRING, "strings"))
    for y in ys[1:-1]:
        end = wide * float(np.sqrt(1 - (y / high) ** 2))
        shapes.append(capsule((-end, y, 0.005), (end, y, 0.005), _GUT, _GUT, _STRING, "strings"))
    return shapes


def _cell(sides: Point, ends: Point, ratio: float, high: float) -> list[Point]:
    """The part of a rectangle inside the frame's ellipse."""
    sides, ends = (sides[0] + _GAP, sides[1] - _GAP), (ends[0] + _GAP, ends[1] - _GAP)
    ys = np.linspace(*ends, 5)
    reach = ratio * np.sqrt(np.maximum(0, high**2 - ys**2))
    left, right = np.clip(-reach, *sides), np.clip(reach, *sides)
    line = [*zip(left, ys, strict=True), *zip(right[::-1], ys[::-1], strict=True)]
    return [(float(x), float(y)) for x, y in line]
