"""Apple, banana, pineapple, strawberry."""

from __future__ import annotations

import numpy as np

from sketch2image.synth.curves import aim, leaf, on_lathe, profile, together
from sketch2image.synth.model import Knobs, scene, three_quarter
from sketch2image.synth.shapes import (
    Material,
    Matrix,
    Shape,
    box,
    capsule,
    ellipsoid,
    lathe,
    prism,
    rotation,
    tube,
)

_LEAF = Material((0.25, 0.55, 0.16), (0.42, 0.68, 0.24), "speckle", 9, gloss=0.2)
_BARK = Material((0.36, 0.24, 0.13), (0.5, 0.36, 0.2), "speckle", 12, gloss=0.1)


@scene("strawberry")
def strawberry(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A heart-shaped berry with seeds and a crown of leaves."""
    width, length = k("width", 0.52, 0.66), k("length", 0.72, 0.95)
    skin = Material(k.color("skin", [(0.85, 0.09, 0.1), (0.78, 0.05, 0.12)]), gloss=0.55)
    heart = [(0, 0.46), (0.3, 0.47), (0.72, 0.36), (1, 0.1), (0.93, -0.22), (0.6, -0.62)]
    line = profile(
        [*((width * r, y) for r, y in heart), (0.24 * width, -length), (0, -length - 0.02)]
    )
    shapes = [lathe(line, (0, 0, 0), skin, "body", 0.03), *_seeds(line, length)]
    leaves = int(k("leaves", 6, 9))
    for i in range(leaves):
        droop = rotation(y=360 * (i + k("twist", 0, 1)) / leaves) @ rotation(x=k("droop", 108, 120))
        blade = leaf(k("leaf", 0.46, 0.62), 0.3)
        shapes.append(prism(blade, 0.015, (0, 0.64, 0), _LEAF, "leaves", 0.015, turn=droop))
    bend = k("stem_bend", -0.16, 0.16)
    shapes += tube([(0, 0.6, 0), (bend / 3, 0.78, 0), (bend, 0.92, 0)], 0.045, _LEAF, "stem")
    return together(shapes, rotation(z=k("tilt", -26, 26))), three_quarter(k, pitch=(2, 18))


def _seeds(line: list[tuple[float, float]], length: float) -> list[Shape]:
    seed = Material((0.96, 0.82, 0.42), gloss=0.3)
    shapes: list[Shape] = []
    for row, height in enumerate(np.linspace(0.16, 0.05 - length * 0.88, 5).tolist()):
        count = (9, 9, 8, 6, 4)[row]
        for i in range(count):
            place, normal = on_lathe(line, height, 2 * np.pi * (i + row % 2 / 2) / count)
            out = np.add(place, np.multiply(normal, 0.02 / np.linalg.norm(normal)))
            turn = aim(normal) @ rotation(y=90)
            shapes.append(ellipsoid(out.tolist(), (0.065, 0.03, 0.04), seed, "seeds", turn=turn))
    return shapes


@scene("apple")
def apple(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A round fruit with a hollow at the stem, perhaps a leaf, perhaps a bite."""
    fat, tall = k("width", 0.62, 0.74), k("height", 0.9, 1.1)
    skins = [(0.8, 0.1, 0.1), (0.72, 0.13, 0.12), (0.45, 0.68, 0.15), (0.88, 0.72, 0.2)]
    color = k.color("skin", skins)
    blush = tuple(min(1.0, c * 1.1 + 0.12) for c in color)
    skin = Material(color, (blush[0], blush[1], blush[2]), "speckle", 3.5, gloss=0.6)
    inside = Material((color[0] * 0.75, color[1] * 0.8, color[2] * 0.7), gloss=0.3)
    side = [(0, 0.36), (0.12, 0.4), (0.32, 0.57), (0.66, 0.57), (0.95, 0.34), (1, 0.02)]
    side += [(0.86, -0.34), (0.58, -0.58), (0.3, -0.62), (0.1, -0.54), (0, -0.5)]
    line = profile([(fat * r, tall * y) for r, y in side], 60)
    shapes = [lathe(line, (0, 0, 0), skin, "body", 0.02)]
    state = k("state", 0, 1)
    if state < 0.2:
        shapes += _bite(fat)
    if state > 0.87:
        shapes += _core(fat, tall)
    shapes.append(ellipsoid((0, 0.515 * tall, 0), (0.4 * fat, 0.06, 0.4 * fat), inside, "hollow"))
    bend = k("stem_bend", -0.2, 0.2)
    stem = [(0, 0.4 * tall, 0), (bend * 0.3, 0.7 * tall, 0), (bend, 0.92 * tall, 0)]
    shapes += tube(stem, [0.04, 0.045, 0.06], _BARK, "stem")
    if k.chance("leaf", 0.75):
        to = 1 if bend < 0 else -1
        turn = rotation(z=to * k("leaf_turn", -80, -45)) @ rotation(x=k("leaf_roll", -30, 10))
        blade = leaf(k("leaf_size", 0.42, 0.6), 0.26)
        root = (bend * 0.3, 0.7 * tall, 0)
        shapes.append(prism(blade, 0.015, root, _LEAF, "leaf", 0.015, turn=turn))
    tilt = rotation(z=k("tilt", -14, 14))
    return together(shapes, tilt), three_quarter(k, (-15, 15), (4, 22))


def _core(fat: float, tall: float) -> list[Shape]:
    """The front half cut away: pale flesh, a core with pips."""
    flesh = Material((0.98, 0.94, 0.78), (0.94, 0.88, 0.66), "speckle", 6, gloss=0.25)
    middle = Material((0.90, 0.83, 0.58), gloss=0.2)
    pip = Material((0.26, 0.14, 0.08), gloss=0.6)
    heart = [(0, -0.2), (0.2, 0.02), (0.17, 0.16), (0, 0.1), (-0.17, 0.16), (-0.2, 0.02)]
    shapes = [
        box((0, 0, 0.62), (2, 2, 0.6), flesh, "flesh", 0.0).cut(),
        prism([(x * fat, y * tall) for x, y in heart], 0.02, (0, 0, 0.02), middle, "core", 0.02),
    ]
    for side in (-1, 1):
        place, lean = (side * 0.07, 0.0, 0.05), rotation(z=side * 20)
        shapes.append(ellipsoid(place, (0.04, 0.075, 0.03), pip, f"pip {side}", turn=lean))
    return shapes


def _bite(fat: float) -> list[Shape]:
    flesh = Material((0.97, 0.93, 0.74), gloss=0.3)
    places = [(fat * 1.12, 0.26, 0.12), (fat * 1.12, -0.06, 0.12)]
    return [ellipsoid(place, (0.3, 0.24, 0.34), flesh, "bite").cut() for place in places]


@scene("banana")
def banana(k: Knobs) -> tuple[list[Shape], Matrix]:
    """One banana or a small bunch, each with a ridge along its side."""
    ripe = k.color("skin", [(0.96, 0.8, 0.15), (0.93, 0.76, 0.1), (0.82, 0.8, 0.2)])
    count = k.pick("count", [1, 1, 1, 2, 3])
    fat, curve = k("fat", 0.15, 0.19), k("curve", 0.95, 1.35)
    shapes: list[Shape] = []
    joints = {1: 24, 2: 14, 3: 10}[count]
    for i in range(count):
        spread = rotation(y=(i - (count - 1) / 2) * 30, z=(i - (count - 1) / 2) * 24)
        top = (-0.72, 0.5, 0)
        shapes += [shape.turned(spread, top) for shape in _finger(ripe, fat, curve, i, joints)]
    lean = rotation(z=k("lean", -50, 60))
    flip = rotation(y=180 if k.chance("flip", 0.5) else 0)
    return together(shapes, lean @ flip), three_quarter(k, (-14, 14), (2, 16))


def _finger(
    ripe: tuple[float, float, float], fat: float, curve: float, n: int, joints: int
) -> list[Shape]:
    peel = Material(ripe, (ripe[0] * 0.82, ripe[1] * 0.74, ripe[2] * 0.8), "speckle", 5, gloss=0.3)
    side = Material((ripe[0] * 0.96, ripe[1] * 0.92, ripe[2]), gloss=0.3)
    dark = Material((0.28, 0.2, 0.1), gloss=0.15)
    green = Material((0.66, 0.64, 0.2), (0.4, 0.3, 0.12), "speckle", 8, gloss=0.2)
    radius = 0.9 / curve
    turns = np.linspace(-curve, curve * 0.82, joints)
    path = [(radius * np.sin(t), radius * (1 - np.cos(t)) - 0.35, 0.0) for t in turns.tolist()]
    shift = np.subtract((-0.72, 0.5, 0), path[0])
    path = [tuple(np.add(point, shift).tolist()) for point in path]
    along = np.linspace(0, 1, joints)
    radii = fat * np.interp(along, [0, 0.12, 0.3, 0.7, 0.86, 1], [0.6, 0.8, 1, 1, 0.85, 0.5])
    low = [(x, y - fat * 0.2, z) for x, y, z in path]
    high = [(x, y + fat * 0.3, z) for x, y, z in path]
    shapes = [
        *tube(low, radii.tolist(), peel, f"peel{n}"),
        *tube(high, (radii * 0.92).tolist(), side, f"side{n}"),
    ]
    start, end = np.asarray(path[0]), np.asarray(path[-1])
    back, ahead = start - path[1], end - path[-2]
    stem = start + back / np.linalg.norm(back) * 0.3
    tip = end + ahead / np.linalg.norm(ahead) * (fat * 0.5)
    shapes.append(capsule(start.tolist(), stem.tolist(), fat * 0.62, fat * 0.4, green, f"stem{n}"))
    shapes.append(capsule(end.tolist(), tip.tolist(), fat * 0.4, fat * 0.3, dark, f"tip{n}"))
    return shapes


@scene("pineapple")
def pineapple(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A body of scales under a tuft of stiff leaves."""
    width, height = k("width", 0.4, 0.5), k("height", 0.56, 0.7)
    gold = k.color("skin", [(0.85, 0.56, 0.13), (0.78, 0.5, 0.12), (0.72, 0.58, 0.16)])
    shapes = [
        ellipsoid(
            (0, -0.3, 0), (width * 0.96, height * 0.96, width * 0.96), Material(gold), "scale0"
        ),
        *_scales(k, width, height, gold),
    ]
    top = -0.3 + height * 0.9
    leaves = int(k("leaves", 7, 9.99))
    spread = k("spread", 45, 62)
    for layer, (share, size) in enumerate([(1.0, 0.66), (0.5, 0.92)]):
        count = leaves if layer == 0 else leaves // 2
        for i in range(count):
            turn = rotation(y=360 * (i + 0.5 * layer) / count) @ rotation(x=spread * share)
            blade = leaf(size * k("leaf", 0.8, 1.05), 0.24, 0.3)
            place = (0, top - 0.04, 0)
            part = f"leaves{layer}"
            shapes.append(prism(blade, 0.02, place, _LEAF, part, 0.014, turn=turn))
    tilt = rotation(z=k("tilt", -24, 24))
    return together(shapes, tilt), three_quarter(k, (-10, 10), (2, 14))


def _scales(k: Knobs, width: float, height: float, gold: tuple[float, float, float]) -> list[Shape]:
    rows, around = int(k("rows", 5, 6.99)), k.pick("around", [8, 10])
    brown = (gold[0] * 0.72, gold[1] * 0.62, gold[2] * 0.6)
    skin = Material(gold, brown, "speckle", 7, gloss=0.3)
    shapes: list[Shape] = []
    for row in range(rows):
        lift = np.linspace(-0.84, 0.8, rows)[row]
        ring = width * np.sqrt(1 - abs(lift) ** 2.8)
        size = np.pi * ring / around * 1.3
        for i in range(-around // 2, around // 2):
            turn = 2 * np.pi * (i + row % 2 / 2) / around
            if np.cos(turn) < -0.25:
                continue
            place = (ring * np.sin(turn) * 0.9, -0.3 + height * lift, ring * np.cos(turn) * 0.9)
            radii = (size, height / rows * 1.45, 0.14)
            part = f"scale{(i + 2 * (row % 2)) % 3}"
            spin = rotation(y=np.degrees(turn))
            shapes.append(ellipsoid(place, radii, skin, part, turn=spin))
    return shapes
