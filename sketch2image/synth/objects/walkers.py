"""Chicken, dog, snake."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sketch2image.synth.curves import spline
from sketch2image.synth.drafting import Place, closed, facing
from sketch2image.synth.model import Knobs, scene
from sketch2image.synth.shapes import (
    Material,
    Matrix,
    Shape,
    capsule,
    ellipsoid,
    prism,
    rotation,
    torus,
    tube,
)

_BLACK = Material((0.04, 0.04, 0.05), gloss=0.9)
_RED = Material((0.82, 0.12, 0.12), gloss=0.3)
_DOGS = [(0.72, 0.50, 0.28), (0.88, 0.80, 0.66), (0.30, 0.22, 0.18), (0.60, 0.60, 0.60)]
_COLLARS = [(0.80, 0.14, 0.14), (0.14, 0.36, 0.66), (0.16, 0.50, 0.30)]
_HENS = [(0.95, 0.93, 0.88), (0.70, 0.36, 0.16), (0.36, 0.24, 0.20), (0.88, 0.68, 0.36)]
_HORN = Material((0.96, 0.68, 0.18), gloss=0.4)
_SNAKES = [(0.34, 0.58, 0.22), (0.78, 0.62, 0.20), (0.62, 0.30, 0.18), (0.24, 0.46, 0.48)]
_MARKS = [(0.14, 0.22, 0.10), (0.92, 0.86, 0.60), (0.20, 0.10, 0.08)]


@scene("dog")
def dog(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A standing dog from the side: hanging ear, long snout, collar, raised tail."""
    color = k.color("fur", _DOGS)
    red, green, blue = (0.7 * channel for channel in color)
    fur, dark = Material(color, gloss=0.1), Material((red, green, blue), gloss=0.1)
    long, deep = k("long", 0.36, 0.52), k("deep", 0.2, 0.26)
    up, low = k("neck", 0.42, 0.56), -k("legs", 0.58, 0.74)
    face = (long + 0.16, up, 0.0)
    snout = (face[0] + k("snout", 0.3, 0.4), up - 0.1, 0.0)
    bend = (-long - 0.26, k("tail", 0.2, 0.36), 0.0)
    tail = [(-long - 0.08, 0.06, 0.0), bend, (-long - 0.24, 0.5, 0.0)]
    shapes = [
        capsule((-long, 0, 0), (long, 0.02, 0), deep, deep + 0.04, fur, "body"),
        capsule((long - 0.02, 0.06, 0), face, 0.2, 0.17, fur, "body", 0.1),
        *tube(tail, [0.07, 0.055, 0.04], fur, "body"),
        *_dog_legs(k, long, low, fur),
        ellipsoid(face, (0.24, 0.22, 0.2), fur, "head"),
        capsule((face[0] + 0.08, up - 0.05, 0), snout, 0.14, 0.095, fur, "head", 0.08),
        ellipsoid((snout[0] + 0.07, snout[1] + 0.05, 0), (0.06, 0.055, 0.06), _BLACK, "nose"),
    ]
    hang = k("ear", 0.2, 0.28)
    for side in (-1, 1):
        flap = (face[0] - 0.11, up - 0.04, side * 0.2)
        shapes.append(ellipsoid(flap, (0.1, hang, 0.06), dark, f"ear {side}", turn=rotation(z=-10)))
        eye = (face[0] + 0.13, up + 0.07, side * 0.165)
        shapes.append(ellipsoid(eye, (0.042, 0.05, 0.035), _BLACK, f"eye {side}"))
    strap = Material(k.color("collar", _COLLARS), gloss=0.4)
    lean = rotation(z=-32)
    shapes.append(torus((long + 0.06, up - 0.22, 0), 0.18, 0.04, strap, "collar", turn=lean))
    return shapes, facing(k, yaw=(-28, 28), pitch=(2, 12))


def _dog_legs(k: Knobs, long: float, low: float, fur: Material) -> list[Shape]:
    shapes: list[Shape] = []
    stride = k("stride", -0.1, 0.1)
    for i, (x, side) in enumerate([(-long, -1), (long, -1), (-long, 1), (long, 1)]):
        swing = side * (stride + 0.09 * np.sign(x))
        foot = (x + swing, low, side * 0.13)
        shapes.append(capsule((x, -0.06, side * 0.12), foot, 0.12, 0.075, fur, f"leg {i}"))
        paw = (foot[0] + 0.05, low - 0.02, foot[2])
        shapes.append(ellipsoid(paw, (0.12, 0.06, 0.085), fur, f"leg {i}"))
    return shapes


@scene("chicken")
def chicken(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A hen from the side: comb, wattle, pointed beak, raised tail, thin legs."""
    color = k.color("plume", _HENS)
    red, green, blue = (0.85 * channel for channel in color)
    plume, dark = Material(color, gloss=0.15), Material((red, green, blue), gloss=0.15)
    up, tail = k("neck", 0.5, 0.64), k("tail", 0.34, 0.54)
    face = (0.46, up, 0.0)
    tips = [(-0.62, tail + 0.12), (-0.76, tail + 0.04), (-0.86, tail - 0.14), (-0.78, 0.02)]
    fan = closed([(-0.3, 0.1), *tips, (-0.5, -0.16)], 22)
    size = k("wing", 0.26, 0.34)
    wing = closed([(size, 0.08), (0, 0.14), (-size * 1.2, 0.1), (-size * 0.7, -0.12), (0.1, -0.17)])
    shapes = [
        ellipsoid((0, -0.08, 0), (0.5, k("plump", 0.34, 0.42), 0.34), plume, "body"),
        prism(fan, 0.1, (0, 0, 0), plume, "body", 0.04, 0.1),
        capsule((0.24, 0.02, 0), face, 0.26, 0.17, plume, "body", 0.14),
        ellipsoid((face[0] + 0.02, up + 0.03, 0), (0.19, 0.19, 0.17), plume, "body", 0.05),
        prism(_comb(k), 0.04, (face[0], up + 0.16, 0), _RED, "comb", 0.025),
        capsule((0.62, up, 0), (0.8, up - 0.04, 0), 0.075, 0.015, _HORN, "beak"),
        ellipsoid((face[0] + 0.17, up - 0.17, 0), (0.06, 0.1, 0.06), _RED, "wattle"),
    ]
    for side in (-1, 1):
        eye = (face[0] + 0.09, up + 0.07, side * 0.15)
        shapes.append(ellipsoid(eye, (0.042, 0.042, 0.035), _BLACK, f"eye {side}"))
        lift = rotation(z=-k("lift", 0, 20))
        place = (-0.08, -0.04, side * 0.31)
        shapes.append(prism(wing, 0.08, place, dark, f"wing {side}", 0.03, turn=lift))
        shapes += _claws(side, k("stride", -0.1, 0.1))
    return shapes, facing(k, yaw=(-26, 26), pitch=(2, 12))


def _comb(k: Knobs) -> list[tuple[float, float]]:
    high = k("comb", 0.14, 0.2)
    return [(-0.16, -0.02), (-0.18, high * 0.7), (-0.09, high * 0.4), (-0.03, high),
            (0.04, high * 0.4), (0.13, high * 0.8), (0.12, -0.03)]  # fmt: skip


def _claws(side: int, stride: float) -> list[Shape]:
    x, z, low = 0.02 + side * stride, side * 0.13, -0.78
    part = f"leg {side}"
    shapes = [capsule((x, -0.34, z), (x, low, z), 0.05, 0.04, _HORN, part)]
    for turn in (-0.5, 0.0, 0.5):
        toe = (x + 0.2 * float(np.cos(turn)), low - 0.01, z + 0.2 * float(np.sin(turn)))
        shapes.append(capsule((x, low, z), toe, 0.038, 0.03, _HORN, part))
    return [*shapes, capsule((x, low, z), (x - 0.1, low - 0.01, z), 0.038, 0.03, _HORN, part)]


@scene("snake")
def snake(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A winding snake from above, or a coiled one with its head raised; bands, a forked tongue."""
    skin = Material(k.color("skin", _SNAKES), gloss=0.6)
    mark = Material(k.color("mark", _MARKS), gloss=0.6)
    return (_coiled if k.chance("coiled", 0.3) else _winding)(k, skin, mark)


def _coiled(k: Knobs, skin: Material, mark: Material) -> tuple[list[Shape], Matrix]:
    """Rings that grow narrower toward the top, the neck bent up out of them, the tail outside."""
    thick, turns = k("thick", 0.13, 0.16), k("turns", 1.9, 2.6)
    wide, rise = k("wide", 0.6, 0.72), k("raised", 0.5, 0.75)
    angle = np.linspace(-2 * np.pi * turns, 0.0, 52)
    share = np.linspace(0, 1, 52)
    ring, level = wide * (1 - 0.45 * share), turns * thick * 1.5 * share
    coil = np.stack([ring * np.cos(angle), level, ring * np.sin(angle)], axis=1)
    top = float(level[-1])
    neck = [coil[-1], (0.44, top + 0.1, 0.26), (0.16, top + 0.3, 0.26), (0.06, top + rise, 0.14)]
    line = np.array(
        spline([*neck, (0.16, top + rise + 0.14, 0.1), (0.36, top + rise + 0.15, 0.08)], 20)
    )
    tail = np.array(
        spline([(wide + 0.62, 0.0, 0.5), (wide + 0.3, 0, 0.42), coil[0] + (0.1, 0, 0.18)], 7)
    )
    points = np.concatenate([tail, coil, line[1:]])
    along = np.linspace(0, 1, len(points))
    radii = thick * np.interp(along, [0, 0.14, 0.5, 0.8, 1], [0.2, 0.75, 1, 0.85, 0.8])
    turn = np.floor((angle + np.pi / 2) / (2 * np.pi)).astype(int) + 9
    parts = [
        *(f"body {turn[0]}" for _ in tail),
        *(f"body {n}" for n in turn),
        *["body"] * len(line),
    ]
    shapes = _banded(k, _tuples(points), radii, (skin, mark), thick, parts)
    return shapes, _above(k, (12, 34), (-40, 40))


def _tuples(points: NDArray[np.float64]) -> list[Place]:
    return [(float(x), float(y), float(z)) for x, y, z in points]


def _winding(k: Knobs, skin: Material, mark: Material) -> tuple[list[Shape], Matrix]:
    waves, swing, thick = k("waves", 1.5, 2.2), k("swing", 0.3, 0.42), k("thick", 0.1, 0.13)
    along = np.linspace(0, 1, 46)
    x, z = -1.1 + 2.0 * along, swing * (0.4 + 0.6 * along) * np.sin(2 * np.pi * waves * along)
    radii = thick * np.clip(np.interp(along, [0, 0.45, 0.9, 1], [0.15, 1, 1, 0.75]), 0.1, 1)
    points = [(float(a), 0.0, float(b)) for a, b in zip(x, z, strict=True)]
    parts = ["body"] * len(points)
    return _banded(k, points, radii, (skin, mark), thick, parts), _above(k)


def _banded(
    k: Knobs,
    points: list[Place],
    radii: NDArray[np.float64],
    looks: tuple[Material, Material],
    thick: float,
    parts: list[str],
) -> list[Shape]:
    """The body along its line, with rings of another color, and the head at its end."""
    skin, mark = looks
    bands = k.pick("bands", [0, 7, 9])
    shapes: list[Shape] = []
    for i, (a, b) in enumerate(pairwise(points)):
        ring = bands and i % bands in (2, 3) and 6 < i < len(points) - 6
        look, part = (mark, f"band {i // bands}") if ring else (skin, parts[i])
        shapes.append(capsule(a, b, float(radii[i]), float(radii[i + 1]), look, part))
    return shapes + _snake_head(points[-2], points[-1], thick, skin)


def _snake_head(before: Place, last: Place, thick: float, skin: Material) -> list[Shape]:
    yaw = float(np.degrees(np.arctan2(before[2] - last[2], last[0] - before[0])))
    turn = rotation(y=yaw)
    fork = [(0.46, -0.09), (0.4, 0.0), (0.46, 0.09)]
    tongue = [(0.1, -0.018), (0.34, -0.022), *fork, (0.34, 0.022), (0.1, 0.018)]
    head = [
        ellipsoid((0.06, 0.02, 0), (thick * 2.0, thick * 1.05, thick * 1.5), skin, "body", 0.04),
        prism(tongue, 0.01, (0, 0, 0), _RED, "tongue", 0.014, turn=rotation(x=90)),
    ]
    for side in (-1, 1):
        place = (0.12, thick * 0.85, side * thick * 0.85)
        head.append(ellipsoid(place, (0.048, 0.048, 0.048), _BLACK, f"eye {side}"))
    return [s.turned(turn).moved(last) for s in head]


def _above(
    k: Knobs, pitch: tuple[float, float] = (42, 68), yaw: tuple[float, float] = (-24, 24)
) -> Matrix:
    flat = rotation(x=k("pitch", *pitch)) @ rotation(y=k("yaw", *yaw))
    return flat @ rotation(y=180 if k.chance("left", 0.5) else 0)
