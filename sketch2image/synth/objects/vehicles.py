"""Airplane."""

from __future__ import annotations

import numpy as np

from sketch2image.synth.drafting import Point, curve
from sketch2image.synth.model import Knobs, scene
from sketch2image.synth.shapes import (
    Material,
    Matrix,
    Shape,
    capsule,
    ellipsoid,
    lathe,
    prism,
    rotation,
)

_HULLS = [(0.94, 0.94, 0.95), (0.86, 0.88, 0.91), (0.95, 0.90, 0.80), (0.75, 0.85, 0.93)]
_TRIMS = [(0.76, 0.12, 0.14), (0.10, 0.27, 0.56), (0.93, 0.58, 0.10), (0.14, 0.46, 0.34)]
_DARK = Material((0.10, 0.13, 0.18), gloss=0.9)
_FLAT = rotation(x=90)


@scene("airplane")
def airplane(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A jet with swept wings, engines and a tail, seen from above and ahead of the wing."""
    hull = Material(k.color("hull", _HULLS), gloss=0.6)
    trim = Material(k.color("trim", _TRIMS), gloss=0.5)
    radius = k("radius", 0.12, 0.155)
    lay = rotation(z=-90)
    shapes = [lathe(_hull(radius), (0, 0, 0), hull, "hull", 0.005, turn=lay)]
    shapes += _wings(k, hull, radius) + _tail(k, trim, hull, radius)
    shapes.append(ellipsoid((0.85, radius * 0.42, 0), (0.1, 0.05, radius * 0.72), _DARK, "cockpit"))
    if k.chance("windows", 0.6):
        shapes += _windows(int(k("window_count", 5, 8)), radius)
    yaw = k("yaw", 18, 58) * (-1 if k.chance("ahead", 0.4) else 1)
    view = rotation(x=k("pitch", 28, 52)) @ rotation(y=yaw)
    side = rotation(y=180 if k.chance("left", 0.5) else 0)
    return shapes, rotation(z=k("roll", -14, 14)) @ view @ side


def _hull(radius: float) -> list[Point]:
    nose = [(radius * 0.92, 0.72), (radius * 0.7, 0.88), (radius * 0.36, 0.97), (0, 1.0)]
    side = [(0.0, -1.0), (radius * 0.35, -0.92), (radius * 0.8, -0.6), (radius, -0.35)]
    line = curve([*side, (radius, 0.5), *nose], 34)
    return [(-0.1, -1.0), *((max(0.0, r), y) for r, y in line), (-0.1, 1.0)]


def _wings(k: Knobs, hull: Material, radius: float) -> list[Shape]:
    span, sweep = k("span", 0.85, 1.1), k("sweep", 0.3, 0.55)
    root, tip = k("root", 0.3, 0.4), k("tip", 0.1, 0.16)
    start = k("wing_place", 0.16, 0.26)
    wing = [(start, 0), (start - sweep, span), (start - sweep - tip, span), (start - root, 0)]
    shapes: list[Shape] = []
    for side in (-1, 1):
        outline = [(x, side * z) for x, z in wing]
        rise = rotation(x=-side * k("dihedral", 1, 6))
        low = (0, -radius * 0.4, 0)
        shapes.append(prism(outline, 0.01, low, hull, f"wing {side}", 0.016, turn=rise @ _FLAT))
        shapes += _engines(k, side, start - 0.02, sweep / span, radius)
    return shapes


def _engines(k: Knobs, side: int, start: float, slope: float, radius: float) -> list[Shape]:
    count = k.pick("engines", [1, 1, 2])
    trim = Material(k.color("engine", [(0.75, 0.76, 0.79), *_TRIMS]), gloss=0.6)
    shapes: list[Shape] = []
    for z in np.linspace(0.32, 0.58, count).tolist():
        x, y = start - slope * z, -radius * 0.4 - 0.09
        shapes.append(
            capsule(
                (x + 0.09, y, side * z),
                (x - 0.12, y, side * z),
                0.072,
                0.055,
                trim,
                f"engine {side} {z}",
            )
        )
    return shapes


def _tail(k: Knobs, trim: Material, hull: Material, radius: float) -> list[Shape]:
    high = k("fin", 0.32, 0.46)
    fin = [(-0.62, radius * 0.5), (-0.86, high), (-1.02, high), (-0.96, 0.02)]
    shapes = [prism(fin, 0.01, (0, 0, 0), trim, "fin", 0.016)]
    span = k("tail_span", 0.32, 0.42)
    plane = [(-0.72, 0), (-0.93, span), (-1.03, span), (-0.94, 0)]
    high_tail = high - 0.05 if k.chance("high_tail", 0.25) else 0.03
    offset = -0.08 if high_tail > 0.1 else 0
    for side in (-1, 1):
        outline = [(x + offset, side * z) for x, z in plane]
        shapes.append(
            prism(outline, 0.01, (0, high_tail, 0), hull, f"tail {side}", 0.014, turn=_FLAT)
        )
    return shapes


def _windows(count: int, radius: float) -> list[Shape]:
    places = np.linspace(-0.5, 0.62, count).tolist()
    up = radius * 0.3
    out = float(np.sqrt(radius**2 - up**2)) - 0.004
    return [
        ellipsoid((x, up, side * out), (0.032, 0.036, 0.02), _DARK, f"window {side}")
        for x in places for side in (-1, 1)
    ]  # fmt: skip
