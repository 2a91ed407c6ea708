"""A smooth displacement that carries one set of outlines onto another.

Points of both sets pull at their nearest partner of like direction (iterative closest points, Besl
and McKay, 1992); the pulls are spread by a Gaussian whose width shrinks from step to step, and the
small steps are composed, so that the map never folds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]
Field = NDArray[np.float32]

STRIDE = 4
"""Pixels between the nodes of a displacement's grid."""

_STEPS = 20
_COARSER, _FEWEST = (4, 2, 1), 2.5
_WIDEST = 0.22
_PACE = 0.7
_TURN_PENALTY = 0.5
_STEEPEST = 0.35


@dataclass(frozen=True, eq=False)
class Outline:
    """Places on lines.

    Attributes:
        places: (N, 2) float32 pixels.
        normals: (N, 2) unit vectors across the line, outward on a rim; zero where not known.
        weights: (N,) how hard a place pulls.
        reach: (N,) farthest partner it listens to, in pixels.
    """

    places: Points
    normals: Points
    weights: NDArray[np.float32]
    reach: NDArray[np.float32]

    @classmethod
    def join(cls, *parts: Outline) -> Outline:
        """All places of several outlines."""
        fields = ("places", "normals", "weights", "reach")
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in fields))


def ring_outline(rings: list[Points], count: int, weight: float, reach: float) -> Outline:
    """About `count` places on closed rings, with outward normals.

    Args:
        rings: (N, 2) closed outlines, clockwise on the screen or not.
        count: places in all, shared out by length.
        weight: pull of each.
        reach: pixels.
    """
    total = sum(map(len, rings))
    pieces = [_ring(ring, max(8, round(count * len(ring) / total))) for ring in rings]
    places = np.concatenate([piece[0] for piece in pieces])
    normals = np.concatenate([piece[1] for piece in pieces])
    full = np.ones(len(places), np.float32)
    return Outline(places, normals, weight * full, reach * full)


def loose_outline(points: Points, count: int, weight: float, reach: float) -> Outline:
    """At most `count` of (N, 2) points whose direction is not known."""
    order = np.random.default_rng(len(points)).permutation(len(points))[:count]
    places = points[np.sort(order)].astype(np.float32)
    full = np.ones(len(places), np.float32)
    return Outline(places, np.zeros_like(places), weight * full, reach * full)


def grid(side: int) -> Field:
    """(G, G, 2) the places of the nodes themselves: the map that moves nothing."""
    nodes = np.arange(side // STRIDE, dtype=np.float32) * STRIDE + (STRIDE - 1) / 2
    return np.stack(np.meshgrid(nodes, nodes), axis=-1)


def displace(
    rims: tuple[Outline, Outline],
    insides: tuple[Outline, Outline],
    side: int,
    size: float,
    narrowest: float,
) -> tuple[Field, float]:
    """The map that carries the first of each pair onto the second.

    Args:
        rims: outer outlines, what is and what should be.
        insides: inner lines, likewise; either may be empty.
        side: width and height of the canvas in pixels.
        size: length of the drawing in pixels; widths of the spread are shares of it.
        narrowest: width of the last spread; details finer than that are not followed.

    Returns:
        (G, G, 2) float32, for each node of the target's grid where its content comes from, in
        pixels; and the mean distance of the rims afterwards, as a share of `size`.
    """
    nodes = grid(side)
    source = nodes.copy()
    (rim, rim_goal), (inside, inside_goal) = rims, insides
    distance = np.inf
    for step, width in enumerate(np.geomspace(_WIDEST, narrowest, _STEPS)):
        places, pulls, weights, distance = _pulls(rim, rim_goal)
        if step > _STEPS // 3 and len(inside.places) and len(inside_goal.places):
            more = _pulls(inside, inside_goal, mutual=False)
            places, pulls, weights = (
                np.concatenate(pair)
                for pair in zip((places, pulls, weights), more[:3], strict=True)
            )
        move = _spread(places, pulls, weights, len(nodes), float(width) * size) * _PACE
        source = _composed(source, nodes, move)
        rim, inside = _moved(rim, move), _moved(inside, move)
    return source, distance / size


def calmed(source: Field, side: int, width: float) -> Field:
    """A map without the details that are finer than `width` pixels."""
    from sketch2image.core.opencv import cv2

    nodes = grid(side)
    slow = cv2.GaussianBlur(source - nodes, (0, 0), width / STRIDE, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(nodes + slow, np.float32)


def strain(source: Field) -> Field:
    """(G, G) how much a map stretches or squeezes at each node: the larger |log| of its scales."""
    along, across = (np.gradient(source, STRIDE, axis=axis) for axis in (1, 0))
    square = (along**2 + across**2).sum(axis=-1) / 2
    area = np.abs(along[..., 0] * across[..., 1] - along[..., 1] * across[..., 0])
    spread = np.sqrt(np.maximum(square**2 - area**2, 0))
    largest = np.sqrt(square + spread)
    smallest = np.maximum(area / np.maximum(largest, 1e-6), 1e-3)
    return np.maximum(np.log(np.maximum(largest, 1e-3)), -np.log(smallest)).astype(np.float32)


def _ring(ring: Points, count: int) -> tuple[Points, Points]:
    from sketch2image.core.opencv import cv2

    reach = max(2, len(ring) // 60)
    smooth = cv2.blur(np.pad(ring, ((reach, reach), (0, 0)), mode="wrap"), (1, 2 * reach + 1))
    along = np.roll(smooth, -1, axis=0) - np.roll(smooth, 1, axis=0)
    along = along[reach:-reach]
    outward = np.stack([along[:, 1], -along[:, 0]], axis=1)
    outward *= np.sign(_signed_area(ring))
    outward /= np.linalg.norm(outward, axis=1, keepdims=True) + 1e-6
    chosen = np.linspace(0, len(ring), count, endpoint=False).astype(int)
    return ring[chosen], outward[chosen].astype(np.float32)


def _signed_area(ring: Points) -> float:
    x, y = ring.astype(float).T
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum()) or 1.0


def _pulls(
    now: Outline, goal: Outline, mutual: bool = True
) -> tuple[Points, Points, NDArray[np.float32], float]:
    """Where pulls act, (N, 2) pulls in pixels, their weights, and the mean distance."""
    from sketch2image.render.nearest import partners

    mine, mine_across, other, other_across = (
        _columns(one) for one in (now.places, now.normals, goal.places, goal.normals)
    )
    forth, back, mean = partners(mine, mine_across, other, other_across, _penalty(now, goal))
    mine, theirs = np.arange(len(now.places)), np.arange(len(goal.places))
    pairs = mine, forth
    if mutual:
        pairs = np.concatenate([mine, back]), np.concatenate([forth, theirs])
    pull = goal.places[pairs[1]] - now.places[pairs[0]]
    length = np.linalg.norm(pull, axis=1)
    weight = np.minimum(now.weights[pairs[0]], goal.weights[pairs[1]])
    weight = weight / (1 + (length / now.reach[pairs[0]]) ** 4)
    return now.places[pairs[0]], pull, weight.astype(np.float32), mean


def _columns(points: Points) -> Points:
    return np.ascontiguousarray(points.T, np.float32)


def _penalty(now: Outline, goal: Outline) -> np.float32:
    known = now.normals.any() and goal.normals.any()
    return np.float32(4 * _TURN_PENALTY if known else 0)


def _spread(
    places: Points, pulls: Points, weights: NDArray[np.float32], nodes: int, width: float
) -> Field:
    from sketch2image.core.opencv import cv2

    sigma = max(width / STRIDE, 0.8)
    coarse = next(number for number in _COARSER if sigma >= _FEWEST * number or number == 1)
    side = nodes // coarse
    field = np.zeros((side, side, 3), np.float32)
    cell = np.clip(places // (STRIDE * coarse), 0, side - 1).astype(int)
    np.add.at(field, (cell[:, 1], cell[:, 0]), np.column_stack([pulls * weights[:, None], weights]))
    blurred = cv2.GaussianBlur(field, (0, 0), sigma / coarse, borderType=cv2.BORDER_CONSTANT)
    calm = 0.05 * blurred[..., 2].max() + 1e-9
    move = cv2.resize(blurred[..., :2] / (blurred[..., 2:] + calm), (nodes, nodes))
    return np.asarray(move * min(1.0, _STEEPEST / (_steepness(move) + 1e-9)), np.float32)


def _steepness(move: Field) -> float:
    """Largest change of the displacement from node to node, per pixel."""
    steps = [np.abs(np.diff(move, axis=axis)).max() for axis in (0, 1)]
    return float(max(steps)) / STRIDE


def _composed(source: Field, nodes: Field, move: Field) -> Field:
    origin = nodes - move
    for _ in range(2):
        origin = nodes - _at(move, origin)
    return _at(source, origin)


def _moved(outline: Outline, move: Field) -> Outline:
    shift = _at(move, outline.places[:, None])[:, 0] if len(outline.places) else 0
    return Outline(outline.places + shift, outline.normals, outline.weights, outline.reach)


def _at(field: Field, places: Points) -> Points:
    """The field at (H, W, 2) places in pixels."""
    from sketch2image.core.opencv import cv2

    cells = ((places - (STRIDE - 1) / 2) / STRIDE).astype(np.float32)
    x, y = cells[..., 0], cells[..., 1]
    found = cv2.remap(field, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.float32)
