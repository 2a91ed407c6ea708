"""Bench, chair, door, table, window."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from sketch2image.synth.drafting import Point, arched, curve
from sketch2image.synth.model import Knobs, scene, three_quarter
from sketch2image.synth.shapes import (
    Color,
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

_WOODS = [(0.55, 0.33, 0.16), (0.76, 0.55, 0.33), (0.36, 0.19, 0.10), (0.85, 0.70, 0.50)]
_PAINTS = [
    (0.92, 0.91, 0.88), (0.72, 0.16, 0.13), (0.13, 0.32, 0.50), (0.16, 0.40, 0.28),
    (0.90, 0.70, 0.25), (0.30, 0.31, 0.34),
]  # fmt: skip
_BRASS = Material((0.85, 0.66, 0.25), gloss=0.9)
_SKY = Material((0.62, 0.80, 0.92), (0.85, 0.93, 0.98), "gradient", 0.45, gloss=0.9)


def _finish(k: Knobs) -> Material:
    if k.chance("wooden", 0.6):
        return _wood(k.color("wood", _WOODS))
    return Material(k.color("paint", _PAINTS), gloss=0.45)


def _wood(color: Color) -> Material:
    red, green, blue = (0.72 * channel for channel in color)
    return Material(color, (red, green, blue), "wood", 5, gloss=0.3)


def _turned(k: Knobs, yaw: tuple[float, float], pitch: tuple[float, float]) -> Matrix:
    """Seen from the front left or the front right, never straight on."""
    side = -1 if k.chance("left", 0.5) else 1
    return three_quarter(k, yaw=(side * yaw[0], side * yaw[1]), pitch=pitch)


def _legs(k: Knobs, half: Point, top: float, bottom: float, wood: Material) -> list[Shape]:
    thick, splay = k("leg", 0.05, 0.075), k("splay", 0.0, 0.1)
    square = k.chance("square_legs", 0.5)
    shapes: list[Shape] = []
    for i, (sx, sz) in enumerate([(-1, 1), (1, 1), (1, -1), (-1, -1)]):
        head = (sx * half[0], top, sz * half[1])
        foot = (sx * (half[0] + splay), bottom, sz * (half[1] + splay))
        if square:
            middle = (head[0], (top + bottom) / 2, head[2])
            size = (thick, (top - bottom) / 2, thick)
            shapes.append(box(middle, size, wood, f"leg {i}", 0.012))
        else:
            shapes.append(capsule(head, foot, thick, thick * 0.7, wood, f"leg {i}"))
    return shapes


@scene("chair")
def chair(k: Knobs) -> tuple[list[Shape], Matrix]:
    """Four legs, a seat and a back of slats, rails or a board."""
    wood = _finish(k)
    width, depth, thick = k("width", 0.4, 0.48), k("depth", 0.36, 0.44), k("seat", 0.04, 0.075)
    shapes = _legs(k, (width - 0.07, depth - 0.07), -0.03, k("low", -0.86, -0.68), wood)
    shapes.append(box((0, 0, 0), (width, thick, depth), wood, "seat", 0.03))
    if k.chance("cushioned", 0.35):
        cloth = Material(k.color("cloth", _PAINTS), gloss=0.05)
        soft = (width - 0.05, 0.06, depth - 0.05)
        shapes.append(box((0, thick + 0.04, 0), soft, cloth, "cushion", 0.055))
    if k.chance("armed", 0.25):
        shapes += _armrests(k, width, depth, wood)
    lean = rotation(x=-k("lean", 2, 12))
    back = [part.turned(lean, (0, 0, -depth)) for part in _back(k, width, depth, wood)]
    return shapes + back, _turned(k, yaw=(18, 42), pitch=(10, 24))


def _armrests(k: Knobs, width: float, depth: float, wood: Material) -> list[Shape]:
    high, thick = k("armrest", 0.32, 0.42), 0.045
    shapes: list[Shape] = []
    for x in (thick - width, width - thick):
        front = (x, high, depth - 0.1)
        post = capsule((x, 0, depth - 0.1), front, thick, thick, wood, f"arm {x > 0}")
        rest = capsule((x, high, -depth), front, thick, thick, wood, f"arm {x > 0}")
        shapes += [post, rest]
    return shapes


def _back(k: Knobs, width: float, depth: float, wood: Material) -> list[Shape]:
    high, z = k("high", 0.78, 1.0), 0.05 - depth
    post = k("post", 0.04, 0.06)
    posts = [
        capsule((x, 0, z), (x, high, z), post, post, wood, f"post {x > 0}")
        for x in (post - width, width - post)
    ]
    style = k.pick("style", ["rails", "slats", "board"])
    return posts + _BACKS[style](k, width - post, high, z, wood)


def _rails(k: Knobs, width: float, high: float, z: float, wood: Material) -> list[Shape]:
    count = k.pick("rails", [2, 3])
    heights = np.linspace(high - 0.1, high * 0.4, count).tolist()
    size = (width, 0.21 / count, 0.025)
    return [box((0, y, z), size, wood, "back", 0.02) for y in heights]


def _slats(k: Knobs, width: float, high: float, z: float, wood: Material) -> list[Shape]:
    count = k.pick("slats", [2, 3, 4])
    top = box((0, high - 0.06, z), (width, 0.09, 0.035), wood, "back", 0.03)
    places = (np.linspace(-1, 1, count + 2)[1:-1] * width).tolist()
    size = (0.045, high / 2 - 0.05, 0.02)
    return [box((x, high / 2 - 0.05, z), size, wood, "slats", 0.015) for x in places] + [top]


def _board(k: Knobs, width: float, high: float, z: float, wood: Material) -> list[Shape]:
    low = k("board_low", 0.2, 0.45) * high
    outline = arched(width, low, high + 0.04, k("board_rise", 0.0, 0.2))
    return [prism(outline, 0.04, (0, 0, z), wood, "back", 0.015)]


_BACKS = {"rails": _rails, "slats": _slats, "board": _board}


@scene("table")
def table(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A long or a round board on four legs or on one foot."""
    wood = _finish(k)
    if k.chance("round", 0.3):
        return _round_table(k, wood), three_quarter(k, pitch=(16, 28))
    width, depth = k("width", 0.72, 0.95), k("depth", 0.45, 0.58)
    low = -k("height", 0.78, 1.0)
    inset = k("inset", 0.07, 0.14)
    shapes = _legs(k, (width - inset, depth - inset), -0.05, low, wood)
    apron = (width - inset, k("apron", 0.06, 0.12), depth - inset)
    shapes.append(box((0, -0.04 - apron[1], 0), apron, wood, "apron", 0.01))
    thick = k("thick", 0.035, 0.06)
    shapes.append(box((0, 0, 0), (width, thick, depth), wood, "board", 0.015))
    sheet = (width - 0.004, 0.01, depth - 0.004)
    shapes.append(box((0, thick, 0), sheet, wood, "top", 0.005))
    return shapes, _turned(k, yaw=(10, 38), pitch=(14, 28))


def _round_table(k: Knobs, wood: Material) -> list[Shape]:
    radius, low, thick = k("width", 0.75, 0.95), -k("height", 0.8, 1.05), k("thick", 0.035, 0.06)
    board = [(radius, -thick), (radius, thick)]
    sheet = [(0, thick), (radius, thick), (radius, thick + 0.01), (0, thick + 0.01)]
    top = [
        lathe([(0, -thick), *board, (0, thick)], (0, 0, 0), wood, "board", 0.015),
        lathe(sheet, (0, 0.01, 0), wood, "top", 0.006),
    ]
    if k.chance("one_foot", 0.5):
        return [*_claw_foot(k, radius, low, wood), *top]
    return _legs(k, (radius * 0.6, radius * 0.6), 0, low, wood) + top


def _claw_foot(k: Knobs, radius: float, low: float, wood: Material) -> list[Shape]:
    """A pillar that ends in three or four spread feet."""
    shapes = [capsule((0, -0.12, 0), (0, low + 0.2, 0), 0.09, 0.11, wood, "pillar")]
    count, reach = k.pick("feet", [3, 4]), radius * 0.68
    for i in range(count):
        turn = 2 * np.pi * (i + k("feet_turn", 0, 1)) / count
        x, z = reach * float(np.cos(turn)), reach * float(np.sin(turn))
        line = [(0, low + 0.3, 0), (x * 0.55, low + 0.16, z * 0.55), (x, low, z)]
        shapes += tube(line, [0.1, 0.075, 0.055], wood, "pillar")
    return shapes


@scene("bench")
def bench(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A long park bench: planks for seat and back, iron legs, arm rests."""
    wood = _wood(k.color("wood", _WOODS))
    iron = Material(k.color("iron", [(0.14, 0.15, 0.16), (0.16, 0.32, 0.24)]), gloss=0.5)
    wide, high = k("wide", 0.9, 1.15), k("high", 0.5, 0.66)
    planks, rails = k.pick("planks", [2, 3]), k.pick("rails", [2, 2, 3])
    shapes: list[Shape] = []
    for z in np.linspace(-0.22, 0.24, planks).tolist():
        size = (wide, 0.04, 0.235 / (planks - 1))
        shapes.append(box((0, 0, z), size, wood, "seat", 0.02))
    for i, y in enumerate(np.linspace(high, 0.24, rails).tolist()):
        size = (wide, 0.2 / rails, 0.03)
        shapes.append(box((0, y, -0.3 - 0.1 * y), size, wood, f"rail {i}", 0.02))
    low, arms = -k("low", 0.42, 0.52), k.chance("arms", 0.6)
    for side in (-1, 1):
        shapes += _bench_side(side * (wide - 0.12), high, low, arms, iron, side)
    return shapes, _turned(k, yaw=(12, 34), pitch=(10, 22))


def _bench_side(
    x: float, high: float, low: float, arms: bool, iron: Material, side: int
) -> list[Shape]:
    part, thick = f"side {side}", 0.045
    lines = [((x, low, 0.26), (x, 0, 0.2)), ((x, low, -0.34), (x, 0, -0.24)),
             ((x, -0.06, 0.22), (x, -0.06, -0.26)),
             ((x, 0, -0.24), (x, high, -0.32 - 0.1 * high))]  # fmt: skip
    if arms:
        front, back = (x, 0.26, 0.26), (x, 0.28, -0.32)
        lines += [((x, 0, 0.22), front), (front, back)]
    return [capsule(a, b, thick, thick, iron, part) for a, b in lines]


@scene("door")
def door(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A paneled leaf with a knob in a frame, sometimes arched, glazed or ajar."""
    width, high = k("width", 0.42, 0.52), 1.0
    rise = width * k("rise", 0.5, 1.0) if k.chance("arched", 0.3) else 0.0
    trim = Material(k.color("trim", [(0.93, 0.92, 0.89), (0.40, 0.24, 0.13)]), gloss=0.3)
    edge = k("edge", 0.09, 0.13)
    frame = [
        prism(arched(width + edge, -1, high + edge, rise * 1.1), 0.16, (0, 0, 0), trim, "frame"),
        prism(arched(width, -1.2, high, rise), 0.5, (0, 0, 0), trim, "frame").cut(),
    ]
    leaf = _leaf(k, width, high, rise)
    if k.chance("ajar", 0.3):
        open_ = rotation(y=-k("open", 14, 38))
        leaf = [part.turned(open_, (-width, 0, 0)) for part in leaf]
    step = box((0, -1.06, 0.06), (width + edge + 0.08, 0.05, 0.2), trim, "step", 0.01)
    shapes = [*frame, *leaf, step] if k.chance("step", 0.5) else [*frame, *leaf]
    return shapes, three_quarter(k, yaw=(-24, 24), pitch=(2, 9))


def _leaf(k: Knobs, width: float, high: float, rise: float) -> list[Shape]:
    wood = _finish(k)
    board = prism(arched(width, -1, high, rise), 0.08, (0, 0, 0), wood, "leaf", 0.012)
    shapes = [board]
    glazed = k.chance("glazed", 0.3)
    dark = Material(tuple(0.86 * channel for channel in wood.color), gloss=0.3)  # pyright: ignore
    for row, (left, low, right, top) in enumerate(_panels(k, width, high - rise * 0.55)):
        inset = _SKY if glazed and top > 0.3 else dark
        middle, size = ((left + right) / 2, (low + top) / 2), ((right - left) / 2, (top - low) / 2)
        shapes.append(box((*middle, 0.04), (*size, 0.025), inset, f"panel {row}", 0.012))
    side = width - 0.11
    height = k("knob_height", -0.16, 0.02)
    ball = k("knob", 0.058, 0.072)
    return [*shapes, ellipsoid((side, height, 0.11), (ball, ball, ball), _BRASS, "knob")]


def _panels(k: Knobs, width: float, high: float) -> list[tuple[float, float, float, float]]:
    columns, rows = k.pick("panels", [(1, 2), (2, 2), (2, 3), (1, 3), (1, 1)])
    gap, inner = 0.08, width - 0.22
    xs = np.linspace(-inner - gap / 2, inner + gap / 2, columns + 1)
    ys = np.linspace(-0.92, high - 0.1, rows + 1)
    return [
        (float(left) + gap / 2, float(low) + gap / 2, float(right) - gap / 2, float(top) - gap / 2)
        for low, top in pairwise(ys)
        for left, right in pairwise(xs)
    ]


@scene("window")
def window(k: Knobs) -> tuple[list[Shape], Matrix]:
    """Panes in a frame over a sill, sometimes arched, with shutters or curtains."""
    width, high = k("width", 0.58, 0.78), k("high", 0.72, 0.92)
    rise = k("rise", 0.35, 0.6) if k.chance("arched", 0.25) else 0.0
    frame = Material(k.color("frame", [(0.94, 0.93, 0.90), *_WOODS[:3], *_PAINTS[1:4]]), gloss=0.4)
    edge = k("edge", 0.08, 0.12)
    outer = arched(width + edge, -high - edge, high + edge, rise)
    shapes = [
        prism(outer, 0.16, (0, 0, 0), frame, "frame", 0.01),
        prism(arched(width, -high, high, rise), 0.5, (0, 0, 0), frame, "frame").cut(),
        prism(arched(width + 0.02, -high, high, rise), 0.02, (0, 0, 0), _SKY, "glass", 0.01),
        *_bars(k, width, high, rise, frame),
    ]
    sill = (width + edge + k("sill", 0.06, 0.16), 0.055, 0.2)
    shapes.append(box((0, -high - edge - 0.04, 0.12), sill, frame, "sill", 0.015))
    extra = k.pick("extra", ["none", "none", "shutters", "curtains"])
    shapes += _EXTRAS[extra](k, width, high, edge)
    return shapes, three_quarter(k, yaw=(-24, 24), pitch=(2, 12))


def _bars(k: Knobs, width: float, high: float, rise: float, frame: Material) -> list[Shape]:
    columns, rows = k.pick("panes", [(2, 2), (2, 2), (2, 2), (2, 3)])
    thick = k("bar", 0.03, 0.045)
    xs = np.linspace(-width, width, columns + 1)[1:-1].tolist()
    ys = np.linspace(-high, high - rise * 0.4, rows + 1)[1:-1].tolist()
    standing: list[Shape] = []
    for x in xs:
        top = high - rise + rise * float(np.sqrt(1 - (x / width) ** 2)) + 0.02
        middle, half = (top - high) / 2, (top + high) / 2
        standing.append(box((x, middle, 0.03), (thick, half, 0.04), frame, "frame", 0.01))
    return standing + [box((0, y, 0.03), (width, thick, 0.04), frame, "frame", 0.01) for y in ys]


def _no_extra(k: Knobs, width: float, high: float, edge: float) -> list[Shape]:
    return []


def _shutters(k: Knobs, width: float, high: float, edge: float) -> list[Shape]:
    paint = Material(k.color("shutter", _PAINTS[1:]), gloss=0.3)
    half = width * 0.34
    shapes: list[Shape] = []
    for side in (-1, 1):
        x = side * (width + edge + half + 0.02)
        shapes.append(
            box((x, 0, 0), (half, high + edge * 0.8, 0.04), paint, f"shutter {side}", 0.01)
        )
        slats = (half - 0.07, high * 0.82, 0.03)
        shapes.append(box((x, 0, 0.03), slats, paint, f"slats {side}", 0.01))
    return shapes


def _curtains(k: Knobs, width: float, high: float, edge: float) -> list[Shape]:
    cloth = Material(k.color("cloth", _PAINTS), gloss=0.05)
    top, tie, end = high + edge + 0.02, k("tie", -0.45, 0.05) * high, width + 0.25
    rod = capsule((-end, top + 0.04, 0.14), (end, top + 0.04, 0.14), 0.03, 0.03, _BRASS, "rod")
    fall = curve([(0.5, top), (0.42, top * 0.55), (0.16, tie + 0.06)], 8)
    hang = [(0.0, top), *fall, (0.16, tie - 0.06), (0.28, -high - 0.02), (0.0, -high - 0.02)]
    outline = [(x - width - 0.14, y) for x, y in reversed(hang)]
    left = prism(outline, 0.06, (0, 0, 0.15), cloth, "curtain left", 0.02)
    other = [(-x, y) for x, y in reversed(outline)]
    return [rod, left, prism(other, 0.06, (0, 0, 0.15), cloth, "curtain right", 0.02)]


_EXTRAS = {"none": _no_extra, "shutters": _shutters, "curtains": _curtains}
