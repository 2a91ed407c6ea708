"""Nearest neighbors between small point sets, compiled by numba."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.compiled import nb

Values = NDArray[np.float32]

_FAR = 1e6
_ONE, _MOST = np.float32(1), np.float32(1e30)

_jit = nb.njit(cache=True, fastmath=True, nogil=True)


@_jit
def _mean_distance(goals, places, count, most, best):  # noqa: ANN001, ANN202
    """Mean over (2, P) goals of the distance to the nearest of `count` places, at most `most`."""
    number = goals.shape[1]
    for p in range(number):
        best[p] = most * most
    for q in range(count):
        x, y = places[0, q], places[1, q]
        for p in range(number):
            dx, dy = goals[0, p] - x, goals[1, p] - y
            apart = dx * dx + dy * dy
            best[p] = apart if apart < best[p] else best[p]
    total = 0.0
    for p in range(number):
        total += math.sqrt(best[p])
    return total / max(1, number)


@_jit
def _allowed(wide, high, stretch):  # noqa: ANN001, ANN202
    """Scales along x and y whose ratio is at most `stretch`, their product kept."""
    middle = math.sqrt(wide * high)
    ratio = min(math.sqrt(stretch), max(1 / math.sqrt(stretch), math.sqrt(wide / high)))
    return middle * ratio, middle / ratio


@_jit
def laid_costs(
    points: Values,
    rim: NDArray[np.bool_],
    turn: Values,
    half: Values,
    near: tuple[Values, Values],
    goals: tuple[Values, Values],
    inner_weights: tuple[float, float],
    limits: tuple[float, float],
) -> Values:
    """Lay each set of points over a drawing, its box on the drawing's, and say how badly it fits.

    Args:
        points: (N, Q, 2) outline points of N scenes.
        rim: (N, Q) which of them lie on the outer outline.
        turn: (2, 2) applied to every point first.
        half: (2,) half width and height of the drawing in cells, its middle at 0.
        near: two (S, S) maps of the distance to the drawing's outline and to any of its ink.
        goals: (2, P) outline and (2, R) inner points of the drawing.
        inner_weights: weight of an inner point of a scene, and of all inner points of the drawing.
        limits: distance that longer ones count as, in cells; and largest ratio of the two scales.

    Returns:
        (N, 5) mean distance in cells, both ways added up; scale along x and y; middle of the turned
        points.
    """
    found = np.empty((len(points), 5), np.float32)
    count, side = points.shape[1], near[0].shape[0]
    every = np.empty((2, count), np.float32)
    outline = np.empty((2, count), np.float32)
    best = np.empty(max(goals[0].shape[1], goals[1].shape[1]), np.float32)
    for n in range(len(points)):
        left = top = _FAR
        right = bottom = -_FAR
        for q in range(count):
            x = points[n, q, 0] * turn[0, 0] + points[n, q, 1] * turn[0, 1]
            y = points[n, q, 0] * turn[1, 0] + points[n, q, 1] * turn[1, 1]
            left, right, top, bottom = min(left, x), max(right, x), min(top, y), max(bottom, y)
            every[0, q], every[1, q] = x, y
        wide, high = _allowed(
            half[0] / max((right - left) / 2, 1e-3), half[1] / max((bottom - top) / 2, 1e-3),
            limits[1],
        )  # fmt: skip
        x, y = (left + right) / 2, (top + bottom) / 2
        forth, weights, outer = 0.0, 0.0, 0
        for q in range(count):
            every[0, q], every[1, q] = (every[0, q] - x) * wide, (every[1, q] - y) * high
            on_rim = rim[n, q]
            if on_rim:
                outline[0, outer], outline[1, outer] = every[0, q], every[1, q]
                outer += 1
            column = min(side - 1, max(0, round(every[0, q] + side / 2)))
            row = min(side - 1, max(0, round(every[1, q] + side / 2)))
            weight = 1.0 if on_rim else inner_weights[0]
            apart = near[0][row, column] if on_rim else near[1][row, column]
            forth += weight * min(apart, limits[0])
            weights += weight
        back = _mean_distance(goals[0], outline, outer, limits[0], best)
        if inner_weights[1] > 0:
            more = _mean_distance(goals[1], every, count, limits[0], best)
            back = (back + inner_weights[1] * more) / (1 + inner_weights[1])
        found[n, 0] = forth / weights + back
        found[n, 1], found[n, 2], found[n, 3], found[n, 4] = wide, high, x, y
    return found


@_jit
def _chosen(places, normals, goals, goal_normals, penalty, best, chosen, nearest):  # noqa: ANN001, ANN202
    """For each of (2, M) goals, the place that seems nearest, and the distance to the nearest."""
    count = goals.shape[1]
    for j in range(count):
        best[j], chosen[j], nearest[j] = _MOST, 0, _MOST
    for i in range(places.shape[1]):
        x, y, nx, ny = places[0, i], places[1, i], normals[0, i], normals[1, i]
        place = np.int32(i)
        for j in range(count):
            dx, dy = goals[0, j] - x, goals[1, j] - y
            apart = dx * dx + dy * dy
            across = _ONE + penalty * (_ONE - nx * goal_normals[0, j] - ny * goal_normals[1, j])
            seems = apart * across * across
            nearer = seems < best[j]
            best[j] = seems if nearer else best[j]
            chosen[j] = place if nearer else chosen[j]
            nearest[j] = apart if apart < nearest[j] else nearest[j]
    total = 0.0
    for j in range(count):
        total += math.sqrt(nearest[j])
    return total / count


@_jit
def partners(
    places: Values, normals: Values, goals: Values, goal_normals: Values, penalty: np.float32
) -> tuple[NDArray[np.int32], NDArray[np.int32], float]:
    """The nearest partner, of like direction, of each place and of each goal.

    Args:
        places: (2, N).
        normals: (2, N) unit vectors, or zeros.
        goals: (2, M).
        goal_normals: (2, M) likewise.
        penalty: how much farther a partner seems for each unit of 1 - the normals' product.

    Returns:
        (N,) goal of each place, (M,) place of each goal, and the mean distance to the nearest, both
        ways averaged.
    """
    forth = np.empty(places.shape[1], np.int32)
    back = np.empty(goals.shape[1], np.int32)
    most = max(len(forth), len(back))
    best, nearest = np.empty(most, np.float32), np.empty(most, np.float32)
    far = _chosen(goals, goal_normals, places, normals, penalty, best, forth, nearest)
    near = _chosen(places, normals, goals, goal_normals, penalty, best, back, nearest)
    return forth, back, (far + near) / 2
