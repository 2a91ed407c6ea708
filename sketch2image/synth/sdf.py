"""Scenes of solid shapes, and the buffers a camera sees of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.paths import cache
from sketch2image.synth.shapes import Kind, Material, Matrix, Op, Shape


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
    """

    toward: tuple[float, float, float] = (-0.45, 0.75, 0.6)
    softness: float = 0.18

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
    kernel = _kernel()
    table, points = _pack(shapes, view.turn)
    width, height = view.size
    depth = np.full((height, width), -np.inf, np.float32)
    index = np.full((height, width), -1, np.int16)
    normal = np.zeros((height, width, 3), np.float32)
    ambient = np.ones((height, width), np.float32)
    shadow = np.ones((height, width), np.float32)
    step = 1 / view.scale
    grid = ((0.5 - view.center[0]) * step, (view.center[1] - 0.5) * step, step)
    lamp = np.array([*(light or Light()).unit, (light or Light()).softness])
    ground = _floor(shapes, view.turn) if floor and light else np.zeros(4)

    def strip(rows: tuple[int, int]) -> None:
        kernel.trace(
            table, points, grid, rows, lamp, ground, light is not None,
            depth, index, normal, ambient, shadow,
        )  # fmt: skip

    workers = threads or os.cpu_count() or 1
    edges = np.linspace(0, height, 4 * workers + 1 if workers > 1 else 2).astype(int)
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(strip, zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)))

    names = tuple(dict.fromkeys(shape.part for shape in shapes))
    part_of = np.array([*(names.index(shape.part) for shape in shapes), -1], np.int16)
    position = _positions(depth, view, grid)
    return Buffers(depth, part_of[index], names, index, normal, ambient, shadow, position)


def _kernel() -> ModuleType:
    """The compiled part; machine code is kept beside it, or in the cache folder if need be."""
    if not os.access(Path(__file__).parent, os.W_OK):
        os.environ.setdefault("NUMBA_CACHE_DIR", str(cache() / "numba"))
    from sketch2image.synth import kernel

    return kernel


def materials(shapes: Sequence[Shape]) -> list[Material]:
    """The material of each shape, in order."""
    return [shape.material for shape in shapes]


def lowest(shapes: Sequence[Shape], up: NDArray[np.float64]) -> float:
    """Lowest height along the unit vector `up` that the added shapes reach (their bounds)."""
    return min(_bottom(shape, up) for shape in shapes if shape.op is Op.union)


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


def _floor(shapes: Sequence[Shape], turn: Matrix) -> NDArray[np.float64]:
    up = np.array([0.0, 1.0, 0.0])
    return np.array([*(turn @ up), lowest(shapes, up)])


def _positions(
    depth: NDArray[np.float32], view: View, grid: tuple[float, float, float]
) -> NDArray[np.float32]:
    height, width = depth.shape
    x = grid[0] + np.arange(width) * grid[2]
    y = grid[1] - np.arange(height) * grid[2]
    seen = np.stack([*np.meshgrid(x, y), np.where(np.isfinite(depth), depth, 0)], axis=-1)
    return (seen @ view.turn).astype(np.float32)


def _pack(shapes: Sequence[Shape], turn: Matrix) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    from sketch2image.synth import kernel as k

    table = np.zeros((len(shapes), k.COLUMNS))
    outlines = [np.zeros((1, 2))]
    first = 1
    for i, (row, shape) in enumerate(zip(table, shapes, strict=True)):
        row[k.KIND], row[k.OP], row[k.BLEND], row[k.PART] = shape.kind, shape.op, shape.blend, i
        row[k.CENTER : k.TURN] = turn @ np.asarray(shape.center, float)
        row[k.TURN : k.NUMBERS] = (turn @ shape.rotation).T.ravel()
        row[k.NUMBERS : k.NUMBERS + len(shape.numbers)] = shape.numbers
        row[k.REACH], row[k.FIRST], row[k.COUNT] = shape.reach, first, len(shape.outline)
        outlines.append(shape.outline)
        first += len(shape.outline)
    table[:, k.MARGIN] = 1.25 * np.maximum.accumulate(table[::-1, k.BLEND])[::-1]
    return table, np.concatenate(outlines)
