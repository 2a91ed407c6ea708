"""Bread, pretzel; crusts and baked things lying on a table."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sketch2image.synth.curves import spline, together
from sketch2image.synth.model import Knobs, scene, three_quarter
from sketch2image.synth.shapes import (
    Color,
    Material,
    Matrix,
    Shape,
    box,
    ellipsoid,
    prism,
    rotation,
    tube,
)

CRUSTS: list[Color] = [(0.78, 0.5, 0.22), (0.68, 0.4, 0.16), (0.84, 0.6, 0.3)]
"""Colors of what an oven browns."""


def baked(color: Color, scale: float = 4) -> Material:
    """A crust of a color, lighter in places; `scale` marks per unit of length."""
    light = (min(1, color[0] * 1.15), min(1, color[1] * 1.22), min(1, color[2] * 1.3))
    return Material(color, light, "speckle", scale, gloss=0.3)


def laid(shapes: list[Shape], turn: Matrix) -> list[Shape]:
    """A flat thing, made facing the viewer, turned in its plane and laid on the floor."""
    return together(shapes, rotation(x=-90) @ turn)


@scene("pretzel")
def pretzel(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A strand with its ends twisted round each other and laid on its own back."""
    dough = baked(k.color("dough", [(0.58, 0.3, 0.11), (0.5, 0.24, 0.09), (0.68, 0.4, 0.16)]), 5)
    fat = k("fat", 0.11, 0.145)
    wide, high = k("width", 0.84, 1.0), k("height", 0.95, 1.05)
    size = np.array([wide, high, 1])
    shapes: list[Shape] = []
    for part, line, girth in _strand(k("foot", 0.36, 0.46)):
        path, radii = np.array(line) * size, np.linspace(*girth, len(line))
        if part == "loop":
            radii = np.interp(np.linspace(0, 2, len(line)), [0, 1, 2], [girth[0], 1.25, girth[1]])
            shapes += _salt(k, path, fat)
        shapes += tube(path.tolist(), (fat * radii).tolist(), dough, part)
    flip = 180 if k.chance("flip", 0.35) else 0
    return laid(shapes, rotation(z=flip + k("tilt", -18, 18))), rotation(x=k("pitch", 55, 88))


_Strand = tuple[str, list[tuple[float, ...]], tuple[float, float]]


def _strand(foot: float) -> list[_Strand]:
    """Part, points and girth at both ends of the loop and the two arms.

    The arms twist round each other twice, so every joint of two parts hides under a strand.
    """
    lobe = [(0, 0.18, -0.13), (-0.2, 0.36, 0), (-0.52, 0.6, 0), (-0.86, 0.46, 0), (-0.96, 0.05, 0)]
    left = spline([*lobe, (-0.74, -0.42, 0), (-0.4, -0.64, 0), (0, -0.72, 0)], 18)
    right = [(-x, y, -z) for x, y, z in reversed(left[:-1])]
    over = spline([(0, 0.18, 0.13), (-0.12, 0.03, 0), (0, -0.12, -0.13)], 5)
    one = [(0, 0.18, -0.13), (0.12, 0.03, 0), (0, -0.12, 0.13), (-0.26, -0.34, 0.12)]
    two = [(0, -0.12, -0.13), (0.26, -0.34, 0.12), (foot, -0.62, 0.2)]
    return [
        ("loop", [*left, *right, *over[1:]], (0.9, 0.85)),
        ("one", spline([*one, (-foot, -0.62, 0.2)], 9), (0.9, 0.75)),
        ("two", spline(two, 6), (0.85, 0.75)),
    ]


def _salt(k: Knobs, loop: NDArray[np.float64], fat: float) -> list[Shape]:
    white = Material((0.99, 0.98, 0.95), gloss=0.4)
    count = int(k("salt", 0, 8))
    rng = k.scatter("salt_places", count)
    shapes: list[Shape] = []
    for n in np.linspace(5, len(loop) - 10, max(count, 1)).astype(int)[:count]:
        place = loop[n] + (*rng.uniform(-0.4, 0.4, 2) * fat, fat * 1.05)
        turn = rotation(z=float(rng.uniform(0, 90)))
        shapes.append(box(place.tolist(), (0.035, 0.03, 0.04), white, "salt", 0.012, turn=turn))
    return shapes


@scene("bread")
def bread(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A slice of toast, a cut tin loaf, or a long loaf with slashes."""
    form: Callable[[Knobs], tuple[list[Shape], Matrix]] = k.pick("form", [_toast, _tin, _long])
    return form(k)


_CRUMB = Material((0.98, 0.9, 0.72), (0.93, 0.82, 0.58), "speckle", 9, gloss=0.05)


def _slice_outline(k: Knobs, size: float) -> list[tuple[float, float]]:
    wide, ear, high = k("width", 0.5, 0.58), k("ear", 0.08, 0.14), k("height", 0.55, 0.68)
    side = [
        (0, high),
        (wide * 0.7, high * 0.97),
        (wide + ear, high * 0.66),
        (wide + ear * 0.6, 0.24),
    ]
    side += [(wide, 0.08), (wide, -0.3)]
    half = spline(side, 14)
    half += [(wide * 0.99, -0.55), (wide * 0.9, -0.6)]
    right = [(size * x, size * y) for x, y in half]
    return right + [(-x, y) for x, y in reversed(right[1:])]


def _toast(k: Knobs) -> tuple[list[Shape], Matrix]:
    crust = baked(k.color("crust", CRUSTS), 6)
    thick = k("thick", 0.14, 0.24)
    shapes = [
        prism(_slice_outline(k, 1), thick, (0, 0, 0), crust, "crust", 0.03),
        prism(_slice_outline(k, 0.84), thick + 0.05, (0, 0, 0), _CRUMB, "crumb", 0.01),
    ]
    return together(shapes, rotation(z=k("tilt", -14, 14))), three_quarter(k, (-38, 38), (4, 18))


def _tin(k: Knobs) -> tuple[list[Shape], Matrix]:
    crust = baked(k.color("crust", CRUSTS), 4)
    deep = k("deep", 1.1, 1.5)
    shapes = [prism(_slice_outline(k, 1), deep, (0, 0, 0), crust, "crust", 0.03)]
    front = (0, 0, deep / 2 + 0.03)
    shapes.append(prism(_slice_outline(k, 0.86), 0.02, front, _CRUMB, "crumb", 0.01))
    for n in range(int(k("slices", 0, 2.99))):
        z = deep / 2 + 0.3 + 0.3 * n
        fall = rotation(x=k("fall", 6, 22) * (n + 1))
        place = (0, -0.04 * n, z)
        shapes.append(prism(_slice_outline(k, 1), 0.1, place, crust, f"crust{n}", 0.03, turn=fall))
        near = np.add(place, fall @ (0, 0, 0.09))
        shapes.append(
            prism(
                _slice_outline(k, 0.86), 0.02, near.tolist(), _CRUMB, f"crumb{n}", 0.01, turn=fall
            )
        )
    side = 1 if k.chance("side", 0.5) else -1
    return shapes, rotation(x=k("pitch", 12, 26)) @ rotation(y=side * k("yaw", 28, 58))


def _long(k: Knobs) -> tuple[list[Shape], Matrix]:
    crust = baked(k.color("crust", CRUSTS), 3)
    fat, long = k("fat", 0.25, 0.4), k("long", 0.85, 1.0)
    shapes = [ellipsoid((0, 0, 0), (long, fat * 0.85, fat), crust, "loaf")]
    count = int(k("cuts", 3, 5.99))
    slant = k("slant", 25, 50)
    for x in np.linspace(-0.62, 0.62, count).tolist():
        lift = fat * 0.85 * np.sqrt(1 - x * x)
        turn = rotation(z=-25 * x) @ rotation(y=slant)
        place = (x * long, lift * 0.94, fat * 0.12)
        shapes.append(
            ellipsoid(
                place, (0.075, 0.05, fat * 0.7 * np.sqrt(1 - x * x)), _CRUMB, "cuts", turn=turn
            )
        )
    return shapes, three_quarter(k, (-32, 32), (30, 52))
