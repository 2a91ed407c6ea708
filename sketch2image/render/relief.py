"""Any drawing as a soft relief: what its strokes enclose is inflated, the rest becomes cord.

The height over a region is the root of the solution of Poisson's equation with a constant right
side (zero on the strokes), which makes a disc a half sphere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Image
from sketch2image.render import tint
from sketch2image.render.control import Mask
from sketch2image.render.drawing import Drawing
from sketch2image.render.palette import Palette
from sketch2image.synth.sdf import Buffers, Light
from sketch2image.synth.shading import shade
from sketch2image.synth.shapes import Color, Kind, Material, Shape

Field = NDArray[np.float32]
Labels = NDArray[np.int32]

_BODY, _CUSHION = 0.62, 0.42
_LEAST_AREA = 0.0015
_SAME_KIND = 0.45
_CORD = 0.008
_UNITS = 2.0
_STEPS = (10, 24, 60, 160)
"""Relaxation steps at full size, half of it, a quarter and an eighth."""


@dataclass(frozen=True, eq=False)
class Regions:
    """Parts of a drawing.

    Attributes:
        labels: (H, W) number of the part, -1 outside; parts touch, strokes are shared out.
        kinds: for each part which paint of a palette it gets; 0 is the main one, -1 a cord.
        walls: (H, W) thin strokes between parts.
    """

    labels: Labels
    kinds: tuple[int, ...]
    walls: Mask

    @property
    def solid(self) -> Mask:
        """(H, W) all parts together."""
        return self.labels >= 0


def regions(drawing: Drawing) -> Regions:
    """Cut a drawing into the parts that its strokes enclose, and the cords that enclose nothing."""
    from sketch2image.core.opencv import cv2

    half = _half_width(drawing)
    cord = max(half, _CORD * drawing.size)
    core = cv2.morphologyEx(
        drawing.shape.astype(np.uint8), cv2.MORPH_OPEN, _disc(half + 2), borderValue=0
    )
    thick = (cv2.dilate(core, _disc(2)) > 0) & drawing.shape
    cords = cv2.dilate((drawing.lines & ~thick).astype(np.uint8), _disc(cord)) > 0
    walls = cv2.dilate(drawing.lines.astype(np.uint8), _disc(1)) > 0
    numbers, kinds = _numbered(thick & ~walls, drawing.size)
    labels = np.where(thick, _grown(numbers), -1)
    if (cords & ~thick).any():
        labels = np.where(cords & ~thick, len(kinds), labels)
        kinds = (*kinds, -1)
    return Regions(labels.astype(np.int32), kinds, walls & thick)


def render(drawing: Drawing, palette: Palette, light: Light, warmth: float,
           main: Color | None = None) -> Image:  # fmt: skip
    """Picture of a drawing.

    Args:
        drawing: what was drawn.
        palette: paints by size of the part; pen colors win.
        light: the lamp.
        warmth: -1 .. 1, see `shade`.
        main: paint of the main part instead of the palette's.

    Returns:
        (512, 512, 3) uint8 RGB on white.
    """
    cut = regions(drawing)
    pens = tint.by_pen(drawing.image, drawing.ink, cut.labels, len(cut.kinds))
    paints = [pens.get(i) or _paint(palette, kind, main) for i, kind in enumerate(cut.kinds)]
    shapes = [_surface(color, palette) for color in paints]
    height = _height(cut)
    surface = shade(_buffers(cut, height, light), shapes, light, warmth=warmth)
    ground = _ground(cut.solid, drawing.size, light)
    picture = _composed(_softened(surface, cut.labels), ground, cut.solid)
    return tint.marked(picture, drawing.image, drawing.details)


def inflate(mask: Mask) -> Field:
    """Height in pixels over a mask: a half sphere over a disc, a half tube over a stripe."""
    fine = [mask.astype(np.float32)]
    for _ in _STEPS[1:]:
        fine.append(_resized(fine[-1], (fine[-1].shape[0] // 2, fine[-1].shape[1] // 2)))
    level = np.zeros_like(fine[-1])
    for depth in reversed(range(len(_STEPS))):
        inside = (fine[depth] > 0.5).astype(np.float32)
        level = _resized(level, inside.shape)
        level = _relaxed(level, inside, 4.0**depth, _STEPS[depth])
    return np.sqrt(np.maximum(level, 0)).astype(np.float32)


def _resized(field: Field, shape: tuple[int, ...]) -> Field:
    from sketch2image.core.opencv import cv2

    smaller = shape[0] < field.shape[0]
    method = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(field, (shape[1], shape[0]), interpolation=method), np.float32)


def _relaxed(level: Field, inside: Field, step_area: float, steps: int) -> Field:
    from sketch2image.core.opencv import cv2

    neighbors = np.array([[0, 0.25, 0], [0.25, 0, 0.25], [0, 0.25, 0]], np.float32)
    for _ in range(steps):
        mean = np.asarray(cv2.filter2D(level, -1, neighbors, borderType=cv2.BORDER_CONSTANT))
        level = (mean + np.float32(step_area)) * inside
    return level


def _disc(radius: float) -> NDArray[np.uint8]:
    from sketch2image.core.opencv import cv2

    side = 2 * round(radius) + 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)).astype(np.uint8)


def _half_width(drawing: Drawing) -> float:
    return max(1.5, float(drawing.ink.sum()) / max(1, int(drawing.lines.sum())) / 2)


def _numbered(rooms: Mask, size: float) -> tuple[Labels, tuple[int, ...]]:
    """Rooms that are worth a paint, numbered from 0 by size; 0 everywhere when there are none."""
    from sketch2image.core.opencv import cv2

    _, found, stats, _ = cv2.connectedComponentsWithStats(rooms.astype(np.uint8), connectivity=4)
    areas = stats[1:, cv2.CC_STAT_AREA]
    order = np.argsort(-areas, kind="stable")
    order = order[areas[order] >= _LEAST_AREA * size * size]
    numbers = np.full(len(areas) + 1, -1)
    numbers[order + 1] = np.arange(len(order))
    if not len(order):
        return np.zeros(rooms.shape, np.int32), (0,)
    return numbers[np.asarray(found, np.intp)].astype(np.int32), _kinds(areas[order].tolist())


def _kinds(areas: list[int]) -> tuple[int, ...]:
    """Parts of about one size are of one kind: petals, wheels, seeds."""
    kinds, head = [0], areas[0]
    for area in areas[1:]:
        new = area < _SAME_KIND * head
        kinds.append(kinds[-1] + new)
        head = area if new else head
    return tuple(kinds)


def _grown(numbers: Labels) -> Labels:
    """Every pixel the number of the nearest part."""
    from sketch2image.core.opencv import cv2

    free = (numbers < 0).astype(np.uint8)
    if not free.any():
        return numbers
    _, nearest = cv2.distanceTransformWithLabels(
        free, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    nearest = np.asarray(nearest, np.int32)
    owner = np.zeros(int(nearest.max()) + 1, np.int32)
    owner[nearest[free == 0]] = numbers[free == 0]
    return owner[nearest]


def _paint(palette: Palette, kind: int, main: Color | None) -> Color:
    if kind == 0 and main is not None:
        return main
    if kind < 0:
        return palette.cord
    return palette.paints[kind % len(palette.paints)]


def _surface(color: Color, palette: Palette) -> Shape:
    material = Material(color, gloss=palette.gloss)
    return Shape(Kind.ellipsoid, (0, 0, 0), np.eye(3), (1, 1, 1), 1.0, material, "part")


def _height(cut: Regions) -> Field:
    from sketch2image.core.opencv import cv2

    height = _BODY * inflate(cut.solid) + _CUSHION * inflate(cut.solid & ~cut.walls)
    return np.asarray(cv2.GaussianBlur(height, (0, 0), 1.6), np.float32)


def _buffers(cut: Regions, height: Field, light: Light) -> Buffers:
    labels = _grown(cut.labels)
    normal = _normals(height)
    shape = labels.shape
    y, x = np.indices(shape, np.float32)
    place = np.stack([x, -y, height], axis=-1) * (_UNITS / shape[0])
    return Buffers(
        height, labels.astype(np.int16), ("part",), labels.astype(np.int16), normal,
        _openness(height, cut), _lit(height, light), place,
    )  # fmt: skip


def _normals(height: Field) -> NDArray[np.float32]:
    down, right = np.gradient(height)
    normal = np.stack([-right, down, np.ones_like(height)], axis=-1)
    return (normal / np.linalg.norm(normal, axis=-1, keepdims=True)).astype(np.float32)


def _openness(height: Field, cut: Regions) -> Field:
    """Ambient light 0..1: less where the surroundings stand higher."""
    from sketch2image.core.opencv import cv2

    dark = np.zeros_like(height)
    for sigma in (3.0, 9.0, 24.0):
        above = np.asarray(cv2.GaussianBlur(height, (0, 0), sigma)) - height
        dark += np.clip(above / sigma, 0, 1) * 0.5
    line = cv2.GaussianBlur(cut.walls.astype(np.float32), (0, 0), 1.3)
    return np.clip(1 - dark - 0.35 * line, 0.15, 1).astype(np.float32)


def _lit(height: Field, light: Light) -> Field:
    """Shadows the relief throws on itself, by marching toward the lamp."""
    from sketch2image.core.opencv import cv2

    x, y, z = light.unit
    flat = float(np.hypot(x, y)) + 1e-6
    rise, away = z / flat, (-x / flat, y / flat)
    above = np.full(height.shape, -np.inf, np.float32)
    for step in (3, 6, 10, 16, 24, 36, 54):
        move = np.array([[1, 0, away[0] * step], [0, 1, away[1] * step]], np.float32)
        seen = cv2.warpAffine(height, move, (height.shape[1], height.shape[0]))
        above = np.maximum(
            above, (seen - height - rise * step) / (light.softness * 60 + step * 0.2)
        )
    shadow = np.clip(0.5 - above, 0, 1).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(shadow, (0, 0), 1.5), np.float32)


def _ground(solid: Mask, size: float, light: Light) -> Field:
    """(H, W) brightness of the white paper under the relief: a tight and a wide shadow."""
    from sketch2image.core.opencv import cv2

    x, y, _ = light.unit
    dark = np.zeros(solid.shape, np.float32)
    for reach, blur, weight in ((0.015, 0.012, 0.3), (0.05, 0.04, 0.2)):
        move = np.array([[1, 0, -x * reach * size], [0, 1, y * reach * size]], np.float32)
        moved = cv2.warpAffine(solid.astype(np.float32), move, (solid.shape[1], solid.shape[0]))
        dark += weight * np.asarray(cv2.GaussianBlur(moved, (0, 0), max(1.0, blur * size)))
    return 1 - dark


def _softened(surface: Image, labels: Labels) -> Field:
    """The surface without stairs where two paints meet."""
    from sketch2image.core.opencv import cv2

    grown = _grown(labels)
    border = (grown != np.roll(grown, 1, 0)) | (grown != np.roll(grown, 1, 1))
    soft = np.asarray(cv2.GaussianBlur(surface.astype(np.float32), (0, 0), 1.2))
    share = np.clip(2 * np.asarray(cv2.GaussianBlur(border.astype(np.float32), (0, 0), 1.2)), 0, 1)
    return (surface + (soft - surface) * share[..., None]).astype(np.float32)


def _composed(surface: Field, ground: Field, solid: Mask) -> Image:
    from sketch2image.core.opencv import cv2

    edge = np.asarray(cv2.GaussianBlur(solid.astype(np.float32), (0, 0), 1.9))
    alpha = np.clip((edge - 0.5) * 3.2 + 0.5, 0, 1)[..., None]
    picture = ground[..., None] * 255 * (1 - alpha) + surface * alpha
    return np.round(np.clip(picture, 0, 255)).astype(np.uint8)
