"""Cup, spoon, teapot, wine bottle."""

from __future__ import annotations

import numpy as np

from sketch2image.synth.drafting import Point, arc, curve, facing, solid, upright
from sketch2image.synth.model import Knobs, scene, three_quarter
from sketch2image.synth.shapes import (
    Material,
    Matrix,
    Shape,
    capsule,
    ellipsoid,
    lathe,
    prism,
    rotation,
    tube,
)

_GLAZES = [
    (0.93, 0.92, 0.88), (0.80, 0.16, 0.14), (0.16, 0.38, 0.66), (0.94, 0.72, 0.18),
    (0.22, 0.55, 0.42), (0.90, 0.55, 0.60), (0.30, 0.30, 0.34),
]  # fmt: skip
_COFFEE = Material((0.22, 0.11, 0.05), gloss=0.7)
_METALS = [(0.72, 0.73, 0.75), (0.80, 0.66, 0.38), (0.62, 0.60, 0.60)]
_GLASS = [(0.06, 0.22, 0.09), (0.12, 0.16, 0.05), (0.20, 0.03, 0.06), (0.25, 0.14, 0.05)]
_PAPERS = [(0.95, 0.92, 0.82), (0.96, 0.96, 0.94), (0.85, 0.78, 0.58)]
_ACCENTS = [(0.62, 0.08, 0.12), (0.76, 0.60, 0.20), (0.14, 0.14, 0.20), (0.10, 0.25, 0.45)]


@scene("cup")
def cup(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A mug with a handle, often with coffee, sometimes with a band or on a saucer."""
    top, height = k("radius", 0.46, 0.6), k("height", 0.42, 0.66)
    bottom = top * k("taper", 0.72, 1.02)
    glaze = Material(k.color("glaze", _GLAZES), gloss=0.6)
    wall = [(bottom, -height), (top, height)]
    room = [(bottom - 0.09, 0.1 - height), (top - 0.07, height + 0.06)]
    shapes = [
        lathe(solid(wall), (0, 0, 0), glaze, "body", 0.03),
        lathe(solid(room), (0, 0, 0), Material((0.93, 0.91, 0.86), gloss=0.5), "room").cut(),
    ]
    if k.chance("full", 0.5):
        drink = [(top - 0.1, height - 0.2), (top - 0.08, height - 0.14)]
        shapes.append(lathe(solid(drink), (0, 0, 0), _COFFEE, "coffee", 0.005))
    if k.chance("banded", 0.4):
        shapes.append(_band(k, wall))
    if k.chance("saucer", 0.25):
        dish = [(0.4, -height - 0.1), (top + 0.4, -height + 0.04)]
        shapes.append(lathe(solid(dish), (0, 0, 0), glaze, "saucer", 0.025))
    return shapes + _ear(k, wall, glaze), facing(k, yaw=(-38, 38), pitch=(14, 32))


def _band(k: Knobs, wall: list[Point]) -> Shape:
    (bottom, low), (top, high) = wall
    paint = Material(k.color("band", _ACCENTS), gloss=0.5)
    edges = np.array([0.32, 0.62]) + k("band_place", -0.12, 0.1)
    outer = [(bottom + (top - bottom) * t + 0.036, low + (high - low) * t) for t in edges]
    inner = [(radius - 0.07, y) for radius, y in reversed(outer)]
    return lathe([*outer, *inner], (0, 0, 0), paint, "band", 0.004)


def _ear(k: Knobs, wall: list[Point], glaze: Material) -> list[Shape]:
    (bottom, low), (top, high) = wall
    lower, upper = (bottom * 0.75 + top * 0.25, low * 0.5), (bottom * 0.2 + top * 0.8, high * 0.55)
    reach, sag = k("ear", 0.3, 0.44), k("ear_sag", -0.08, 0.06)
    bend = [upper, (top + reach * 0.75, upper[1] + 0.02), (top + reach, sag + 0.02),
            (bottom + reach * 0.7, lower[1] - 0.02), lower]  # fmt: skip
    return tube(upright(curve(bend, 20)), k("ear_width", 0.055, 0.085), glaze, "handle")


@scene("teapot")
def teapot(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A round belly with a spout, a handle and a knobbed lid."""
    belly, height = k("belly", 0.6, 0.72), k("height", 0.44, 0.6)
    glaze = Material(k.color("glaze", _GLAZES), gloss=0.7)
    mouth = belly * k("mouth", 0.5, 0.64)
    foot, sole = belly * k("foot", 0.5, 0.66), -height - 0.03
    ring = [(foot + 0.02, sole), (foot, sole + 0.12)]
    shapes = [
        ellipsoid((0, 0, 0), (belly, height, belly), glaze, "body"),
        lathe(solid(ring), (0, 0, 0), glaze, "foot", 0.015),
    ]
    if k.chance("banded", 0.35):
        paint = Material(k.color("band", _ACCENTS), gloss=0.5)
        band = [(belly - 0.06, -0.09), (belly + 0.03, -0.09), (belly + 0.03, 0.09)]
        shapes.append(lathe([*band, (belly - 0.06, 0.09)], (0, 0, 0), paint, "band", 0.01))
    spout = curve([(belly * 0.75, -0.16), (belly + 0.2, -0.04), (belly + 0.28, 0.22),
                   (belly + k("pour", 0.42, 0.55), height * 0.86)], 15)  # fmt: skip
    shapes += tube(upright(spout), np.linspace(0.17, 0.075, 15).tolist(), glaze, "spout")
    reach = k("grip", 0.36, 0.5)
    grip = arc((-belly * 0.86, 0.03), (reach, height * 0.72), 75, 285, 19)
    shapes += tube(upright(grip), k("grip_width", 0.055, 0.08), glaze, "handle")
    return shapes + _lid(k, mouth, height, glaze), facing(k, yaw=(-26, 26), pitch=(6, 22))


def _lid(k: Knobs, mouth: float, height: float, glaze: Material) -> list[Shape]:
    base, rise = height * 0.84, k("lid", 0.12, 0.26)
    ball = k("ball", 0.085, 0.12)
    return [
        ellipsoid((0, base - 0.03, 0), (mouth, rise, mouth), glaze, "lid"),
        ellipsoid((0, base + rise + ball * 0.75, 0), (ball, ball, ball), glaze, "knob"),
    ]


@scene("wine_bottle")
def wine_bottle(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A slender bottle with a label and a foil round its neck."""
    radius, neck = k("radius", 0.25, 0.31), k("neck", 0.085, 0.105)
    shoulder, slope = k("shoulder", 0.05, 0.3), k("slope", 0.2, 0.42)
    waist = [(radius * 0.78, shoulder + slope / 2), (neck, shoulder + slope)]
    straight = [(radius, shoulder - 0.1), (radius, shoulder)]
    flank = curve([*straight, *waist, (neck, shoulder + slope + 0.1)], 16)
    glass = Material(k.color("glass", _GLASS), gloss=0.95)
    bottle = [(radius, -1.0), *flank, (neck, 1.0)]
    foil = Material(k.color("foil", _ACCENTS), gloss=0.6)
    low = shoulder + slope + k("foil_gap", 0.04, 0.14)
    collar = [(neck + 0.012, low), (neck + 0.012, 1.01)]
    lip = [(neck + 0.035, 0.9), (neck + 0.035, 0.98)]
    shapes = [
        lathe(solid(bottle), (0, 0, 0), glass, "glass", 0.02),
        lathe(solid(collar), (0, 0, 0), foil, "foil", 0.012),
        lathe(solid(lip), (0, 0, 0), foil, "lip", 0.012),
    ]
    return shapes + _label(k, radius, shoulder), rotation(z=k("tilt", -16, 16)) @ three_quarter(
        k, pitch=(3, 16)
    )


def _label(k: Knobs, radius: float, shoulder: float) -> list[Shape]:
    low, high = k("label_low", -0.82, -0.6), shoulder - k("label_high", 0.16, 0.34)
    paper = Material(k.color("paper", _PAPERS), gloss=0.1)
    ring = [
        (radius + 0.024, low),
        (radius + 0.024, high),
        (radius - 0.05, high),
        (radius - 0.05, low),
    ]
    print_ = Material(k.color("print", _ACCENTS), gloss=0.1)
    middle = (low + high) / 2
    size = min(0.12, (high - low) * 0.27)
    seal = k.pick("seal", [(size, size), (size * 0.7, size * 1.2), (size * 1.35, size * 0.6)])
    return [
        lathe(ring, (0, 0, 0), paper, "label", 0.004),
        ellipsoid((0, middle, radius), (*seal, 0.06), print_, "seal"),
    ]


@scene("spoon")
def spoon(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A spoon seen from above, its hollow toward the viewer."""
    steel = Material(k.color("metal", _METALS), gloss=0.9)
    long, wide = k("bowl", 0.34, 0.44), k("bowl_width", 0.23, 0.3)
    bowl = (0.72, 0, 0)
    hollow = ((long - 0.05) / 0.6, 0.45, (wide - 0.05) / 0.6)
    shapes = [
        ellipsoid(bowl, (long, 0.12, wide), steel, "spoon"),
        prism(_grip(k), 0.02, (0, 0.03, 0), steel, "spoon", 0.025, 0.05, rotation(x=90)),
        ellipsoid((0.72, 0.42, 0), hollow, Material(steel.color, gloss=0.95), "hollow").cut(),
    ]
    if k.chance("seal", 0.4):
        size = k("seal_size", 0.05, 0.065)
        shapes.append(capsule((-0.93, 0.06, 0), (-0.8, 0.06, 0), size, size, steel, "seal", 0.01))
    lay = rotation(x=k("pitch", 54, 76)) @ rotation(y=k("yaw", -14, 14))
    return shapes, rotation(z=k("roll", -75, 75) + (180 if k.chance("back", 0.5) else 0)) @ lay


def _grip(k: Knobs) -> list[Point]:
    neck, end = k("neck", 0.025, 0.045), k("end", 0.085, 0.13)
    side = curve([(0.42, neck + 0.02), (0.1, neck), (-0.6, end * 0.75), (-0.95, end)], 10)
    tip = arc((-0.95, 0), (end * 0.8, end), 90, 270, 9)
    return [*side, *tip[1:-1], *((x, -y) for x, y in reversed(side))]
