"""Duck, fish, snail."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sketch2image.synth.drafting import Point, closed, curve, facing, upright
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
    tube,
)

_BLACK = Material((0.04, 0.04, 0.05), gloss=0.9)
_WHITE = Material((0.97, 0.97, 0.95), gloss=0.5)
_BEAKS = [(0.96, 0.55, 0.08), (0.95, 0.70, 0.15), (0.85, 0.42, 0.12)]
_FISH_MOUTH = Material((0.5, 0.16, 0.16), gloss=0.3)
_FISH = [
    (0.95, 0.50, 0.12), (0.20, 0.52, 0.75), (0.90, 0.76, 0.22), (0.62, 0.66, 0.70),
    (0.80, 0.24, 0.26), (0.36, 0.62, 0.40),
]  # fmt: skip
_DUCKS = [(0.98, 0.84, 0.20), (0.95, 0.94, 0.90), (0.62, 0.46, 0.30), (0.55, 0.56, 0.58)]
_SNAILS = [(0.80, 0.68, 0.46), (0.66, 0.60, 0.48), (0.72, 0.74, 0.50), (0.84, 0.70, 0.62)]
_SHELLS = [(0.66, 0.38, 0.18), (0.80, 0.52, 0.28), (0.52, 0.30, 0.30), (0.74, 0.62, 0.40)]


def _eyes(place: tuple[float, float, float], size: float) -> list[Shape]:
    """White balls with pupils on both sides; a small eye is drawn as one ring."""
    x, y, z = place
    shapes: list[Shape] = []
    for side in (-1, 1):
        shapes.append(ellipsoid((x, y, side * z), (size, size, size * 0.6), _WHITE, f"eye {side}"))
        pupil = (x + size * 0.15, y, side * (z + size * 0.42))
        part = f"pupil {side}" if size > 0.08 else f"eye {side}"
        shapes.append(ellipsoid(pupil, (size * 0.5, size * 0.5, size * 0.35), _BLACK, part))
    return shapes


@scene("fish")
def fish(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A fish from the side: forked tail, fins, gill and a round eye."""
    skin = Material(k.color("skin", _FISH), gloss=0.7)
    fins = Material(k.color("fins", _FISH), gloss=0.5)
    long, high, wide = k("long", 0.68, 0.82), k("high", 0.34, 0.48), 0.2
    shapes = [
        ellipsoid((0, 0, 0), (long, high, wide), skin, "body"),
        capsule((-long * 0.5, 0, 0), (-long, 0, 0), high * 0.4, 0.08, skin, "body", 0.15),
        ellipsoid((long * 0.5, 0, 0), (long * 0.56, high * 0.8, wide * 0.95), skin, "head"),
        prism(_mouth(long, high), 0.6, (0, 0, 0), _FISH_MOUTH, "head").cut(),
    ]
    shapes += _fins(k, long, high, fins)
    size = k("eye", 0.085, 0.11)
    shapes += _eyes((long * 0.66, high * 0.24, wide * 0.68), size)
    return shapes, rotation(z=k("tilt", -14, 14)) @ facing(k, yaw=(-24, 24), pitch=(2, 14))


def _mouth(long: float, high: float) -> list[Point]:
    lip = long * 1.1
    return [(lip, -high * 0.12), (long * 0.86, -high * 0.24), (lip, -high * 0.42)]


def _fins(k: Knobs, long: float, high: float, fins: Material) -> list[Shape]:
    tip, fork = k("tail", 0.3, 0.48), k("fork", 0.06, 0.22)
    root = -long + 0.02
    upper = curve([(root, 0.07), (root - 0.2, tip * 0.5), (root - 0.4, tip)], 6)
    notch = [(root - 0.4 + fork, 0.0)]
    tail = [*upper, *notch, *((x, -y) for x, y in reversed(upper))]
    crest, place = k("crest", 0.16, 0.3), k("crest_place", -0.1, 0.1)
    ridge = [(place + 0.06, high + crest), (place - 0.3, high + crest * 0.6)]
    top = curve([(place + 0.34, high * 0.84), *ridge, (place - 0.36, high * 0.78)], 12)
    belly = [
        (-0.02, -high * 0.94),
        (-0.22, -high - crest * 0.7),
        (-0.36, -high - crest * 0.5),
        (-0.3, -high * 0.84),
    ]
    side = closed([(0.1, 0.0), (-0.1, 0.1), (-0.3, 0.02), (-0.24, -0.14), (0.02, -0.1)])
    shapes = [
        prism(tail, 0.04, (0, 0, 0), fins, "tail", 0.02),
        prism([*top, (place, high * 0.4)], 0.03, (0, 0, 0), fins, "crest", 0.02),
        prism([*belly, (-0.15, -high * 0.5)], 0.03, (0, 0, 0), fins, "belly fin", 0.02),
    ]
    for sign in (-1, 1):
        spread = rotation(y=sign * 16)
        shapes.append(
            prism(
                side,
                0.02,
                (-0.02, -high * 0.28, sign * 0.2),
                fins,
                f"side fin {sign}",
                0.015,
                turn=spread,
            )
        )
    return shapes


@scene("duck")
def duck(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A duck from the side, swimming or standing."""
    down = Material(k.color("down", _DUCKS), gloss=0.25)
    long, high = k("long", 0.56, 0.66), k("high", 0.34, 0.42)
    crown, neck = k("crown", 0.22, 0.27), k("neck", 0.5, 0.72)
    face = (long * 0.72, neck, 0)
    hood = Material((0.10, 0.38, 0.24), gloss=0.6) if k.chance("drake", 0.3) else down
    shapes = [
        ellipsoid((0, 0, 0), (long, high, 0.36), down, "body"),
        capsule(
            (-long * 0.55, 0.02, 0),
            (-long - 0.16, k("tail", 0.2, 0.34), 0),
            high * 0.62,
            0.035,
            down,
            "body",
            0.12,
        ),
        capsule((long * 0.55, 0.02, 0), face, high * 0.6, crown * 0.62, down, "body", 0.12),
        ellipsoid(
            face, (crown, crown, crown * 0.92), hood, "body" if hood is down else "head", 0.06
        ),
    ]
    shapes += _beak(k, face, crown) + _eyes(
        (face[0] + crown * 0.3, neck + crown * 0.3, crown * 0.76), 0.06
    )
    return shapes + _duck_wings(k, long, high, down) + _feet(k, high), facing(
        k, yaw=(-26, 26), pitch=(2, 14)
    )


def _beak(k: Knobs, face: tuple[float, float, float], crown: float) -> list[Shape]:
    horn = Material(k.color("beak", _BEAKS), gloss=0.5)
    x, y, _ = face
    bill = k("bill", 0.17, 0.24)
    tip = (x + crown * 0.75 + bill, y - 0.07, 0)
    return [
        ellipsoid(
            (x + crown + bill * 0.28, y - 0.03, 0),
            (bill, 0.07, 0.12),
            horn,
            "beak",
            turn=rotation(z=-8),
        ),
        ellipsoid(
            (tip[0] - bill * 0.12, tip[1] + 0.015, 0), (bill * 0.55, 0.04, 0.12), horn, "beak", 0.03
        ),
    ]


def _duck_wings(k: Knobs, long: float, high: float, down: Material) -> list[Shape]:
    red, green, blue = (0.86 * channel for channel in down.color)
    plume = Material((red, green, blue), gloss=0.2)
    size, lift = k("wing", 0.3, 0.4), k("lift", 6, 24)
    front = [(size * 0.6, -0.13), (size * 0.8, 0.06), (size * 0.2, 0.17)]
    tips = [(-size * 0.7, 0.12), (-size * 1.2, 0.1), (-size * 0.8, -0.06), (-size * 0.1, -0.2)]
    outline = closed([*front, *tips])
    return [
        prism(
            outline,
            0.06,
            (-long * 0.14, high * 0.02, side * 0.32),
            plume,
            f"wing {side}",
            0.025,
            turn=rotation(z=-lift),
        )
        for side in (-1, 1)
    ]


def _feet(k: Knobs, high: float) -> list[Shape]:
    if not k.chance("standing", 0.55):
        return []
    horn = Material(_BEAKS[0], gloss=0.4)
    low, shapes = -high - k("legs", 0.14, 0.24), list[Shape]()
    web = [(-0.07, 0.0), (0.2, 0.14), (0.23, 0.0), (0.2, -0.14)]
    for side in (-1, 1):
        x = side * k("stride", -0.12, 0.12)
        shapes.append(
            capsule(
                (x, -high * 0.7, side * 0.15),
                (x, low, side * 0.15),
                0.045,
                0.04,
                horn,
                f"leg {side}",
            )
        )
        shapes.append(
            prism(web, 0.02, (x, low, side * 0.15), horn, f"leg {side}", 0.025, turn=rotation(x=90))
        )
    return shapes


@scene("snail")
def snail(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A snail from the side: coiled shell, long foot, stalked eyes."""
    skin = Material(k.color("skin", _SNAILS), (0.5, 0.42, 0.3), "speckle", 12, gloss=0.6)
    foot = k("foot", 0.78, 0.95)
    head = k("head", 0.02, 0.22)
    back = [
        (-foot, -0.56),
        (-0.5, -0.54),
        (0.35, -0.52),
        (0.68, -0.4),
        (0.84, head - 0.1),
        (0.95, head),
    ]
    line = upright(curve(back, 24))
    sizes = np.interp(np.linspace(0, 1, 24), [0, 0.25, 0.7, 1], [0.03, 0.13, 0.15, 0.15]).tolist()
    slug = tube(line, sizes, skin, "body")
    return _shell(k) + slug + _stalks(k, head, skin), facing(k, yaw=(-22, 22), pitch=(2, 12))


def _stalks(k: Knobs, head: float, skin: Material) -> list[Shape]:
    high, lean = k("stalk", 0.26, 0.4), k("lean", 0.0, 0.2)
    shapes: list[Shape] = []
    for side in (-1, 1):
        base = (0.96, head + 0.06, side * 0.07)
        tip = (1.0 + lean + side * 0.1, head + high, side * 0.14)
        shapes.append(capsule(base, tip, 0.045, 0.03, skin, "body", 0.02))
        shapes.append(ellipsoid(tip, (0.065, 0.065, 0.065), _BLACK, f"eye {side}"))
    return shapes


def _shell(k: Knobs) -> list[Shape]:
    horn, turns = k("shell", 0.5, 0.6), k("turns", 1.5, 1.9)
    base = Material(k.color("shell_color", _SHELLS), gloss=0.6)
    red, green, blue = (0.66 * channel for channel in base.color)
    coil = Material((red, green, blue), gloss=0.5)
    middle = (-0.1, horn - 0.52, 0)
    tilt = rotation(z=k("shell_tilt", -20, 20))
    whole = ellipsoid(middle, (horn + 0.02, horn + 0.02, 0.38), coil, "coil")
    return [
        prism(_spiral(horn * 0.76, turns), 0.9, middle, coil, "coil", 0.01, turn=tilt),
        replace(whole, op=Op.intersect),
        ellipsoid(middle, (horn, horn, 0.36), base, "shell"),
    ]


def _spiral(radius: float, turns: float) -> list[Point]:
    angles = np.linspace(0, 2 * np.pi * turns, int(26 * turns))
    outer = radius * angles / angles[-1]
    pitch = radius / turns
    inner = np.maximum(outer - pitch * 0.5 * _ends(angles), 0.0)
    line = [*zip(outer, angles, strict=True), *zip(inner[:0:-1], angles[:0:-1], strict=True)]
    return [(float(r * np.cos(a)), float(r * np.sin(a))) for r, a in line]


def _ends(angles: np.ndarray) -> np.ndarray:
    """Width of a coil along its length: it swells from its middle and ends in a point."""
    return np.minimum(1, angles / np.pi) * np.minimum(1, (angles[-1] - angles) / 0.8)
