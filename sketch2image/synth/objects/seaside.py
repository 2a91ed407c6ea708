"""Lobster, seagull."""

from __future__ import annotations

import numpy as np

from sketch2image.synth.drafting import Point, closed, curve, facing, pair
from sketch2image.synth.model import Knobs, scene
from sketch2image.synth.shapes import (
    Material,
    Matrix,
    Shape,
    capsule,
    ellipsoid,
    prism,
    rotation,
    tube,
)

_SHELLS = [(0.80, 0.18, 0.10), (0.72, 0.26, 0.12), (0.22, 0.30, 0.48), (0.58, 0.14, 0.12)]
_BLACK = Material((0.05, 0.05, 0.06), gloss=0.9)
_GULLS = [(0.66, 0.70, 0.75), (0.52, 0.56, 0.62), (0.80, 0.82, 0.84)]
_FEATHER = Material((0.97, 0.97, 0.96), gloss=0.15)
_BILL = Material((0.95, 0.72, 0.15), gloss=0.4)
_FAN = [(-0.3, 0.08), (-0.78, 0.17), (-0.82, 0.0), (-0.78, -0.17), (-0.3, -0.08)]
_FLAT = rotation(x=90)


@scene("lobster")
def lobster(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A lobster from above: two claws, feelers, legs, a jointed tail with a fan."""
    shell = Material(k.color("shell", _SHELLS), gloss=0.6)
    wide = k("wide", 0.2, 0.26)
    shapes = _claws(k, shell)
    shapes += _legs(k, wide, shell)
    shapes += _tail(k, wide, shell)
    shapes.append(ellipsoid((0, 0.02, -0.12), (wide, 0.16, 0.42), shell, "back"))
    shapes += pair(ellipsoid((0.09, 0.12, -0.45), (0.05, 0.05, 0.05), _BLACK, "eye"))
    bend = [(0.05, -0.48), (k("feeler", 0.1, 0.16), -0.85), (k("feeler_end", 0.1, 0.3), -1.25)]
    for side in (-1, 1):
        line = [(side * x, 0.06, z) for x, z in curve(bend, 8)]
        shapes += tube(line, 0.026, shell, "feelers")
    view = rotation(x=k("pitch", 58, 80)) @ rotation(y=k("yaw", -16, 16))
    return shapes, rotation(z=k("roll", -40, 40)) @ view


def _claws(k: Knobs, shell: Material) -> list[Shape]:
    reach, out = k("claw_reach", -1.0, -0.84), k("claw_out", 0.46, 0.58)
    size, bite = k("claw", 0.15, 0.2), k("bite", -20, 12)
    wedge, jaw = [(-0.045, -0.36), (0.045, -0.36), (0.0, -0.02)], (out - 0.01, 0, reach - 0.08)
    notch = prism(wedge, 0.5, jaw, shell, "claw", 0.004, turn=rotation(y=bite) @ _FLAT)
    claw = ellipsoid((out, 0, reach), (size, 0.1, 0.32), shell, "claw", turn=rotation(y=bite))
    shapes = [*pair(claw), *(s.cut() for s in pair(notch))]
    for side in (-1, 1):
        bend = [(side * 0.14, 0, -0.3), (side * out, 0, -0.36), (side * out, 0, reach + 0.2)]
        shapes += tube(bend, [0.07, 0.075, 0.07], shell, f"arm {side}")
    return shapes


def _legs(k: Knobs, wide: float, shell: Material) -> list[Shape]:
    span = k("leg", 0.26, 0.38)
    shapes: list[Shape] = []
    for i, z in enumerate((-0.16, 0.0, 0.16)):
        for side in (-1, 1):
            hip, slant = (side * wide * 0.8, -0.02, z), 0.1 * (i - 0.6)
            knee = (side * (wide + span * 0.5), 0.05, z + slant)
            foot = (side * (wide + span), -0.08, z + slant * 2 + 0.08)
            shapes += tube([hip, knee, foot], [0.045, 0.04, 0.03], shell, "legs")
    return shapes


def _tail(k: Knobs, wide: float, shell: Material) -> list[Shape]:
    joints = k.pick("joints", [4, 5])
    shapes: list[Shape] = []
    fin = k("fin", 0.2, 0.26)
    for turn in (-58, -29, 29, 58, 0):
        lay = rotation(y=turn)
        place = np.array([0, 0, 0.86]) + lay @ np.array([0, 0, fin])
        shapes.append(ellipsoid(place.tolist(), (0.1, 0.035, fin), shell, f"fin {turn}", turn=lay))
    for i in reversed(range(joints)):
        t = i / (joints - 1)
        size = (wide * (0.92 - 0.34 * t), 0.14 - 0.05 * t, 0.36 / joints + 0.03)
        shapes.append(ellipsoid((0, 0.02, 0.3 + 0.52 * t), size, shell, f"joint {i}"))
    return shapes


@scene("seagull")
def seagull(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A gull in flight, its wings spread, or standing with its wings folded."""
    grey = Material(k.color("mantle", _GULLS), gloss=0.15)
    return _standing(k, grey) if k.chance("standing", 0.35) else _flying(k, grey)


def _standing(k: Knobs, grey: Material) -> tuple[list[Shape], Matrix]:
    """From the side: a level body, a round head, long folded wings, thin legs."""
    up, lean = k("neck", 0.4, 0.52), rotation(z=k("stance", 4, 16))
    face = (0.46, up, 0.0)
    body = ellipsoid((0, 0, 0), (0.58, 0.27, 0.27), _FEATHER, "body", turn=lean)
    tail = prism(_FAN, 0.05, (-0.1, -0.04, 0), _FEATHER, "tail", 0.02, turn=lean @ _FLAT)
    shapes = [
        body,
        capsule((0.3, 0.08, 0), face, 0.22, 0.16, _FEATHER, "body", 0.12),
        ellipsoid(face, (0.2, 0.17, 0.165), _FEATHER, "body", 0.04),
        tail,
        *_bill(k, face),
    ]
    long = k("folded", 0.86, 1.02)
    fold = closed([(0.3, 0.02), (0.1, 0.16), (-0.4, 0.14), (-long, 0.06), (-0.3, -0.12)], 26)
    tip = [(-0.56, 0.1), (-long - 0.08, 0.07), (-long + 0.02, 0.0), (-0.6, -0.02)]
    for side in (-1, 1):
        place = (0.02, 0.06, side * 0.22)
        shapes.append(prism(fold, 0.06, place, grey, f"wing {side}", 0.03, turn=lean))
        shapes.append(prism(tip, 0.08, place, _BLACK, f"tip {side}", 0.024, turn=lean))
        eye = (face[0] + 0.07, up + 0.045, side * 0.145)
        shapes.append(ellipsoid(eye, (0.035, 0.035, 0.03), _BLACK, f"eye {side}"))
        shapes += _webbed(k, side)
    return shapes, facing(k, yaw=(-26, 26), pitch=(2, 12))


def _bill(k: Knobs, face: tuple[float, float, float]) -> list[Shape]:
    x, y, _ = face
    end = x + k("bill", 0.38, 0.46)
    return [
        capsule((x + 0.16, y - 0.01, 0), (end, y - 0.05, 0), 0.055, 0.04, _BILL, "bill"),
        capsule((end, y - 0.05, 0), (end + 0.03, y - 0.1, 0), 0.04, 0.02, _BILL, "bill"),
    ]


def _webbed(k: Knobs, side: int) -> list[Shape]:
    low, x = -k("legs", 0.62, 0.74), 0.04 + side * k("stride", -0.1, 0.1)
    web = [(-0.04, 0.0), (0.2, 0.11), (0.17, 0.0), (0.2, -0.11)]
    part, z = f"leg {side}", side * 0.12
    return [
        capsule((x, -0.2, z), (x, low, z), 0.03, 0.026, _BILL, part),
        prism(web, 0.02, (x, low, z), _BILL, part, 0.015, turn=_FLAT),
    ]


def _flying(k: Knobs, grey: Material) -> tuple[list[Shape], Matrix]:
    """From above: long bent wings with dark tips, a hooked bill."""
    shapes = [
        ellipsoid((0, 0, 0), (0.46, 0.17, 0.17), _FEATHER, "body"),
        ellipsoid((0.42, 0.07, 0), (0.16, 0.14, 0.135), _FEATHER, "body", 0.12),
        prism(_FAN, 0.03, (0, 0, 0), _FEATHER, "tail", 0.02, 0.02, _FLAT),
        capsule((0.54, 0.06, 0), (0.74, 0.02, 0), 0.055, 0.022, _BILL, "bill"),
    ]
    rise, droop, span = k("rise", 8, 26), k("droop", 4, 30), k("span", 0.5, 0.62)
    inner, outer = _wing(span)
    for side in (-1, 1):
        arm = rotation(x=-side * rise)
        hand = rotation(x=-side * (rise - droop))
        wrist = arm @ np.array([0, 0, side * span])
        mirror = [(x, side * z) for x, z in inner]
        tip = [(x, side * z) for x, z in outer]
        root, end = (0.02, 0.06, 0), np.add(wrist, (0.02, 0.06, 0)).tolist()
        shapes.append(prism(mirror, 0.02, root, grey, f"wing {side}", 0.02, turn=arm @ _FLAT))
        shapes.append(prism(tip, 0.015, end, _BLACK, f"tip {side}", 0.015, turn=hand @ _FLAT))
        eye = (0.47, 0.11, side * 0.11)
        shapes.append(ellipsoid(eye, (0.035, 0.035, 0.03), _BLACK, f"eye {side}"))
    bank = rotation(x=k("bank", -14, 14), z=k("climb", -12, 16))
    left, yaw = k.chance("left", 0.5), k("yaw", 30, 62)
    view = rotation(x=k("pitch", 26, 46)) @ rotation(y=180 + yaw if left else -yaw)
    return shapes, view @ bank


def _wing(span: float) -> tuple[list[Point], list[Point]]:
    inner = [(0.2, 0.0), (0.26, span), (-0.06, span), (-0.2, span * 0.5), (-0.22, 0.0)]
    outer = closed([(0.26, -0.02), (0.16, 0.24), (-0.22, 0.56), (-0.12, 0.2), (-0.06, -0.02)], 24)
    return inner, outer
