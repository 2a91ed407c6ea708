"""Flower, mushroom, tree."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sketch2image.synth.curves import aim, leaf, on_lathe, profile, spline, together
from sketch2image.synth.model import Knobs, scene, three_quarter
from sketch2image.synth.shapes import (
    Color,
    Material,
    Matrix,
    Shape,
    ellipsoid,
    lathe,
    prism,
    rotation,
    tube,
)

_GREEN = Material((0.27, 0.55, 0.18), (0.42, 0.68, 0.26), "speckle", 8, gloss=0.2)
_BARK = Material((0.42, 0.28, 0.17), (0.3, 0.19, 0.11), "speckle", 9, gloss=0.05)
_PETALS: list[Color] = [
    (0.92, 0.2, 0.3), (0.98, 0.75, 0.1), (0.93, 0.93, 0.9), (0.85, 0.4, 0.75), (0.45, 0.4, 0.85),
    (0.97, 0.5, 0.15),
]  # fmt: skip
_LEAVES: list[Color] = [(0.24, 0.5, 0.16), (0.35, 0.58, 0.2), (0.2, 0.42, 0.2), (0.72, 0.45, 0.14)]


@scene("mushroom")
def mushroom(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A domed cap on a thick stem, often with spots and a ring."""
    wide, high = k("cap", 0.66, 0.88), k("dome", 0.5, 0.75)
    brown = k.color("skin", [(0.82, 0.12, 0.1), (0.55, 0.32, 0.16), (0.72, 0.5, 0.3)])
    skin = Material(brown, gloss=0.45)
    pale = Material((0.95, 0.9, 0.8), (0.85, 0.77, 0.64), "speckle", 7, gloss=0.1)
    gill = Material((0.85, 0.75, 0.6), (0.7, 0.58, 0.42), "rings", 9, gloss=0.05)
    thick = k("stem", 0.17, 0.27)
    foot = thick * k("foot", 1.15, 1.7)
    stem = [
        (0, -0.8),
        (foot * 0.8, -0.79),
        (foot, -0.66),
        (thick * 1.02, -0.3),
        (thick * 0.9, 0.2),
        (0, 0.22),
    ]
    rim = [(wide * 0.9, 0.02), (wide, 0.1), (wide * 0.9, high * 0.55), (wide * 0.55, high * 0.9)]
    rim = [*rim, (wide * 0.2, high), (0, high)]
    dome = profile(rim, 24)
    shapes = [
        lathe(profile(stem, 22), (0, 0, 0), pale, "stem", 0.01),
        lathe([(0, 0.1), *dome], (0, 0, 0), skin, "cap", 0.02),
        lathe(
            [(0, -0.02), (wide * 0.86, 0.0), (wide * 0.86, 0.06), (0, 0.06)],
            (0, 0, 0),
            gill,
            "gills",
            0.015,
        ),
    ]
    if k.chance("ring", 0.45):
        skirt = [(thick * 0.9, -0.12), (thick * 1.55, -0.27), (thick * 1.6, -0.24), (thick, -0.06)]
        shapes.append(lathe(skirt, (0, 0, 0), pale, "ring", 0.02))
    if k.chance("spots", 0.7):
        shapes += _spots(k, dome, high)
    tilt = rotation(z=k("tilt", -14, 14))
    grown = together(shapes, tilt)
    if k.chance("second", 0.25):
        grown += _younger(k, skin, pale)
    return grown, three_quarter(k, (-30, 30), (-4, 16))


def _younger(k: Knobs, skin: Material, pale: Material) -> list[Shape]:
    """A small mushroom beside the large one."""
    side = -1 if k.chance("second_left", 0.5) else 1
    wide, x = k("second_cap", 0.3, 0.4), side * k("second_place", 0.62, 0.78)
    stem = [(0, -0.8), (0.12, -0.79), (0.1, -0.5), (0.08, -0.3), (0, -0.28)]
    dome = profile([(wide * 0.92, -0.36), (wide, -0.3), (wide * 0.7, 0.0), (0, 0.08)], 16)
    return [
        lathe(stem, (x, 0, 0.22), pale, "second stem", 0.02),
        lathe([(0, -0.34), *dome], (x, 0, 0.22), skin, "second cap", 0.02),
    ]


def _spots(k: Knobs, dome: list[tuple[float, float]], high: float) -> list[Shape]:
    white = Material((0.98, 0.96, 0.9), gloss=0.2)
    size = k("spot", 0.09, 0.14)
    shapes = [ellipsoid((0.0, high, 0.0), (size, 0.05, size), white, "spots")]
    for row, (count, share) in enumerate([(5, 0.74), (8, 0.36)]):
        for i in range(count):
            turn = 2 * np.pi * (i + row / 2) / count
            place, normal = on_lathe(dome[4:], high * share, turn)
            radii = (size * (1.1 - 0.25 * (i % 2)), 0.045, size)
            shapes.append(ellipsoid(place, radii, white, "spots", turn=aim(normal)))
    return shapes


@scene("flower")
def flower(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A blossom on a stem with leaves: petals round a middle, or a tulip's cup."""
    bend = k("bend", -0.22, 0.22)
    path = [(bend * 0.2, -0.85, -0.1), (-bend * 0.4, -0.4, -0.1), (0, 0.35, -0.1)]
    shapes = tube(spline(path, 6), k("stem", 0.04, 0.06), _GREEN, "stem")
    shapes += _blades(k)
    head = _cup(k) if k.chance("tulip", 0.22) else _blossom(k)
    tilt = rotation(z=k("tilt", -12, 12))
    return together(shapes + head, tilt), three_quarter(k, (-25, 25), (0, 12))


def _blades(k: Knobs) -> list[Shape]:
    shapes: list[Shape] = []
    for n, side in enumerate((-1, 1)):
        if n == 0 or k.chance("second_leaf", 0.8):
            blade = leaf(k(f"leaf{n}", 0.5, 0.68), 0.26, 0.5)
            turn = rotation(z=-side * k(f"rise{n}", 35, 65)) @ rotation(x=k(f"roll{n}", -25, 15))
            root = (0, k(f"root{n}", -0.75, -0.5), -0.08)
            shapes.append(prism(blade, 0.02, root, _GREEN, "leaf", 0.02, turn=turn))
    return shapes


def _blossom(k: Knobs) -> list[Shape]:
    color = k.color("petals", _PETALS)
    deep = (color[0] * 0.8, color[1] * 0.75, color[2] * 0.8)
    look = Material(color, deep, "gradient", 0.9, gloss=0.15)
    middles: list[Color] = [(0.95, 0.72, 0.12), (0.35, 0.2, 0.1)]
    middle = Material(k.color("middle", middles), (0.5, 0.3, 0.08), "speckle", 18, gloss=0.2)
    count = k.pick("count", [5, 6, 8, 11])
    heart = k("heart", 0.15, 0.22)
    reach = k("reach", 0.5, 0.62)
    wide = min(1.2 * np.pi * (heart + reach * 0.5) / count, 0.3)
    lean = rotation(x=k("lean", -30, 5), y=k("face", -20, 20))
    shapes: list[Shape] = []
    for i in range(count):
        turn = (
            lean @ rotation(z=360 * (i + k("twist", 0, 1)) / count) @ rotation(x=k("cupped", 0, 22))
        )
        long = (reach - heart * 0.5) / 2
        place = turn @ (0, heart * 0.6 + long, 0)
        part = f"petal{i % 2 if i + 1 < count or count % 2 == 0 else 2}"
        petal = ellipsoid(place.tolist(), (wide, long + 0.04, 0.05), look, part, turn=turn)
        shapes.append(petal.moved((0, 0.45, 0)))
    place = lean @ (0, 0, 0.05)
    disc = ellipsoid(place.tolist(), (heart, heart, 0.1), middle, "middle", turn=lean)
    return [*shapes, disc.moved((0, 0.45, 0))]


def _cup(k: Knobs) -> list[Shape]:
    color = k.color("petals", [_PETALS[0], _PETALS[1], _PETALS[3], _PETALS[5]])
    look = Material(color, (color[0] * 0.85, color[1] * 0.7, color[2] * 0.7), "gradient", 1.2)
    wide, high = k("cup", 0.2, 0.25), k("cup_height", 0.66, 0.8)
    flare = k("flare", 8, 20)
    shapes = [ellipsoid((0, 0.36, -0.05), (wide * 1.1, 0.2, 0.2), look, "back")]
    for place, turn, tall, part in [
        ((-0.05, 0.24, -0.12), flare * 0.4, 1.02, "back"),
        ((0.05, 0.24, -0.12), -flare * 0.4, 1.02, "back"),
        ((-0.08, 0.22, 0.02), flare, 1.0, "left"),
        ((0.08, 0.22, 0.02), -flare, 1.0, "right"),
        ((0.0, 0.2, 0.16), k("front", -6, 6), 0.92, "front"),
    ]:
        blade = leaf(high * tall, wide * 1.9, 0.4)
        spin = rotation(z=turn)
        shapes.append(prism(blade, 0.02, place, look, part, 0.05, turn=spin))
    return shapes


@scene("tree")
def tree(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A trunk under a crown of leaves, a conifer, or a palm."""
    forms = [_broad, _broad, _broad, _broad, _conifer, _conifer, _palm]
    form: Callable[[Knobs], list[Shape]] = k.pick("form", forms)
    return form(k), three_quarter(k, (-25, 25), (0, 10))


def _broad(k: Knobs) -> list[Shape]:
    color = k.color("leaves", _LEAVES)
    light = (min(1, color[0] * 1.4), min(1, color[1] * 1.3), color[2] * 1.2)
    crown = Material(color, light, "speckle", 11, gloss=0.05)
    thick, foot = k("trunk", 0.09, 0.14), k("foot", 1.6, 2.3)
    side = [(thick * foot, -1), (thick * 1.2, -0.88), (thick, -0.6), (thick * 0.9, 0.2), (0, 0.2)]
    shapes = [lathe([(0, -1.0), *profile(side, 14)], (0, 0, 0), _BARK, "trunk", 0.02)]
    for way in (-1, 1):
        fork = [(0, -0.42, 0), (way * 0.3, k(f"fork{way}", -0.08, 0.08), 0)]
        shapes += tube(fork, [thick * 0.6, thick * 0.45], _BARK, "trunk")
    wide, high = k("wide", 0.56, 0.74), k("high", 0.5, 0.62)
    places = [(0.0, 0.5, -0.2), (-0.55, 0.1, 0.05), (0.55, 0.06, 0.1), (0.05, -0.2, 0.3)]
    count = k.pick("lobes", [3, 4, 4])
    for n, (x, y, z) in enumerate(places[:count]):
        center = (x * wide / 0.6, 0.36 + y * high + k(f"lift{n}", -0.06, 0.06), z)
        shapes += _puffs(k, n, center, (wide, high), crown)
    return shapes


def _puffs(
    k: Knobs,
    n: int,
    center: tuple[float, float, float],
    spread: tuple[float, float],
    look: Material,
) -> list[Shape]:
    """A lobe of the crown: a cloud of one part."""
    share, count = (0.8, 7) if n == 0 else (0.46, 5)
    wide, high = share * spread[0], share * spread[1]
    start = k(f"spin{n}", 0, 1)
    shapes = [ellipsoid(center, (wide, high, 0.2), look, f"crown{n}")]
    for i in range(count):
        turn = 2 * np.pi * (i + start) / count
        place = np.add(center, (wide * 0.8 * np.cos(turn), high * 0.8 * np.sin(turn), 0))
        size = share * 0.34 + 0.04 * np.sin(2.4 * i + 6 * start)
        shapes.append(ellipsoid(place.tolist(), (size, size * 0.92, 0.2), look, f"crown{n}"))
    return shapes


def _palm(k: Knobs) -> list[Shape]:
    """A thin bent trunk, fronds that arch outward, a few nuts."""
    color = k.color("fronds", _LEAVES[:3])
    frond = Material(color, (color[0] * 1.4, color[1] * 1.3, color[2]), "speckle", 10, gloss=0.2)
    bend, count = k("bend", -0.4, 0.4), k.pick("fronds", [6, 7, 8])
    path = [(-bend, -1.0, 0), (-bend * 0.5, -0.4, 0), (0, 0.1, 0), (0.06 * bend, 0.42, 0)]
    shapes = tube(spline(path, 9), np.linspace(0.13, 0.075, 9).tolist(), _BARK, "trunk")
    long, droop = k("long", 0.62, 0.78), k("droop", 0.3, 0.6)
    for i in range(count):
        turn = 2 * np.pi * (i + k("spin", 0, 1)) / count
        out = np.array([np.cos(turn), 0.0, np.sin(turn)])
        line = [(t * long * out + (0, 0.44 + 0.75 * t * (1 - t) - droop * t**2, 0)) for t in _ALONG]
        sizes = (0.1 * np.sin(np.pi * (0.12 + 0.85 * _ALONG))).tolist()
        shapes += tube([point.tolist() for point in line], sizes, frond, f"frond{i % 3}")
    nut = Material((0.36, 0.22, 0.12), gloss=0.2)
    for x in (-0.07, 0.08):
        shapes.append(ellipsoid((x, 0.38, 0.12), (0.085, 0.085, 0.085), nut, f"nut {x}"))
    return shapes


_ALONG = np.linspace(0, 1, 7)


def _conifer(k: Knobs) -> list[Shape]:
    color = k.color("needles", [(0.13, 0.38, 0.2), (0.18, 0.44, 0.24), (0.16, 0.36, 0.3)])
    needles = Material(
        color, (color[0] * 1.5, color[1] * 1.35, color[2] * 1.3), "speckle", 14, gloss=0.05
    )
    count, wide = int(k("layers", 3, 4.99)), k("wide", 0.5, 0.66)
    trunk = [(0, -1), (0.14, -1), (0.11, -0.4), (0, -0.4)]
    shapes = [lathe(trunk, (0, 0, 0), _BARK, "trunk", 0.02)]
    step = 1.55 / count
    for n in range(count):
        low, size = -0.65 + n * step * 0.92, wide * (1 - 0.72 * n / count)
        top = low + step * 1.55
        cone = [
            (0, low + 0.08),
            (size, low),
            (size * 0.94, low + 0.06),
            (size * 0.4, low + step * 0.7),
            (0, top),
        ]
        shapes.append(lathe(cone, (0, 0, 0), needles, f"layer{n % 2}", 0.02))
    return shapes
