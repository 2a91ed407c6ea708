"""Castle, skyscraper."""

from __future__ import annotations

import numpy as np

from sketch2image.synth.drafting import arched, solid
from sketch2image.synth.model import Knobs, scene, three_quarter
from sketch2image.synth.shapes import (
    Material,
    Matrix,
    Shape,
    box,
    capsule,
    lathe,
    prism,
    rotation,
)

_STONES = [(0.70, 0.67, 0.62), (0.62, 0.64, 0.68), (0.80, 0.72, 0.58), (0.86, 0.84, 0.80)]
_ROOFS = [(0.66, 0.20, 0.16), (0.20, 0.32, 0.52), (0.26, 0.40, 0.32), (0.45, 0.25, 0.45)]
_FACADES = [(0.55, 0.62, 0.70), (0.74, 0.70, 0.64), (0.60, 0.36, 0.28), (0.80, 0.82, 0.84)]
_GATE = Material((0.30, 0.18, 0.10), gloss=0.2)
_GLASS = Material((0.15, 0.22, 0.34), gloss=0.95)
_FLAGS = [(0.85, 0.15, 0.15), (0.95, 0.75, 0.15), (0.15, 0.40, 0.75)]


@scene("castle")
def castle(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A walled front with a gate between two towers, battlements, roofs and flags."""
    color = k.color("stone", _STONES)
    red, green, blue = (0.86 * channel for channel in color)
    stone = Material(color, (red, green, blue), "speckle", 9, 0.05)
    wide, wall = k("wide", 0.62, 0.78), k("wall", 0.1, 0.3)
    shapes = [box((0, (wall - 0.8) / 2, 0), (wide, (wall + 0.8) / 2, 0.22), stone, "wall", 0.01)]
    shapes += _battlements(wide - 0.2, wall, 0.16, int(k("merlons", 3, 5)), stone, "wall")
    gate = k("gate", 0.16, 0.22)
    tall = k("gate_height", 0.42, 0.56)
    shapes.append(prism(arched(gate, -0.82, tall - 0.8, gate), 0.06, (0, 0, 0.22), _GATE, "gate"))
    if k.chance("keep", 0.6):
        shapes += _keep(k, wall, stone)
    roofed = k.chance("roofed", 0.6)
    return shapes + _towers(k, wide, roofed, stone), three_quarter(k, yaw=(-18, 18), pitch=(3, 12))


def _battlements(
    half: float, top: float, depth: float, count: int, stone: Material, part: str
) -> list[Shape]:
    step = 2 * half / (2 * count - 1)
    places = (np.arange(count) * 2 - (count - 1)) * step
    size = (step / 2, 0.075, depth)
    return [box((x, top + 0.06, 0.04), size, stone, part, 0.01) for x in places.tolist()]


def _keep(k: Knobs, wall: float, stone: Material) -> list[Shape]:
    half, top = k("keep_width", 0.24, 0.34), wall + k("keep_height", 0.34, 0.5)
    body = box((0, top / 2 - 0.2, -0.34), (half, top / 2 + 0.2, 0.2), stone, "keep", 0.01)
    merlons = [s.moved((0, 0, -0.34)) for s in _battlements(half, top, 0.16, 3, stone, "keep")]
    pane = prism(arched(0.06, -0.1, 0.1, 0.06), 0.04, (0, top - 0.15, -0.14), _GLASS, "window")
    return [body, *merlons, pane, *_flag(k, (0.0, top, -0.34))]


def _towers(k: Knobs, wide: float, roofed: bool, stone: Material) -> list[Shape]:
    radius, top = k("tower", 0.2, 0.27), k("tower_height", 0.4, 0.6)
    tiles = Material(k.color("roof", _ROOFS), gloss=0.2)
    high = k("roof_height", 0.36, 0.55)
    shapes: list[Shape] = []
    for side in (-1, 1):
        foot = (side * wide, 0.0, 0.06)
        body = solid([(radius, -0.8), (radius, top)])
        shapes.append(lathe(body, foot, stone, f"tower {side}", 0.01))
        pane = arched(0.05, -0.1, 0.1, 0.05)
        front = (side * wide, top - 0.26, 0.06 + radius)
        shapes.append(prism(pane, 0.05, front, _GLASS, f"window {side}", 0.01))
        if roofed:
            cone = solid([(radius + 0.07, top), (0.01, top + high)])
            shapes.append(lathe(cone, foot, tiles, f"roof {side}", 0.012))
            shapes += _flag(k, (side * wide, top + high - 0.04, 0.06))
        else:
            crown = solid([(radius + 0.05, top - 0.02), (radius + 0.05, top + 0.06)])
            shapes.append(lathe(crown, foot, stone, f"tower {side}", 0.01))
            merlons = _battlements(radius + 0.05, top + 0.08, 0.08, 3, stone, f"tower {side}")
            shapes += [s.moved((side * wide, 0, 0.12)) for s in merlons]
    return shapes


def _flag(k: Knobs, foot: tuple[float, float, float]) -> list[Shape]:
    if not k.chance("flags", 0.7):
        return []
    cloth = Material(k.color("flag", _FLAGS), gloss=0.1)
    x, y, z = foot
    pole = capsule(foot, (x, y + 0.34, z), 0.018, 0.018, _GATE, "pole")
    wind = [(0.0, 0.0), (0.0, 0.16), (0.24, 0.08)]
    return [pole, prism(wind, 0.02, (x, y + 0.17, z), cloth, f"flag {x}", 0.012)]


@scene("skyscraper")
def skyscraper(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A tall block with rows of windows, stepped or with a mast."""
    wall = Material(k.color("wall", _FACADES), gloss=0.3)
    half, top = k("half", 0.21, 0.31), 0.75
    shapes = [box((0, -0.15, 0), (half, 0.9, half), wall, "block", 0.01)]
    shapes.append(box((0, -0.15, half), (half - 0.004, 0.896, 0.012), wall, "front", 0.004))
    shapes += _windows(k, half, top)
    shapes.append(box((0, -0.94, half), (0.09, 0.11, 0.03), _GATE, "entrance", 0.005))
    stepped = k.chance("stepped", 0.6)
    if stepped:
        step = k("step", 0.5, 0.75) * half
        shapes.append(box((0, top + 0.1, 0), (step, 0.14, step), wall, "upper", 0.01))
        top += 0.24
        half = step
        if k.chance("crowned", 0.5):
            shapes.append(
                box((0, top + 0.1, 0), (half * 0.6, 0.12, half * 0.6), wall, "crown", 0.01)
            )
            top += 0.21
    if k.chance("mast", 0.7) or not stepped:
        tip = (0, top + k("mast_height", 0.2, 0.4), 0)
        shapes.append(capsule((0, top, 0), tip, 0.03, 0.018, wall, "mast"))
    yaw = k("yaw", 12, 32) * (-1 if k.chance("left", 0.5) else 1)
    return shapes, rotation(x=k("pitch", 2, 14)) @ rotation(y=yaw)


def _windows(k: Knobs, half: float, top: float) -> list[Shape]:
    columns, rows = k.pick("columns", [1, 2, 2]), k.pick("rows", [6, 7, 8])
    ys = np.linspace(-0.62, top - 0.16, rows).tolist()
    xs = [0.0] if columns == 1 else [-half * 0.46, half * 0.46]
    size = (half * (0.72 if columns == 1 else 0.26), 0.42 / rows, 0.03)
    return [box((x, y, half), size, _GLASS, "windows", 0.005) for x in xs for y in ys]
