"""Cat, frog, penguin, rabbit, teddy bear: sitting or standing, facing the viewer."""

from __future__ import annotations

import numpy as np

from sketch2image.synth.drafting import Place, curve, pair
from sketch2image.synth.model import Knobs, scene, three_quarter
from sketch2image.synth.shapes import (
    Color,
    Material,
    Matrix,
    Shape,
    capsule,
    ellipsoid,
    prism,
    rotation,
    tube,
)

_BLACK = Material((0.05, 0.05, 0.06), gloss=0.9)
_PINK = Material((0.90, 0.58, 0.58), gloss=0.2)
_CATS = [
    (0.86, 0.55, 0.25), (0.45, 0.45, 0.47), (0.85, 0.80, 0.72), (0.30, 0.27, 0.27),
    (0.60, 0.45, 0.32),
]  # fmt: skip
_RABBITS = [(0.88, 0.86, 0.83), (0.62, 0.48, 0.36), (0.58, 0.58, 0.60), (0.82, 0.70, 0.55)]
_BEARS = [(0.66, 0.42, 0.22), (0.82, 0.64, 0.40), (0.45, 0.28, 0.17), (0.80, 0.72, 0.62)]
_FROGS = [(0.32, 0.60, 0.20), (0.22, 0.50, 0.26), (0.52, 0.62, 0.22), (0.40, 0.46, 0.22)]
_COATS = [(0.10, 0.11, 0.14), (0.16, 0.20, 0.30), (0.22, 0.23, 0.25)]
_FEET = [(0.95, 0.60, 0.12), (0.92, 0.48, 0.14)]
_RIBBONS = [(0.80, 0.13, 0.16), (0.15, 0.35, 0.65), (0.20, 0.50, 0.30)]


def _fur(color: Color) -> Material:
    red, green, blue = (0.84 * channel for channel in color)
    return Material(color, (red, green, blue), "speckle", 14, 0.08)


def _pale(color: Color) -> Material:
    red, green, blue = (0.45 * channel + 0.52 for channel in color)
    return Material((red, green, blue), gloss=0.08)


def _eyes(place: Place, size: float) -> list[Shape]:
    return pair(ellipsoid(place, (size, size * 1.2, size * 0.7), _BLACK, "eye"))


def _front(k: Knobs) -> Matrix:
    return three_quarter(k, yaw=(-24, 24), pitch=(2, 12))


@scene("cat")
def cat(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A sitting cat: pointed ears, whiskers, front legs, a tail at its side."""
    color = k.color("fur", _CATS)
    fur, pale = _fur(color), _pale(color)
    broad, up = k("broad", 0.36, 0.46), k("neck", 0.36, 0.46)
    shapes = [
        ellipsoid((0, -0.42, 0), (broad, 0.46, 0.36), fur, "body"),
        ellipsoid((0, -0.05, 0.06), (0.25, 0.36, 0.25), fur, "body", 0.12),
        *_cat_tail(k, broad, fur),
        *pair(capsule((0.14, -0.3, 0.3), (0.15, -0.82, 0.36), 0.09, 0.1, fur, "leg")),
        ellipsoid((0, up, 0.14), (0.4, 0.33, 0.3), fur, "head"),
    ]
    tip = k("ear", 0.28, 0.4)
    ear = prism([(-0.17, 0), (0.13, -0.06), (0.07, tip)], 0.06, (0.24, up + 0.17, 0.14),
                fur, "head", 0.03, turn=rotation(z=-14))  # fmt: skip
    lobe = prism([(-0.07, 0.08), (0.07, 0.05), (0.05, tip - 0.1)], 0.04, (0.24, up + 0.17, 0.18),
                 _PINK, "lobe", 0.02, turn=rotation(z=-14))  # fmt: skip
    shapes += pair(ear, apart=False) + pair(lobe) + _eyes((0.16, up + 0.06, 0.41), 0.066)
    return shapes + _cat_face(k, up, pale), _front(k)


def _cat_tail(k: Knobs, broad: float, fur: Material) -> list[Shape]:
    reach, high = broad + k("tail_reach", 0.16, 0.32), k("tail_high", -0.5, 0.1)
    side = -1 if k.chance("tail_left", 0.5) else 1
    rise = [(reach, -0.6), (reach + 0.02, high), (reach - 0.1, high + 0.2)]
    bend = [(0.1, -0.78), (broad, -0.78), *rise]
    points = [(side * x, y, -0.12) for x, y in curve(bend, 18)]
    return tube(points, 0.085, fur, "tail")


def _cat_face(k: Knobs, up: float, pale: Material) -> list[Shape]:
    hair = Material((0.93, 0.92, 0.9), gloss=0.1)
    shapes = [
        *pair(ellipsoid((0.085, up - 0.12, 0.4), (0.115, 0.08, 0.08), pale, "head"), apart=False),
        ellipsoid((0, up - 0.04, 0.46), (0.06, 0.045, 0.045), _PINK, "nose"),
    ]
    long, spread = k("whiskers", 0.3, 0.42), k("spread", 0.05, 0.14)
    for i in (-1, 1):
        root = (0.26, up - 0.1 + 0.04 * i, 0.34)
        end = (0.26 + long, up - 0.1 + (spread + 0.06) * i, 0.3)
        shapes += pair(capsule(root, end, 0.022, 0.018, hair, f"whisker {i}"))
    return shapes


@scene("rabbit")
def rabbit(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A sitting rabbit: long ears, buck teeth, big feet."""
    color = k.color("fur", _RABBITS)
    fur, pale = _fur(color), _pale(color)
    broad, up = k("broad", 0.32, 0.4), 0.2
    long, spread = k("ears", 0.3, 0.38), k("ear_spread", 4, 20)
    lean = rotation(z=-spread)
    root = np.array([0.14, up + 0.22, 0.0])
    middle = tuple(root + lean @ np.array([0, long * 0.85, 0]))
    front = tuple(np.add(middle, (0, -0.01, 0.06)))
    shapes = [
        ellipsoid((0, -0.44, 0), (broad, 0.4, 0.34), fur, "body"),
        ellipsoid((0, -0.5, 0.14), (broad * 0.62, 0.3, 0.24), pale, "belly"),
        *pair(ellipsoid((0.22, -0.8, 0.26), (0.14, 0.085, 0.24), fur, "foot")),
        *pair(capsule((0.24, -0.24, 0.2), (0.14, -0.44, 0.36), 0.085, 0.075, fur, "paw")),
        *pair(ellipsoid(middle, (0.13, long, 0.07), fur, "ear", turn=lean)),
        *pair(ellipsoid(front, (0.06, long * 0.74, 0.04), _PINK, "lobe", turn=lean)),
        ellipsoid((0, up, 0.08), (0.32, 0.3, 0.28), fur, "head"),
        *pair(ellipsoid((0.085, up - 0.11, 0.3), (0.11, 0.09, 0.09), pale, "head"), apart=False),
        ellipsoid((0, up - 0.03, 0.38), (0.05, 0.04, 0.04), _PINK, "nose"),
        prism([(-0.05, 0), (0.05, 0), (0.045, -0.11), (-0.045, -0.11)], 0.03, (0, up - 0.15, 0.36),
              Material((0.98, 0.97, 0.93), gloss=0.5), "teeth", 0.012),
        *_eyes((0.14, up + 0.07, 0.31), 0.058),
    ]  # fmt: skip
    return shapes, _front(k)


@scene("penguin")
def penguin(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A standing penguin: white belly, flippers, beak, webbed feet."""
    coat = Material(k.color("coat", _COATS), gloss=0.35)
    white = Material((0.96, 0.96, 0.94), gloss=0.2)
    horn = Material(k.color("horn", _FEET), gloss=0.4)
    broad, up = k("broad", 0.38, 0.48), k("neck", 0.5, 0.6)
    lift = rotation(z=k("lift", 12, 38))
    shoulder = np.array([broad * 0.86, 0.16, 0.0])
    arm = tuple(shoulder + lift @ np.array([0.04, -0.3, 0]))
    shapes = [
        ellipsoid((0, -0.24, 0), (broad, 0.62, 0.38), coat, "body"),
        ellipsoid((0, up, 0), (0.29, 0.28, 0.27), coat, "body", 0.16),
        ellipsoid((0, -0.3, 0.1), (broad * 0.82, 0.53, 0.32), white, "belly"),
        *pair(ellipsoid((0.105, up + 0.02, 0.14), (0.125, 0.15, 0.14), white, "body"), apart=False),
        *pair(ellipsoid(arm, (0.085, 0.36, 0.12), coat, "flipper", turn=lift)),
        *pair(ellipsoid((0.2, -0.85, 0.2), (0.17, 0.07, 0.24), horn, "foot")),
        capsule((0, up - 0.06, 0.25), (0, up - 0.2, 0.4), 0.09, 0.02, horn, "beak"),
        *_eyes((0.115, up + 0.06, 0.25), 0.055),
    ]
    return shapes, _front(k)


@scene("teddy_bear")
def teddy_bear(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A sitting toy bear: round ears, snout, tummy patch, soles toward the viewer."""
    color = k.color("plush", _BEARS)
    plush, pale = _fur(color), _pale(color)
    broad, up = k("broad", 0.36, 0.44), k("neck", 0.4, 0.48)
    ear, legs = k("ear", 0.13, 0.17), k("legs", 0.3, 0.42)
    hand = (broad + k("reach", 0.08, 0.26), k("wave", -0.42, 0.12), 0.16)
    shapes = [
        ellipsoid((0, -0.28, 0), (broad, 0.46, 0.34), plush, "body"),
        ellipsoid((0, -0.3, 0.1), (broad * 0.64, 0.32, 0.28), pale, "tummy"),
        *pair(capsule((broad * 0.75, 0.0, 0.04), hand, 0.14, 0.13, plush, "arm")),
        *pair(capsule((0.22, -0.6, 0.1), (legs, -0.66, 0.4), 0.16, 0.16, plush, "leg")),
        *pair(ellipsoid((legs, -0.66, 0.5), (0.12, 0.13, 0.08), pale, "sole")),
        *pair(ellipsoid((0.28, up + 0.25, 0.02), (ear, ear, 0.08), plush, "ear")),
        *pair(ellipsoid((0.28, up + 0.25, 0.07), (ear * 0.58, ear * 0.58, 0.06), pale, "lobe")),
        ellipsoid((0, up, 0.08), (0.38, 0.33, 0.3), plush, "head"),
        ellipsoid((0, up - 0.1, 0.34), (0.17, 0.13, 0.13), pale, "snout"),
        ellipsoid((0, up - 0.04, 0.45), (0.065, 0.045, 0.05), _BLACK, "nose"),
        *_eyes((0.15, up + 0.08, 0.34), 0.048),
    ]
    return shapes + _bow(k, up), _front(k)


def _bow(k: Knobs, up: float) -> list[Shape]:
    if not k.chance("bow", 0.4):
        return []
    silk = Material(k.color("silk", _RIBBONS), gloss=0.5)
    knot = up - 0.36
    wing = [(0.0, 0.02), (0.2, 0.11), (0.22, -0.09), (0.0, -0.02)]
    return [
        *pair(prism(wing, 0.05, (0.03, knot, 0.36), silk, "bow", 0.025)),
        ellipsoid((0, knot, 0.38), (0.06, 0.06, 0.05), silk, "knot"),
    ]


@scene("frog")
def frog(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A sitting frog: eyes on top of a wide head, a broad mouth, folded hind legs."""
    skin = Material(k.color("skin", _FROGS), gloss=0.6)
    pale = _pale(skin.color)
    broad, up = k("broad", 0.44, 0.54), k("neck", 0.1, 0.2)
    eye, apart = k("eye", 0.13, 0.17), k("apart", 0.24, 0.3)
    gold = Material((0.95, 0.88, 0.45), gloss=0.8)
    web = [(-0.16, 0.2), (-0.06, 0.17), (0, 0.24), (0.06, 0.17), (0.16, 0.2)]
    toes = [(-0.03, 0), *web, (0.03, 0)]
    elbow, wrist = (broad * 0.62, -0.14, 0.24), (broad * 0.5, -0.64, 0.36)
    knee, high = rotation(z=24), up + 0.28
    foot = rotation(y=k("splay", 10, 30)) @ rotation(x=90)
    shapes = [
        ellipsoid((0, -0.3, -0.04), (broad, 0.4, 0.4), skin, "body"),
        ellipsoid((0, -0.32, 0.14), (broad * 0.62, 0.3, 0.28), pale, "belly"),
        *pair(ellipsoid((broad + 0.1, -0.46, 0), (0.2, 0.26, 0.3), skin, "thigh", turn=knee)),
        *pair(ellipsoid((broad + 0.2, -0.68, 0.22), (0.24, 0.06, 0.12), skin, "foot")),
        *pair(capsule(elbow, wrist, 0.09, 0.075, skin, "arm")),
        *pair(prism(toes, 0.04, (broad * 0.5, -0.68, 0.32), skin, "hand", 0.03, turn=foot)),
        ellipsoid((0, up - 0.1, 0.16), (0.48, 0.2, 0.34), pale, "jaw"),
        ellipsoid((0, up + 0.06, 0.14), (0.47, 0.23, 0.35), skin, "head"),
        *pair(ellipsoid((apart, high, 0.2), (eye, eye, eye * 0.9), skin, "lid")),
        *pair(ellipsoid((apart, high, 0.26), (eye * 0.72, eye * 0.76, eye * 0.7), gold, "eye")),
        *pair(ellipsoid((apart, high, 0.35), (eye * 0.42, eye * 0.3, eye * 0.3), _BLACK, "eye")),
    ]
    return shapes, _front(k)
