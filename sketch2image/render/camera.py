"""Quick looks at a scene: the kernel's sparse tracing, for outlines and for photos."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sketch2image.synth.sdf import Buffers, Light, Packed, View, lamp_numbers, packed
from sketch2image.synth.shading import without_facets
from sketch2image.synth.shapes import Shape

Field = NDArray[np.float32]

_TILE, _SMALL_TILE = 8, 4
_SMALL = 120
_CLOSE, _CLOSE_PIXELS = 6e-4, 0.1
_EXACT, _ROUGH, _ROUGH_PIXELS = 0.001, 0.003, 0.25
_FLAT = 0.985
_LIGHT_STRIDE = 4


@dataclass(frozen=True, eq=False)
class Silhouette:
    """Which part of a scene is seen where.

    Attributes:
        part: (H, W) index into `parts`, -1 where nothing was hit.
        parts: names of the outline groups.
    """

    part: NDArray[np.int16]
    parts: tuple[str, ...]

    @property
    def hit(self) -> NDArray[np.bool_]:
        """(H, W) where the object is."""
        return self.part >= 0


def silhouette(shapes: Sequence[Shape], view: View) -> Silhouette:
    """What a camera sees of a scene, without depth or light; outlines are true to 0.1 pixel."""
    tolerance = max(_ROUGH, _ROUGH_PIXELS / view.scale)
    scene = packed(shapes, view, (tolerance, tolerance))
    depth, index = _blank(view)
    tile = _SMALL_TILE if max(view.size) < _SMALL else _TILE
    scene.kernel.trace_sparsely(
        scene.table, scene.rough, scene.points, scene.grid, (0, view.size[1]), tile, 1,
        _close(scene), depth, index, np.zeros((0, 0, 3), np.float32),
    )  # fmt: skip
    names = tuple(dict.fromkeys(shape.part for shape in shapes))
    return Silhouette(_part_of(shapes, names)[index], names)


def snapshot(shapes: Sequence[Shape], view: View, light: Light) -> Buffers:
    """What `look` gives without a floor, with less work where a surface is even.

    Every second pixel of every second row is traced; between four that show one even surface, the
    others follow from them. The facets of outlines are smoothed away, and light is computed for
    one pixel of sixteen. The answer does not depend on the number of threads.
    """
    scene = packed(shapes, view, (_EXACT, _ROUGH))
    (depth, index), (height, width) = _blank(view), view.size[::-1]
    normal = np.zeros((height, width, 3), np.float32)
    ambient, shadow = np.ones((2, height, width), np.float32)
    _trace(scene, height, depth, index, normal)
    _illuminate(scene, height, lamp_numbers(light), depth, index, normal, ambient, shadow)
    names = tuple(dict.fromkeys(shape.part for shape in shapes))
    position = _positions(depth, view, scene.grid)
    part = _part_of(shapes, names)[index]
    return Buffers(depth, part, names, index, normal, ambient, shadow, position)


def _trace(
    scene: Packed, height: int, depth: Field, index: NDArray[np.int16], normal: Field
) -> None:
    kernel, close = scene.kernel, _close(scene)
    tables = scene.table, scene.rough, scene.points, scene.grid

    def coarse(rows: tuple[int, int]) -> None:
        kernel.trace_sparsely(*tables, rows, _TILE, 2, close, depth, index, normal)

    def fine(rows: tuple[int, int]) -> None:
        kernel.trace_between(*tables, rows, _TILE, close, _FLAT, depth, index, normal)

    _in_strips(coarse, height)
    normal[::2, ::2] = without_facets(normal[::2, ::2])
    _in_strips(fine, height)


def _illuminate(
    scene: Packed, height: int, lamp: NDArray[np.float64], depth: Field,
    index: NDArray[np.int16], normal: Field, ambient: Field, shadow: Field,
) -> None:  # fmt: skip
    kernel, tables = scene.kernel, (scene.rough, scene.points, scene.grid)
    layers = depth, index, normal, ambient, shadow
    _in_strips(
        lambda rows: kernel.light_sparsely(*tables, rows, _LIGHT_STRIDE, lamp, *layers), height
    )
    _in_strips(
        lambda rows: kernel.light_between(*tables, rows, _LIGHT_STRIDE, lamp, *layers), height
    )


def _in_strips(work: Callable[[tuple[int, int]], None], height: int) -> None:
    """Share rows among the worker threads, whole tiles each."""
    edges = [*range(0, height, 4 * _TILE), height]
    list(workers().map(work, pairwise(edges)))


def workers() -> ThreadPoolExecutor:
    """The threads that share the work of a render, one for each core."""
    return _pool(os.getpid())


@cache
def _pool(process: int) -> ThreadPoolExecutor:
    """A pool of its own for each process: a fork has none of its parent's threads."""
    return ThreadPoolExecutor(os.cpu_count() or 1, f"render-{process}")


def _blank(view: View) -> tuple[Field, NDArray[np.int16]]:
    width, height = view.size
    return np.full((height, width), -np.inf, np.float32), np.full((height, width), -1, np.int16)


def _close(scene: Packed) -> float:
    return max(_CLOSE, _CLOSE_PIXELS * scene.grid[2])


def _part_of(shapes: Sequence[Shape], names: tuple[str, ...]) -> NDArray[np.int16]:
    """(P + 1,) number of each shape's part, -1 for none."""
    return np.array([*(names.index(shape.part) for shape in shapes), -1], np.int16)


def _positions(depth: Field, view: View, grid: tuple[float, float, float]) -> Field:
    height, width = depth.shape
    turn = view.turn.astype(np.float32)
    x = grid[0] + np.arange(width, dtype=np.float32) * np.float32(grid[2])
    y = grid[1] - np.arange(height, dtype=np.float32) * np.float32(grid[2])
    deep = np.where(np.isfinite(depth), depth, 0)
    seen = np.stack([*np.meshgrid(x, y), deep], axis=-1).astype(np.float32)
    return seen @ turn
