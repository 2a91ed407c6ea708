"""Scenes of solid shapes, and the buffers a camera sees of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from sketch2image.synth.shapes import Kind, Material, Matrix, Op, Shape

_TIPPED = 0.16
"""Sine of the angle by which a scene may lean to the side and still stand."""


@dataclass(frozen=True, eq=False)
class View:
    """An orthographic camera.

    Attributes:
        turn: (3, 3) from object space to view space (x right, y up, z toward the viewer).
        size: (width, height) in pixels.
        scale: pixels per unit of object space.
        center: where the object's origin lies, (x, y) in pixels.
    """

    turn: Matrix
    size: tuple[int, int]
    scale: float
    center: tuple[float, float]

    def project(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """(N, 3) points of object space to (N, 2) pixels."""
        seen = points @ self.turn.T
        return seen[:, :2] * (self.scale, -self.scale) + self.center


@dataclass(frozen=True, eq=False)
class Light:
    """One soft lamp.

    Attributes:
        toward: direction to the lamp in view space, any length.
        softness: width of the shadow's edge; 0.05 is hard, 0.4 is a cloudy sky.
        strength: 1 is the usual; more of it deepens the shadows.
    """

    toward: tuple[float, float, float] = (-0.45, 0.75, 0.6)
    softness: float = 0.18
    strength: float = 1.0

    @property
    def unit(self) -> NDArray[np.float64]:
        """`toward` as a (3,) unit vector."""
        vector = np.asarray(self.toward, float)
        return vector / np.linalg.norm(vector)


@dataclass(frozen=True, eq=False)
class Buffers:
    """What the camera sees, before color.

    Attributes:
        depth: (H, W) z in view space, -inf where nothing was hit.
        part: (H, W) index into `parts`, -1 where nothing was hit.
        parts: names of the outline groups.
        shape: (H, W) index of the shape hit, -1 where nothing was hit.
        normal: (H, W, 3) unit normals in view space.
        ambient: (H, W) openness 0..1, on the floor too.
        shadow: (H, W) light 0..1, on the floor too.
        position: (H, W, 3) point of object space seen; meaningless where nothing was hit.
    """

    depth: NDArray[np.float32]
    part: NDArray[np.int16]
    parts: tuple[str, ...]
    shape: NDArray[np.int16]
    normal: NDArray[np.float32]
    ambient: NDArray[np.float32]
    shadow: NDArray[np.float32]
    position: NDArray[np.float32]

    @property
    def hit(self) -> NDArray[np.bool_]:
        """(H, W) where the object is."""
        return self.part >= 0


def look(
    shapes: Sequence[Shape],
    view: View,
    light: Light | None = None,
    floor: bool = True,
    threads: int | None = None,
) -> Buffers:
    """Trace a scene.

    Args:
        shapes: in building order (subtract cuts what came before it).
        view: the camera.
        light: lamp for shadow and ambient; None skips both (much faster, for outlines).
        floor: whether an infinite floor under the object catches its shadow.
        threads: worker threads, default one for each core.

    Returns:
        Buffers of the view's size.
    """
    compiled = kernel()
    table, rough, points = _pack(shapes, view.turn)
    width, height = view.size
    depth = np.full((height, width), -np.inf, np.float32)
    index = np.full((height, width), -1, np.int16)
    normal = np.zeros((height, width, 3), np.float32)
    ambient = np.ones((height, width), np.float32)
    shadow = np.ones((height, width), np.float32)
    grid = _grid(view)
    lamp = np.array([*(light or Light()).unit, (light or Light()).softness])
    ground = np.zeros(4)
    if floor and light:
        up, height_of = floor_of(shapes, view.turn)
        ground[:] = *up, height_of

    def strip(rows: tuple[int, int]) -> None:
        compiled.trace(
            table, rough, points, grid, rows, lamp, ground, light is not None,
            depth, index, normal, ambient, shadow,
        )  # fmt: skip

    def rest_of_floor(rows: tuple[int, int]) -> None:
        compiled.light_floor(rough, points, grid, rows, lamp, ground, index, ambient, shadow)

    _in_strips(strip, height, threads)
    if floor and light:
        _in_strips(rest_of_floor, height, threads)
    names = tuple(dict.fromkeys(shape.part for shape in shapes))
    part_of = np.array([*(names.index(shape.part) for shape in shapes), -1], np.int16)
    position = _positions(depth, view, grid)
    return Buffers(depth, part_of[index], names, index, normal, ambient, shadow, position)


def smoothed(
    picture: NDArray[np.float32],
    buffers: Buffers,
    shapes: Sequence[Shape],
    view: View,
    samples: int = 5,
    threads: int | None = None,
) -> NDArray[np.float32]:
    """A picture without stairs along the edges of what it shows.

    Args:
        picture: (H, W, 3) colors of the buffers' pixels.
        buffers: from `look` with the same shapes and view.
        shapes: the scene.
        view: the camera.
        samples: rays per pixel along edges, an odd number.
        threads: worker threads, default one for each core.

    Returns:
        (H, W, 3) of the same range.
    """
    compiled = kernel()
    table, rough, points = _pack(shapes, view.turn)
    groups = _groups(shapes)
    group = np.append(groups, np.int16(-1))[buffers.shape]
    smooth, grid = picture.copy(), _grid(view)

    def strip(rows: tuple[int, int]) -> None:
        compiled.smooth_edges(
            table, rough, points, grid, rows, samples, groups, group, buffers.depth, picture, smooth
        )

    _in_strips(strip, view.size[1], threads)
    return smooth


@dataclass(frozen=True, eq=False)
class Packed:
    """A scene before a camera, as the functions of the kernel take it.

    Attributes:
        kernel: the compiled functions.
        table: (P, COLUMNS) shapes in view space.
        rough: the same with simpler outlines.
        points: (Q, 2) outlines of lathes and prisms.
        grid: x of column 0, y of row 0, step between pixels.
    """

    kernel: ModuleType
    table: NDArray[np.float64]
    rough: NDArray[np.float64]
    points: NDArray[np.float64]
    grid: tuple[float, float, float]


def packed(shapes: Sequence[Shape], view: View, loose: tuple[float, float]) -> Packed:
    """A scene and a view for those who call the kernel themselves; quicker than what `look` does.

    Args:
        shapes: the scene.
        view: the camera.
        loose: how far the outlines of the exact and of the rough shapes may lie from the true ones,
            in units of object space.
    """
    compiled = kernel()
    table, rough, points = _exact_and_rough(shapes, loose)
    turn = np.ascontiguousarray(view.turn)
    rotations = np.array([turn @ shape.rotation for shape in shapes])
    centers = np.array([turn @ np.asarray(shape.center, float) for shape in shapes])
    compiled.fill_table(table, rotations, centers, points)
    rough[:, : compiled.FIRST] = table[:, : compiled.FIRST]
    rough[:, compiled.MARGIN :] = table[:, compiled.MARGIN :]
    return Packed(compiled, table, rough, points, _grid(view))


def _exact_and_rough(
    shapes: Sequence[Shape], loose: tuple[float, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    compiled = kernel()
    table = np.zeros((len(shapes), compiled.COLUMNS))
    head, numbers = compiled.CENTER + 3, slice(compiled.NUMBERS, compiled.REACH + 1)
    table[:, :head] = [
        (one.kind, one.op, one.blend, i, *one.center) for i, one in enumerate(shapes)
    ]
    spare = compiled.REACH - compiled.NUMBERS
    table[:, numbers] = [
        (*one.numbers, *[0.0] * (spare - len(one.numbers)), one.reach) for one in shapes
    ]
    rough, outlines = table.copy(), [np.zeros((1, 2))]
    for rows, tolerance in zip((table, rough), loose, strict=True):
        lines = [_rough_outline(shape, tolerance) for shape in shapes]
        counts = np.array([len(line) for line in lines])
        rows[:, compiled.COUNT] = counts
        rows[:, compiled.FIRST] = sum(map(len, outlines)) + np.cumsum(counts) - counts
        outlines += lines
    return table, rough, np.concatenate(outlines)


def lamp_numbers(light: Light) -> NDArray[np.float64]:
    """(4,) the kernel's light: unit vector toward it and the softness of its shadow."""
    return np.array([*light.unit, light.softness])


def _groups(shapes: Sequence[Shape]) -> NDArray[np.int16]:
    """Equal numbers for shapes of one part and material."""
    numbers: dict[tuple[str, Material], int] = {}
    looks = [(shape.part, shape.material) for shape in shapes]
    return np.array([numbers.setdefault(look, len(numbers)) for look in looks], np.int16)


def _in_strips(work: Callable[[tuple[int, int]], None], height: int, threads: int | None) -> None:
    """Share the rows of a picture among worker threads."""
    workers = threads or os.cpu_count() or 1
    if workers == 1:
        work((0, height))
        return
    edges = np.linspace(0, height, 4 * workers + 1).astype(int)
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)))


def _grid(view: View) -> tuple[float, float, float]:
    """x of column 0, y of row 0, step between pixels."""
    step = 1 / view.scale
    return (0.5 - view.center[0]) * step, (view.center[1] - 0.5) * step, step


def kernel() -> ModuleType:
    """The compiled part."""
    from sketch2image.synth import kernel

    return kernel


def lowest(shapes: Sequence[Shape], up: NDArray[np.float64]) -> float:
    """Lowest height along the unit vector `up` that the added shapes reach (their bounds)."""
    return min(_bottom(shape, up) for shape in shapes if shape.op is Op.union)


def floor_of(shapes: Sequence[Shape], turn: Matrix) -> tuple[NDArray[np.float64], float]:
    """The plane that the scene lies on, in view space: unit normal, and offset along it.

    What is seen upright stands on its feet; what the view tips over lies flat before the camera.
    """
    up = turn[:, 1]
    if abs(up[0]) <= _TIPPED:
        return up, lowest(shapes, np.array([0.0, 1.0, 0.0]))
    return np.array([0.0, 0.0, 1.0]), lowest(shapes, turn[2])


def _bottom(shape: Shape, up: NDArray[np.float64]) -> float:
    """Exact for boxes, ellipsoids, capsules, prisms; a lathe and a torus by their own formula."""
    own = shape.rotation.T @ up
    height = float(np.dot(shape.center, up))
    numbers = np.asarray(shape.numbers)
    if shape.kind is Kind.capsule:
        along = float(numbers[:3] @ own)
        return height + min(-along - numbers[3], along - numbers[4])
    if shape.kind is Kind.ellipsoid:
        return height - float(np.linalg.norm(numbers[:3] * own))
    if shape.kind is Kind.box:
        return height - float(np.abs(numbers[:3] * own).sum())
    side = float(np.hypot(own[0], own[2]))
    if shape.kind is Kind.torus:
        return height - numbers[0] * side - numbers[1]
    if shape.kind is Kind.lathe:
        return height + float((shape.outline @ (-side, own[1])).min()) - numbers[0]
    flat = float((shape.outline @ own[:2]).min())
    return height + flat - abs(own[2]) * numbers[1] - numbers[0]


def _bounds(shape: Shape, turn: Matrix) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lowest and highest x, y and z of a shape in view space."""
    low = np.array([_bottom(shape, axis) for axis in turn])
    return low, np.array([-_bottom(shape, -axis) for axis in turn])


def _positions(
    depth: NDArray[np.float32], view: View, grid: tuple[float, float, float]
) -> NDArray[np.float32]:
    height, width = depth.shape
    x = grid[0] + np.arange(width) * grid[2]
    y = grid[1] - np.arange(height) * grid[2]
    seen = np.stack([*np.meshgrid(x, y), np.where(np.isfinite(depth), depth, 0)], axis=-1)
    return (seen @ view.turn).astype(np.float32)


def _pack(
    shapes: Sequence[Shape], turn: Matrix
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """The kernel's two tables and the outlines that they point into."""
    from sketch2image.synth import kernel as k

    table = np.stack([_row(i, shape, turn) for i, shape in enumerate(shapes)])
    table[:, k.MARGIN] = 1.25 * np.maximum.accumulate(table[::-1, k.BLEND])[::-1]
    rough = table.copy()
    outlines = [np.zeros((1, 2))]
    for rows, own in ((table, _outline), (rough, _rough_outline)):
        for row, shape in zip(rows, shapes, strict=True):
            outline = own(shape)
            row[k.FIRST], row[k.COUNT] = sum(map(len, outlines)), len(outline)
            outlines.append(outline)
    return table, rough, np.concatenate(outlines)


def _row(index: int, shape: Shape, turn: Matrix) -> NDArray[np.float64]:
    from sketch2image.synth import kernel as k

    row = np.zeros(k.COLUMNS)
    row[k.KIND], row[k.OP], row[k.BLEND], row[k.PART] = shape.kind, shape.op, shape.blend, index
    row[k.CENTER : k.TURN] = turn @ np.asarray(shape.center, float)
    row[k.TURN : k.NUMBERS] = (turn @ shape.rotation).T.ravel()
    row[k.NUMBERS : k.NUMBERS + len(shape.numbers)] = shape.numbers
    row[k.REACH] = shape.reach
    low, high = _bounds(shape, turn)
    row[k.BOX : k.COLUMNS] = *((low + high) / 2), *((high - low) / 2)
    return row


def _outline(shape: Shape) -> NDArray[np.float64]:
    return shape.outline


def _rough_outline(shape: Shape, tolerance: float | None = None) -> NDArray[np.float64]:
    from sketch2image.core.opencv import cv2
    from sketch2image.synth import kernel as k

    if len(shape.outline) < 8:
        return shape.outline
    line = shape.outline.astype(np.float32)[:, None]
    return np.asarray(cv2.approxPolyDP(line, tolerance or k.ROUGH, True), float)[:, 0]
