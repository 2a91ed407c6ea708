"""Outlines, profiles and views of made things and animals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sketch2image.synth.curves import spline
from sketch2image.synth.model import Knobs, three_quarter
from sketch2image.synth.shapes import Kind, Matrix, Shape, rotation

Point = tuple[float, float]
Place = tuple[float, float, float]


def arc(center: Point, radii: Point, start: float, end: float, count: int = 9) -> list[Point]:
    """`count` points of an ellipse's arc, from `start` to `end` degrees (0 right, 90 up)."""
    angles = np.radians(np.linspace(start, end, count))
    x, y = center[0] + radii[0] * np.cos(angles), center[1] + radii[1] * np.sin(angles)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def curve(points: Sequence[Point], count: int = 12) -> list[Point]:
    """`count` points of a smooth line through points of a plane."""
    return [(x, y) for x, y in spline(points, count)]


def closed(points: Sequence[Point], count: int = 22) -> list[Point]:
    """A smooth polygon of `count` points through points of a plane."""
    return [(x, y) for x, y in spline(points, count, closed=True)]


def upright(points: Sequence[Point], z: float = 0.0) -> list[Place]:
    """Points of a plane at depth `z`, in three dimensions."""
    return [(x, y, z) for x, y in points]


def mirrored(points: Sequence[Point]) -> list[Point]:
    """A polygon of a line and its mirror image in the y axis."""
    return [*points, *((-x, y) for x, y in reversed(points))]


def rectangle(half_width: float, bottom: float, top: float) -> list[Point]:
    """A rectangle centered on x = 0."""
    return mirrored([(-half_width, bottom), (-half_width, top)])


def arched(half_width: float, bottom: float, top: float, rise: float) -> list[Point]:
    """A rectangle centered on x = 0 whose upper `rise` is half an ellipse."""
    if rise <= 0:
        return rectangle(half_width, bottom, top)
    head = arc((0, top - rise), (half_width, rise), 0, 180, 15)
    return [(-half_width, bottom), (half_width, bottom), *head]


def solid(profile: Sequence[Point]) -> list[Point]:
    """A lathe profile, bottom to top, closed beyond the axis so that distances hold inside."""
    return [(-0.1, profile[0][1]), *profile, (-0.1, profile[-1][1])]


def facing(
    knobs: Knobs, yaw: tuple[float, float] = (-25, 25), pitch: tuple[float, float] = (4, 18)
) -> Matrix:
    """`three_quarter` with the scene's +x side turned to the right or to the left."""
    return three_quarter(knobs, yaw, pitch) @ rotation(y=180 if knobs.chance("left", 0.5) else 0)


def reflected(shape: Shape) -> Shape:
    """The mirror image of a shape on the other side of x = 0."""
    flip = np.diag([-1.0, 1.0, 1.0])
    numbers = shape.numbers
    if shape.kind is Kind.capsule:
        numbers = (-numbers[0], *numbers[1:])
    return replace(
        shape,
        center=tuple(flip @ np.asarray(shape.center, float)),
        rotation=flip @ shape.rotation @ flip,
        numbers=numbers,
        outline=shape.outline * (-1, 1) if shape.kind is Kind.prism else shape.outline,
    )


def pair(shape: Shape, apart: bool = True) -> list[Shape]:
    """A shape and its mirror image, as parts of their own or as the same part."""
    other = reflected(shape)
    if not apart:
        return [shape, other]
    return [replace(s, part=f"{s.part} {i}") for i, s in enumerate((shape, other))]
