"""Bread, hamburger, hotdog, pizza, pretzel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sketch2image.synth.curves import aim, on_lathe, profile, spline, together
from sketch2image.synth.model import Knobs, scene, three_quarter
from sketch2image.synth.shapes import (
    Color,
    Material,
    Matrix,
    Shape,
    box,
    ellipsoid,
    lathe,
    prism,
    rotation,
    torus,
    tube,
)

_CRUSTS: list[Color] = [(0.78, 0.5, 0.22), (0.68, 0.4, 0.16), (0.84, 0.6, 0.3)]
_CHEESE = Material((0.98, 0.8, 0.35), (0.95, 0.66, 0.22), "speckle", 5, gloss=0.35)
_PEPPERONI = Material((0.76, 0.18, 0.12), (0.6, 0.1, 0.08), "speckle", 16, gloss=0.4)
_OLIVE = Material((0.14, 0.14, 0.12), gloss=0.6)
_BASIL = Material((0.18, 0.46, 0.14), (0.3, 0.58, 0.2), "speckle", 8, gloss=0.3)
_LETTUCE = Material((0.42, 0.7, 0.2), (0.62, 0.84, 0.34), "speckle", 7, gloss=0.3)
_TOMATO = Material((0.86, 0.2, 0.13), gloss=0.5)
_MUSTARD = Material((0.98, 0.78, 0.1), gloss=0.6)
_SEED = Material((0.98, 0.9, 0.7), gloss=0.3)


def _baked(color: Color, scale: float = 4) -> Material:
    light = (min(1, color[0] * 1.15), min(1, color[1] * 1.22), min(1, color[2] * 1.3))
    return Material(color, light, "speckle", scale, gloss=0.3)


@scene("pizza")
def pizza(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A slice with its crust behind, or a whole pizza cut in sectors."""
    crust = _baked(k.color("crust", _CRUSTS), 6)
    if k.chance("slice", 0.6):
        return _slice(k, crust)
    return _whole(k, crust)


def _slice(k: Knobs, crust: Material) -> tuple[list[Shape], Matrix]:
    half = np.radians(k("angle", 18, 25))
    turns = np.linspace(-half, half, 7)
    rim = [(1.5 * np.sin(t), 1.5 * np.cos(t) - 0.85) for t in turns.tolist()]
    wedge = [(0.0, -0.85), *reversed(rim)]
    shapes = [
        prism(wedge, 0.08, (0, 0, 0), _CHEESE, "cheese", 0.03),
        *tube([(x, y, 0.02) for x, y in rim], k("crust_width", 0.1, 0.13), crust, "crust"),
    ]
    size = k("topping", 0.11, 0.14)
    spread = np.tan(half)
    count = int(k("toppings", 3, 4.99))
    spots = [(-0.45, 1.18), (0.5, 1.12), (0.25, 0.78), (0.1, 0.45)][:count]
    for share, height in spots:
        x, y = share * spread * height, height - 0.85
        shapes.append(_round_slice((x, y, 0.075), size, _PEPPERONI, "pepperoni"))
    for share, height in [(-0.55, 0.78), (0.05, 1.3)][: int(k("olives", 0, 2.99))]:
        x, y = share * spread * height, height - 0.85
        shapes.append(_ring((x, y, 0.09), 0.055, _OLIVE, "olive"))
    turn = rotation(z=k("spin", -35, 35) + 180 * k.chance("down", 0.4))
    return _laid(shapes, turn), rotation(x=k("pitch", 38, 75))


def _laid(shapes: list[Shape], turn: Matrix) -> list[Shape]:
    """A flat thing, made facing the viewer, turned in its plane and laid on the floor."""
    return together(shapes, rotation(x=-90) @ turn)


def _whole(k: Knobs, crust: Material) -> tuple[list[Shape], Matrix]:
    count, missing = k.pick("sectors", [6, 6, 5]), int(k("missing", 0, 1.99))
    step = 2 * np.pi / count
    shapes: list[Shape] = []
    material = k.pick("topping", [_PEPPERONI, _PEPPERONI, _TOMATO])
    size = k("topping_size", 0.65, 0.95) * 0.95 / count
    for i in range(count - missing):
        turns = np.linspace(i * step, (i + 1) * step, 6)
        rim = [(0.86 * np.cos(t), 0.86 * np.sin(t)) for t in turns.tolist()]
        part = f"cheese{i % 2}"
        shapes.append(prism([(0, 0), *rim], 0.08, (0, 0, 0), _CHEESE, part, 0.0))
        shapes += tube([(x, y, 0.02) for x, y in rim], 0.1, crust, "crust")
        middle = (i + 0.5) * step
        reach = 0.52 + 0.08 * (i % 2)
        place = (reach * np.cos(middle), reach * np.sin(middle), 0.07)
        shapes.append(_round_slice(place, size, material, "topping"))
    return _laid(shapes, rotation(z=k("spin", 0, 360))), rotation(x=k("pitch", 38, 80))


def _round_slice(
    place: tuple[float, float, float], size: float, look: Material, part: str
) -> Shape:
    return ellipsoid(place, (size, size, 0.035), look, part)


def _ring(place: tuple[float, float, float], size: float, look: Material, part: str) -> Shape:
    return torus(place, size, size * 0.5, look, part, turn=rotation(x=90))


@scene("hamburger")
def hamburger(k: Knobs) -> tuple[list[Shape], Matrix]:
    """Buns with a patty, cheese, tomato and lettuce between them."""
    bun = _baked(k.color("bun", [(0.83, 0.55, 0.24), (0.76, 0.46, 0.18), (0.88, 0.62, 0.3)]), 3)
    meat = Material((0.33, 0.18, 0.1), (0.24, 0.12, 0.07), "speckle", 14, gloss=0.25)
    wide = k("width", 0.78, 0.92)
    bottom = [(0, -0.62), (wide * 0.8, -0.6), (wide * 0.98, -0.5), (wide * 0.96, -0.36), (0, -0.34)]
    patty = [(0, -0.34), (wide * 0.98, -0.32), (wide * 1.07, -0.22), (wide, -0.1), (0, -0.08)]
    shapes = [
        lathe(bottom, (0, 0, 0), bun, "bottom", 0.03),
        lathe(patty, (0, 0, 0), meat, "patty", 0.03),
    ]
    level = -0.05
    if k.chance("cheese", 0.75):
        yellow = Material((0.99, 0.75, 0.15), gloss=0.4)
        shapes += _melted(wide, level, yellow, k("cheese_turn", 20, 70))
    if k.chance("tomato", 0.5):
        shapes.append(
            lathe(
                [(0, 0.02), (wide, 0.02), (wide, 0.08), (0, 0.08)],
                (0, 0, 0),
                _TOMATO,
                "tomato",
                0.03,
            )
        )
        level += 0.12
    shapes.append(_lettuce(wide, level + 0.08, k("waves", 9, 13)))
    high = k("dome", 0.42, 0.58)
    dome = [(0, 0), (wide * 0.96, 0.02), (wide, 0.12), (wide * 0.9, high * 0.6)]
    dome = [*dome, (wide * 0.6, high * 0.92), (wide * 0.25, high), (0, high)]
    line = profile(dome[1:], 22)
    shapes.append(lathe([(0, 0), *line], (0, level + 0.15, 0), bun, "top", 0.02))
    if k.chance("seeds", 0.8):
        shapes += _sesame(line, level + 0.15)
    return shapes, three_quarter(k, (-40, 40), (4, 22))


def _melted(wide: float, level: float, yellow: Material, turn: float) -> list[Shape]:
    half = wide * 0.7
    corners = [rotation(y=turn + 90 * i) @ rotation(z=-42) for i in range(4)]
    slab = box((0, level, 0), (half, 0.025, half), yellow, "cheese", turn=rotation(y=turn + 45))
    flap = [(0.0, -0.3), (0.0, 0.3), (0.34, 0.0)]
    places = [rotation(y=turn + 90 * i) @ np.array([wide * 1.02, level, 0]) for i in range(4)]
    return [slab] + [
        prism(flap, 0.03, place.tolist(), yellow, "cheese", 0.015, turn=corner @ rotation(x=90))
        for place, corner in zip(places, corners, strict=True)
    ]


def _lettuce(wide: float, level: float, waves: float) -> Shape:
    turns = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    radius = wide * (1.06 + 0.06 * np.sin(turns * round(waves)))
    outline = list(zip(radius * np.cos(turns), radius * np.sin(turns), strict=True))
    return prism(outline, 0.05, (0, level, 0), _LETTUCE, "lettuce", 0.025, turn=rotation(x=90))


def _sesame(dome: list[tuple[float, float]], level: float) -> list[Shape]:
    high = dome[-1][1]
    shapes: list[Shape] = []
    for ring, (count, share) in enumerate([(6, 0.92), (9, 0.66)]):
        for i in range(count):
            place, normal = on_lathe(dome, high * share, 2 * np.pi * (i + 0.5 * ring) / count)
            out = np.add(place, (0, level + 0.02, 0)) + 0.02 * np.array(normal) / np.linalg.norm(
                normal
            )
            spin = aim(normal) @ rotation(y=70 * i)
            shapes.append(ellipsoid(out.tolist(), (0.075, 0.03, 0.05), _SEED, "seeds", turn=spin))
    return shapes


@scene("hotdog")
def hotdog(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A sausage between the halves of a bun, with a wave of mustard or ketchup."""
    bun = _baked(k.color("bun", _CRUSTS), 4)
    inside = Material((0.97, 0.88, 0.68), gloss=0.1)
    sausage = Material(k.color("sausage", [(0.72, 0.26, 0.14), (0.62, 0.2, 0.12)]), gloss=0.6)
    length, bend = k("length", 0.72, 0.84), k("bend", -0.04, 0.1)
    over = length + k("over", 0.1, 0.2)
    across = np.linspace(-1, 1, 5)
    shapes: list[Shape] = []
    for side, part in ((-1, "back"), (1, "front")):
        path = [(length * x, -0.02 - bend * (1 - x * x), 0.29 * side) for x in across.tolist()]
        shapes += tube(path, [0.2, 0.25, 0.26, 0.25, 0.2], bun, part, 0.05)
    shapes.append(box((0, -0.16, 0), (length * 0.95, 0.12, 0.2), inside, "crumb", 0.06))
    path = [(over * x, 0.12 - bend * (1 - x * x), 0) for x in across.tolist()]
    shapes += tube(path, 0.2, sausage, "sausage", 0.02)
    sauce = _MUSTARD if k.chance("mustard", 0.7) else _TOMATO
    waves, reach = k("waves", 2.5, 4), over * 0.84
    wave = np.linspace(-1, 1, 25)
    line = [
        (reach * x, 0.315 - bend * (1 - x * x), 0.12 * np.sin(x * np.pi * waves))
        for x in wave.tolist()
    ]
    shapes += tube(line, 0.05, sauce, "sauce")
    return shapes, three_quarter(k, (-30, 30), (44, 66))


@scene("pretzel")
def pretzel(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A strand with its ends twisted round each other and laid on its own back."""
    dough = _baked(k.color("dough", [(0.58, 0.3, 0.11), (0.5, 0.24, 0.09), (0.68, 0.4, 0.16)]), 5)
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
    return _laid(shapes, rotation(z=flip + k("tilt", -18, 18))), rotation(x=k("pitch", 55, 88))


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
    crust = _baked(k.color("crust", _CRUSTS), 6)
    thick = k("thick", 0.14, 0.24)
    shapes = [
        prism(_slice_outline(k, 1), thick, (0, 0, 0), crust, "crust", 0.03),
        prism(_slice_outline(k, 0.84), thick + 0.05, (0, 0, 0), _CRUMB, "crumb", 0.01),
    ]
    return together(shapes, rotation(z=k("tilt", -14, 14))), three_quarter(k, (-38, 38), (4, 18))


def _tin(k: Knobs) -> tuple[list[Shape], Matrix]:
    crust = _baked(k.color("crust", _CRUSTS), 4)
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
    crust = _baked(k.color("crust", _CRUSTS), 3)
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
