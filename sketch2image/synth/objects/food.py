"""Hamburger, hotdog, pizza."""

from __future__ import annotations

import numpy as np

from sketch2image.synth.curves import aim, on_lathe, profile
from sketch2image.synth.model import Knobs, scene, three_quarter
from sketch2image.synth.objects.bakery import CRUSTS, baked, laid
from sketch2image.synth.shapes import (
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

_CHEESE = Material((0.98, 0.8, 0.35), (0.95, 0.66, 0.22), "speckle", 5, gloss=0.35)
_PEPPERONI = Material((0.76, 0.18, 0.12), (0.6, 0.1, 0.08), "speckle", 16, gloss=0.4)
_OLIVE = Material((0.14, 0.14, 0.12), gloss=0.6)
_LETTUCE = Material((0.42, 0.7, 0.2), (0.62, 0.84, 0.34), "speckle", 7, gloss=0.3)
_TOMATO = Material((0.86, 0.2, 0.13), gloss=0.5)
_MUSTARD = Material((0.98, 0.78, 0.1), gloss=0.6)
_SEED = Material((0.98, 0.9, 0.7), gloss=0.3)


@scene("pizza")
def pizza(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A slice with its crust behind, or a whole pizza cut in sectors."""
    crust = baked(k.color("crust", CRUSTS), 6)
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
    return laid(shapes, turn), rotation(x=k("pitch", 38, 75))


def _whole(k: Knobs, crust: Material) -> tuple[list[Shape], Matrix]:
    count, missing = k.pick("sectors", [4, 5, 6]), int(k("missing", 0, 1.99))
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
    return laid(shapes, rotation(z=k("spin", 0, 360))), rotation(x=k("pitch", 38, 80))


def _round_slice(
    place: tuple[float, float, float], size: float, look: Material, part: str
) -> Shape:
    return ellipsoid(place, (size, size, 0.035), look, part)


def _ring(place: tuple[float, float, float], size: float, look: Material, part: str) -> Shape:
    return torus(place, size, size * 0.5, look, part, turn=rotation(x=90))


@scene("hamburger")
def hamburger(k: Knobs) -> tuple[list[Shape], Matrix]:
    """Buns with a patty, cheese, tomato and lettuce between them."""
    bun = baked(k.color("bun", [(0.83, 0.55, 0.24), (0.76, 0.46, 0.18), (0.88, 0.62, 0.3)]), 3)
    wide = k("width", 0.78, 0.92)
    shapes, level = _filling(k, wide, bun)
    high = k("dome", 0.42, 0.58)
    dome = [(wide * 0.96, 0.02), (wide, 0.12), (wide * 0.9, high * 0.6), (wide * 0.6, high * 0.92)]
    line = profile([*dome, (wide * 0.25, high), (0, high)], 22)
    shapes.append(lathe([(0, 0), *line], (0, level, 0), bun, "top", 0.02))
    if k.chance("seeds", 0.8):
        shapes += _sesame(line, level)
    return shapes, three_quarter(k, (-40, 40), (4, 22))


def _filling(k: Knobs, wide: float, bun: Material) -> tuple[list[Shape], float]:
    """What lies under the top of the bun, and how high it is."""
    meat = Material((0.33, 0.18, 0.1), (0.24, 0.12, 0.07), "speckle", 14, gloss=0.25)
    bottom = [(0, -0.62), (wide * 0.8, -0.6), (wide * 0.98, -0.5), (wide * 0.96, -0.36), (0, -0.34)]
    patty = [(0, -0.34), (wide * 0.98, -0.32), (wide * 1.07, -0.22), (wide, -0.1), (0, -0.08)]
    slice_ = [(0, 0.02), (wide, 0.02), (wide, 0.08), (0, 0.08)]
    here = (0, 0, 0)
    shapes = [lathe(bottom, here, bun, "bottom", 0.03), lathe(patty, here, meat, "patty", 0.03)]
    level = -0.05
    if k.chance("cheese", 0.75):
        yellow = Material((0.99, 0.75, 0.15), gloss=0.4)
        shapes += _melted(wide, level, yellow, k("cheese_turn", 20, 70))
    if k.chance("tomato", 0.5):
        shapes.append(lathe(slice_, here, _TOMATO, "tomato", 0.03))
        level += 0.12
    shapes.append(_lettuce(wide, level + 0.08, k("waves", 9, 13)))
    return shapes, level + 0.15


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
    for ring, (count, share) in enumerate([(5, 0.9), (8, 0.6)]):
        for i in range(count):
            place, normal = on_lathe(dome, high * share, 2 * np.pi * (i + 0.5 * ring) / count)
            proud = np.multiply(normal, 0.02 / np.linalg.norm(normal))
            out = np.add(place, (0, level + 0.02, 0)) + proud
            spin = aim(normal) @ rotation(y=70 * i)
            shapes.append(ellipsoid(out.tolist(), (0.075, 0.03, 0.05), _SEED, "seeds", turn=spin))
    return shapes


@scene("hotdog")
def hotdog(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A sausage between the halves of a bun, with a wave of mustard or ketchup."""
    bun = baked(k.color("bun", CRUSTS), 4)
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
