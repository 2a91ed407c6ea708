"""Line drawings of what a camera sees: the borders between visible parts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sketch2image.synth.sdf import Buffers

Line = NDArray[np.float32]

_SHORTEST = 0.035
_NEAR = 3.0
_SIMPLIFY = 0.8


def outlines(buffers: Buffers) -> list[Line]:
    """The borders of every visible part as open or closed polylines, each border drawn once.

    Returns:
        Lines of (N, 2) float32 pixels, longest first; a closed line ends where it began.
    """
    shape = buffers.part.shape
    drawn = np.zeros(shape, np.uint8)
    shortest = _SHORTEST * min(shape)
    found: list[Line] = []
    for contour in sorted(_contours(buffers), key=_length, reverse=True):
        for piece in _new_pieces(contour, drawn):
            if _length(piece) >= shortest:
                found.append(_tidy(piece))
                _mark(drawn, piece)
    return sorted(found, key=_length, reverse=True)


def _contours(buffers: Buffers) -> list[Line]:
    from sketch2image.core.opencv import cv2

    masks = [buffers.hit, *(buffers.part == i for i in range(len(buffers.parts)))]
    lines: list[Line] = []
    for mask in masks:
        found, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        lines += [_closed(points[:, 0].astype(np.float32)) for points in found if len(points) > 7]
    return lines


def _closed(points: Line) -> Line:
    return np.concatenate([points, points[:1]])


def _new_pieces(contour: Line, drawn: NDArray[np.uint8]) -> list[Line]:
    """The stretches of a contour that do not run along lines already drawn."""
    x, y = contour.astype(int).T
    fresh = drawn[y, x] == 0
    if fresh.all():
        return [contour]
    if not fresh.any():
        return []
    start = int(np.argmin(fresh))
    ring = np.roll(contour[:-1], -start, axis=0)
    fresh = np.roll(fresh[:-1], -start)
    breaks = np.flatnonzero(np.diff(fresh.astype(int))) + 1
    runs = np.split(np.arange(len(ring)), breaks)
    return [ring[run] for run in runs if fresh[run[0]] and len(run) > 3]


def _mark(drawn: NDArray[np.uint8], line: Line) -> None:
    from sketch2image.core.opencv import cv2

    thickness = int(2 * _NEAR)
    cv2.polylines(drawn, [line.astype(np.int32)], False, 1, thickness)


def _tidy(line: Line) -> Line:
    """Smooth away the pixel stairs and drop needless points."""
    from sketch2image.core.opencv import cv2

    smooth = _blur(line)
    return cv2.approxPolyDP(smooth[:, None], _SIMPLIFY, False)[:, 0]


def _blur(line: Line, reach: int = 3) -> Line:
    closed = bool(np.allclose(line[0], line[-1])) and len(line) > 2 * reach
    weights = np.hanning(2 * reach + 3)[1:-1]
    weights /= weights.sum()
    ring = line[:-1] if closed else line
    padded = np.pad(ring, ((reach, reach), (0, 0)), mode="wrap" if closed else "edge")
    columns = [np.convolve(padded[:, axis], weights, "valid") for axis in (0, 1)]
    smooth = np.stack(columns, axis=1).astype(np.float32)
    return _closed(smooth) if closed else smooth


def _length(line: Line) -> float:
    steps = np.diff(line, axis=0)
    return float(np.hypot(steps[:, 0], steps[:, 1]).sum())
