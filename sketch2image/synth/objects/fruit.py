"""Apple, banana, pineapple, strawberry."""

from __future__ import annotations

import numpy as np

from sketch2image.synth.model import Knobs, scene, three_quarter
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

_LEAF = Material((0.25, 0.55, 0.16), (0.45, 0.7, 0.25), "speckle", 9, gloss=0.2)


@scene("strawberry")
def strawberry(k: Knobs) -> tuple[list[Shape], Matrix]:
    """A heart-shaped berry with seeds and a crown of leaves."""
    width, length = k("width", 0.5, 0.66), k("length", 0.62, 0.85)
    skin = Material(k.color("skin", [(0.85, 0.09, 0.1), (0.78, 0.05, 0.12)]), gloss=0.55)
    seed = Material((0.96, 0.82, 0.42), gloss=0.3)
    profile = _berry(width, length)
    shapes = [lathe([*profile, (0, length * 0.62)], (0, 0, 0), skin, "body", 0.03)]
    shapes += _seeds(profile, seed)
    leaves = int(k("leaves", 5, 8))
    for i in range(leaves):
        droop = rotation(y=360 * i / leaves) @ rotation(x=k("droop", 95, 115))
        leaf = [(0, 0), (0.13, 0.17), (0.03, k("leaf", 0.4, 0.55)), (-0.1, 0.17)]
        shapes.append(prism(leaf, 0.02, (0, length * 0.64, 0), _LEAF, "leaves", 0.015, turn=droop))
    top = length * 0.64
    bend = k("stem_bend", -0.12, 0.12)
    shapes.append(capsule((0, top, 0), (bend, top + 0.22, 0), 0.045, 0.035, _LEAF, "stem"))
    tilt = rotation(z=k("tilt", -18, 18))
    return shapes, tilt @ three_quarter(k, pitch=(4, 20))


def _berry(width: float, length: float) -> list[tuple[float, float]]:
    turn = np.linspace(0, np.pi, 15)
    heart = np.sin(turn) ** 0.85 * (0.62 + 0.38 * (1 - np.cos(turn)) / 2)
    heights = -length * 0.95 + (1 - np.cos(turn)) / 2 * length * 1.57
    return [(width * r, h) for r, h in zip(heart, heights, strict=True)]


def _seeds(profile: list[tuple[float, float]], seed: Material) -> list[Shape]:
    radii, heights = np.transpose(profile)
    shapes: list[Shape] = []
    for row, height in enumerate(np.linspace(heights[0] * 0.8, heights[-1] * 0.75, 6)):
        radius = float(np.interp(height, heights, radii)) + 0.025
        count = max(3, int(radius * 18))
        for i in range(count):
            angle = 2 * np.pi * (i + row % 2 / 2) / count
            place = (radius * np.sin(angle), height, radius * np.cos(angle))
            shapes.append(ellipsoid(place, (0.03, 0.05, 0.03), seed, "seeds"))
    return shapes
