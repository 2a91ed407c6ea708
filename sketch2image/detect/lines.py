"""Straight lines in a picture that run roughly from its top to its bottom, however broken.

Level lines are the upright ones of the transposed picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Lines = NDArray[np.float64]
"""(N, 2) place, lean: x = place + lean * (y - height / 2), in pixels."""

MOST = 32
"""Lines kept; a framed picture has about eight of its own in either direction."""

_LEANS = np.linspace(-0.6, 0.6, 81)
_STEP = float(_LEANS[1] - _LEANS[0])
_DOUBT = 5
"""Steps of lean around a pixel's own that it votes for: its gradient is a rough guess."""
_FAINTEST, _FULL = 1.5, 6.0
"""Steepness in CIE Lab per pixel from which a pixel is of an edge, and votes in full."""
_FEWEST = 12.0
_BEYOND = 160
"""Pixels left and right of the picture where the middle of a line may be."""
_SAME = 2.0
"""Pixels by which two lines must differ at the top or the bottom of the picture."""
_NEAR = (2.5, 1.5)
"""Pixels from a line within which edges refine it, first and last."""


@dataclass(frozen=True, eq=False)
class Edges:
    """Where a picture changes from left to right.

    Attributes:
        ridge: (H, W) whether the change is steepest here among its neighbors.
        lean: (H, W) of the edge through each pixel, x per y.
        steepness: (H, W) in CIE Lab per pixel.
    """

    ridge: NDArray[np.bool_]
    lean: NDArray[np.float32]
    steepness: NDArray[np.float32]


def edges_of(across: NDArray[np.float32], down: NDArray[np.float32]) -> Edges:
    """The upright edges of a picture.

    Args:
        across: (H, W, C) how much each channel changes a pixel to the right.
        down: (H, W, C) the same downward.
    """
    from sketch2image.core.opencv import cv2

    power = np.einsum("hwc,hwc->hw", across, across)
    both = np.einsum("hwc,hwc->hw", across, down)
    steepness = np.sqrt(power)
    lean = -both / np.maximum(power, 1e-6)
    around = cv2.dilate(steepness, np.ones((1, 5), np.uint8))
    ridge = (steepness >= around) & (steepness > _FAINTEST) & (np.abs(lean) < _LEANS[-1] + 0.15)
    return Edges(ridge, lean, steepness)


def lines_of(edges: Edges, most: int = MOST) -> Lines:
    """The lines with most edges along them, from left to right; may be none.

    Args:
        edges: of a picture.
        most: lines wanted.
    """
    votes = _votes(edges)
    lines = _refined(_peaks(votes, 2 * most), edges.ridge)
    lines = lines[_distinct(lines, len(edges.ridge))[:most]]
    return lines[np.argsort(lines[:, 0], kind="stable")]


def _votes(edges: Edges) -> NDArray[np.float32]:
    """(leans, places) of the Hough transform where pixels vote near their own lean only."""
    from sketch2image.core.opencv import cv2

    height, width = edges.ridge.shape
    y, x = np.nonzero(edges.ridge)
    own = np.round((edges.lean[y, x] - _LEANS[0]) / _STEP).astype(np.intp)
    weight = np.sqrt(np.minimum(1, edges.steepness[y, x] / _FULL))
    lean = own[:, None] + np.arange(-_DOUBT, _DOUBT + 1)
    place = x[:, None] - (lean * _STEP + _LEANS[0]) * (y - height / 2)[:, None] + _BEYOND
    place = np.round(place).astype(np.intp)
    columns = width + 2 * _BEYOND
    valid = (lean >= 0) & (lean < len(_LEANS)) & (place >= 0) & (place < columns)
    weights = np.broadcast_to(weight[:, None], valid.shape)[valid]
    cells = (lean * columns + place)[valid]
    counted = np.bincount(cells, weights, len(_LEANS) * columns).astype(np.float32)
    return cv2.blur(counted.reshape(len(_LEANS), columns), (3, 1)) * 3


def _peaks(votes: NDArray[np.float32], most: int) -> Lines:
    from sketch2image.core.opencv import cv2

    around = cv2.dilate(votes, np.ones((9, 7), np.uint8))
    lean, place = np.nonzero((votes >= around) & (votes > _FEWEST))
    order = np.argsort(-votes[lean, place], kind="stable")[:most]
    ranked = np.stack([place[order] - float(_BEYOND), _LEANS[lean[order]]], axis=1)
    return ranked.astype(np.float64)


def _refined(lines: Lines, ridge: NDArray[np.bool_]) -> Lines:
    """Each line fitted to the edges near it by least squares."""
    y, x = np.nonzero(ridge)
    down = (y - len(ridge) / 2).astype(np.float64)
    for near in _NEAR:
        away = x - lines[:, :1] - lines[:, 1:] * down
        close = (np.abs(away) < near).astype(np.float64)
        lines = lines + _correction(close, away, down)
    return lines


def _distinct(lines: Lines, height: int) -> list[int]:
    """Places of the lines that do not run along an earlier one."""
    ends = lines[:, :1] + lines[:, 1:] * (-height / 2, height / 2)
    kept: list[int] = []
    for place in range(len(lines)):
        away = np.abs(ends[kept] - ends[place]).max(axis=1, initial=0)
        if not kept or away.min() > _SAME:
            kept.append(place)
    return kept


def _correction(
    weight: NDArray[np.float64], away: NDArray[np.float64], down: NDArray[np.float64]
) -> Lines:
    """What to add to place and lean so that the weighted squares of `away` are least."""
    n, sy, syy = weight.sum(axis=1), weight @ down, weight @ (down * down)
    left = weight * away
    sx, sxy = left.sum(axis=1), left @ down
    det = np.maximum(n * syy - sy * sy, 1e-6)
    fit = np.stack([syy * sx - sy * sxy, n * sxy - sy * sx], axis=1) / det[:, None]
    return np.where((n > _FEWEST / 2)[:, None], fit, 0.0).astype(np.float64)
