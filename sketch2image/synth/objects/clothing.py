"""Shoe."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sketch2image.synth.drafting import Point, closed, curve, facing
from sketch2image.synth.model import Knobs, scene
from sketch2image.synth.shapes import (
    Material,
    Matrix,
    Op,
    Shape,
    capsule,
    ellipsoid,
    prism,
    rotation,
)

_CLOTHS = [
    (0.78, 0.14, 0.16), (0.14, 0.28, 0.55), (0.12, 0.12, 0.14), (0.93, 0.92, 0.89),
    (0.20, 0.50, 0.36), (0.92, 0.66, 0.16), (0.55, 0.33, 0.18),
]  # fmt: skip
_RUBBER = [(0.95, 0.95, 0.92), (0.85, 0.80, 0.70), (0.16, 0.16, 0.17)]
_FLAT = rotation(x=90)
_LACE = Material((0.97, 0.96, 0.93), gloss=0.1)
_LINING = Material((0.30, 0.28, 0.27), gloss=0.05)


@scene("shoe")
def shoe(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A laced sneaker from the side: sole, toe cap, laces, an opening for the foot."""
    cloth = Material(k.color("cloth", _CLOTHS), gloss=0.2)
    rubber = Material(k.color("rubber", _RUBBER), gloss=0.3)
    ankle = k("ankle", 0.42, 0.66)
    throat = (k("throat", -0.2, -0.08), ankle - 0.02)
    vamp = (0.42, k("vamp", 0.16, 0.24))
    plan = prism(_plan(-0.02), 3.0, (0, 0, 0), cloth, "upper", turn=_FLAT)
    shapes = [
        prism(_upper(ankle, throat, vamp), 0.28, (0, 0, 0), cloth, "upper", 0.08),
        replace(plan, op=Op.intersect),
        _opening(throat[0], ankle).cut(),
        ellipsoid((0.66, -0.06, 0), (0.28, 0.26, 0.27), rubber, "toe"),
        prism(_plan(0.02), k("sole", 0.12, 0.22), (0, -0.2, 0), rubber, "sole", 0.03, turn=_FLAT),
    ]
    shapes += _laces(throat, vamp, int(k("laces", 3, 5))) + _badge(k)
    return shapes, facing(k, yaw=(-34, 34), pitch=(8, 26))


def _plan(grow: float) -> list[Point]:
    """The shoe's outline from above, its toe toward +x."""
    side = [(-0.8, 0.1), (-0.6, 0.22), (-0.1, 0.21), (0.5, 0.29), (0.84, 0.16)]
    outer = [(x + grow * np.sign(x), z + grow) for x, z in side]
    return closed([*outer, (0.9 + grow, 0.0), *((x, -z) for x, z in reversed(outer))], 36)


def _opening(throat: float, ankle: float) -> Shape:
    size = ((throat + 0.82) / 2, 0.3, 0.17)
    return ellipsoid(((throat - 0.72) / 2, ankle + 0.13, 0), size, _LINING, "opening")


def _upper(ankle: float, throat: Point, vamp: Point) -> list[Point]:
    heel = curve([(-0.74, -0.1), (-0.78, 0.16), (-0.72, ankle)], 6)
    tongue = ((throat[0] + vamp[0]) / 2, (throat[1] + vamp[1]) / 2 - 0.03)
    slope = curve([throat, tongue, vamp, (0.72, 0.06), (0.8, -0.1)], 12)
    return [*heel, *slope]


def _laces(throat: Point, vamp: Point, count: int) -> list[Shape]:
    spots = np.linspace(throat, vamp, count + 2)[1:-1].tolist()
    shapes: list[Shape] = []
    for i, (x, y) in enumerate(spots):
        far, near = (x + 0.03, y + 0.085, -0.15), (x - 0.03, y + 0.06, 0.18)
        shapes.append(capsule(far, near, 0.045, 0.045, _LACE, f"lace {i}"))
    return shapes


def _badge(k: Knobs) -> list[Shape]:
    mark = Material(k.color("mark", _CLOTHS), gloss=0.4)
    style = k.pick("badge", ["none", "disc", "swoosh"])
    if style == "none":
        return []
    disc = closed([(-0.11, 0.0), (0.0, 0.11), (0.11, 0.0), (0.0, -0.11)], 20)
    swoosh = closed([(-0.34, 0.1), (-0.12, -0.04), (0.3, 0.14), (-0.1, -0.13)], 24)
    outline = disc if style == "disc" else swoosh
    return [
        prism(outline, 0.04, (-0.16, 0.08, side * 0.225), mark, f"badge {side}", 0.008)
        for side in (-1, 1)
    ]
