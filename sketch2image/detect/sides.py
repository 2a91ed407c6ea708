"""What a picture looks like along pieces of lines, read from running sums."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.detect.lines import Edges, Lines, edges_of, lines_of

Floats = NDArray[np.float64]

_BESIDE = 4
"""Pixels left and right of a line at which the ground beside it is read."""
_STRIDE, _ROUGHEST = 4, 20.0
_GAP, _ONWARD = 3, 24
"""Pixels past a corner from which, and along which, it is seen whether the line goes on."""
_SMOOTHING = 1.0
_PER_PIXEL = 1 / 8
"""Sobel's sums are eight times the change from one pixel to the next."""


@dataclass(frozen=True, eq=False)
class Bundle:
    """The upright lines of a picture and what is along them.

    Attributes:
        lines: from left to right.
        height: of the picture in pixels.
        sums: (3, N, H + 1) running sums along each line: of edges on it, and of how much the
            colors 4 pixels left and right of it change on the way.
    """

    lines: Lines
    height: int
    sums: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Stations:
    """Places on the lines of a bundle, where M others cross them.

    Attributes:
        at: (N, M) y of each, in pixels.
        sums: (3, N, M) the bundle's running sums there.
        before, after: (N, M) share of edges just above and just below, 0..1.
    """

    at: Floats
    sums: NDArray[np.float32]
    before: NDArray[np.float32]
    after: NDArray[np.float32]


def bundles_of(lab: NDArray[np.float32]) -> tuple[Bundle, Bundle]:
    """The upright and the level lines of (H, W, 3) CIE Lab; the latter of the transposed one."""
    from sketch2image.core.opencv import cv2

    smooth = np.asarray(cv2.GaussianBlur(lab, (0, 0), _SMOOTHING), np.float32)
    across = np.asarray(cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=_PER_PIXEL), np.float32)
    down = np.asarray(cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=_PER_PIXEL), np.float32)
    lying, *turned = (np.ascontiguousarray(f.transpose(1, 0, 2)) for f in (smooth, down, across))
    return _bundle(smooth, edges_of(across, down)), _bundle(lying, edges_of(*turned))


def stations(bundle: Bundle, at: Floats) -> Stations:
    """What is known at (N, M) heights on N lines."""
    return Stations(
        at,
        _read(bundle.sums, at),
        _share(bundle, at - _GAP - _ONWARD, at - _GAP),
        _share(bundle, at + _GAP, at + _GAP + _ONWARD),
    )


def _bundle(smooth: NDArray[np.float32], edges: Edges) -> Bundle:
    from sketch2image.core.opencv import cv2

    lines, (height, width) = lines_of(edges), edges.ridge.shape
    y = np.arange(height)
    x = np.round(lines[:, :1] + lines[:, 1:] * (y - height / 2)).astype(np.intp)
    wide = cv2.dilate(edges.ridge.astype(np.uint8), np.ones((1, 3), np.uint8))
    covered = wide[y, x.clip(0, width - 1)] * ((x >= 0) & (x < width))
    beside = [smooth[y, (x + step).clip(0, width - 1)] for step in (-_BESIDE, _BESIDE)]
    along = np.stack([covered, *map(_roughness, beside)]).astype(np.float32)
    return Bundle(lines, height, np.pad(along.cumsum(axis=2), ((0, 0), (0, 0), (1, 0))))


def _roughness(colors: NDArray[np.float32]) -> NDArray[np.float32]:
    """(N, H) largest change of a channel over a few pixels of (N, H, 3)."""
    change = np.abs(colors[:, _STRIDE:] - colors[:, :-_STRIDE]).max(axis=2)
    return np.pad(np.minimum(change, _ROUGHEST), ((0, 0), (_STRIDE, 0)))


def _share(bundle: Bundle, start: Floats, end: Floats) -> NDArray[np.float32]:
    edges = _read(bundle.sums[0], end) - _read(bundle.sums[0], start)
    return (edges / _ONWARD).astype(np.float32)


def _read(sums: NDArray[np.float32], at: Floats) -> NDArray[np.float32]:
    place = np.round(at).astype(np.intp).clip(0, sums.shape[-1] - 1)
    return sums[..., np.arange(len(at))[:, None], place]
