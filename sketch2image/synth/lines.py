"""Line drawings of what a camera sees: the borders between visible parts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sketch2image.synth.sdf import Buffers

Line = NDArray[np.float32]
Labels = NDArray[np.int16]
Mask = NDArray[np.bool_]

_BACKGROUND = -1
_SHORTEST = 0.035
_CRUMB_AREA = 0.0003
_SCATTERED = 4
_SMALL_AREA = 0.002
_SLIVER = 0.009
_SMOOTH = 0.0055
_NEAR = 3.0
_REACH = 4
_SIMPLIFY = 0.5
_CROSSING, _ONWARD = 4, 30.0
"""Parts that meet where two lines cross, and the degrees by which a line may turn there."""


def outlines(buffers: Buffers) -> list[Line]:
    """The borders of every visible part as open or closed polylines, each border drawn once.

    What a pen could not show is left out: crumbs, slivers along a border, and small scattered
    things (seeds, spots) that the silhouette cuts through.

    Returns:
        Lines of (N, 2) float32 pixels, longest first; a closed line ends where it began.
    """
    labels = _settled(buffers.part)
    drawn = np.zeros(labels.shape, np.uint8)
    shortest = _SHORTEST * min(labels.shape)
    crossings = _crossings(labels)
    found: list[Line] = []
    for contour in sorted(_contours(labels), key=_length, reverse=True):
        for piece in _new_pieces(contour, drawn):
            if _length(piece) >= shortest:
                found += _between(piece, crossings)
                _mark(drawn, piece)
    straight = _led_through(found, crossings) if crossings.any() else found
    return sorted(map(_tidy, straight), key=_length, reverse=True)


def _settled(labels: Labels) -> Labels:
    """The parts as a pen would show them."""
    side = min(labels.shape)
    labels = _dissolve(labels, _crumbs(labels))
    labels = _join_slivers(labels, max(1, round(_SLIVER * side)))
    return _smooth(labels, _SMOOTH * side)


def _crumbs(labels: Labels) -> Mask:
    """Pieces too small to draw, and scattered small pieces at the silhouette."""
    from sketch2image.core.opencv import cv2

    crumbs = np.zeros(labels.shape, bool)
    reach = 2 * round(_SLIVER * min(labels.shape)) + 1
    outside = cv2.dilate((labels == _BACKGROUND).astype(np.uint8), np.ones((reach, reach))) > 0
    for part in _present(labels):
        mask = (labels == part).astype(np.uint8)
        count, pieces, stats, _ = cv2.connectedComponentsWithStats(mask)
        areas = stats[:, cv2.CC_STAT_AREA] / labels.size
        touching = np.bincount(pieces[outside], minlength=count) > 0
        doomed = areas < _CRUMB_AREA
        if count > _SCATTERED:
            doomed |= touching & (areas < _SMALL_AREA)
        doomed[0] = False
        crumbs |= doomed[pieces]
    return crumbs


def _dissolve(labels: Labels, gone: Mask) -> Labels:
    """Give the pixels `gone` to whatever is nearest."""
    return _spread(np.where(gone, _BACKGROUND, labels), ~gone) if gone.any() else labels


def _spread(labels: Labels, known: Mask) -> Labels:
    from sketch2image.core.opencv import cv2

    _, nearest = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    source = np.asarray(nearest, np.int64)
    values = np.full(int(source.max()) + 1, _BACKGROUND, np.int16)
    values[source[known]] = labels[known]
    return values[source]


def _join_slivers(labels: Labels, radius: int) -> Labels:
    """Give strips narrower than about 2 `radius` to a part they run along, if there is one."""
    from sketch2image.core.opencv import cv2

    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    body = np.zeros(labels.shape, bool)
    for part in _present(labels):
        mask = (labels == part).astype(np.uint8)
        body |= cv2.morphologyEx(mask, cv2.MORPH_OPEN, disc) > 0
    sliver = (labels != _BACKGROUND) & ~body
    if not sliver.any() or not body.any():
        return labels
    near = cv2.distanceTransform((~body).astype(np.uint8), cv2.DIST_L2, 3) <= 2 * radius
    return np.where(sliver & near, _spread(labels, body), labels)


def _smooth(labels: Labels, sigma: float) -> Labels:
    """Each pixel takes the part that weighs most around it."""
    from sketch2image.core.opencv import cv2

    best = np.full(labels.shape, -1.0, np.float32)
    smooth = np.full(labels.shape, _BACKGROUND, np.int16)
    for part in (_BACKGROUND, *_present(labels)):
        weight = cv2.GaussianBlur((labels == part).astype(np.float32), (0, 0), sigma)
        smooth[weight > best] = part
        np.maximum(best, weight, out=best)
    return smooth


def _present(labels: Labels) -> list[int]:
    return [part for part in np.unique(labels).tolist() if part != _BACKGROUND]


def _contours(labels: Labels) -> list[Line]:
    from sketch2image.core.opencv import cv2

    masks = [labels != _BACKGROUND, *(labels == part for part in _present(labels))]
    lines: list[Line] = []
    for mask in masks:
        found, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        lines += [_closed(points[:, 0].astype(np.float32)) for points in found if len(points) > 7]
    return lines


def _closed(points: Line) -> Line:
    return np.concatenate([points, points[:1]])


def _new_pieces(contour: Line, drawn: NDArray[np.uint8]) -> list[Line]:
    """The stretches of a contour that do not run along lines already drawn, up to those lines."""
    x, y = contour.astype(int).T
    fresh = drawn[y, x] == 0
    if fresh.all():
        return [contour]
    if not fresh.any():
        return []
    start = int(np.argmin(fresh[:-1]))
    ring = np.roll(contour[:-1], -start, axis=0)
    fresh = np.roll(fresh[:-1], -start)
    breaks = np.flatnonzero(np.diff(fresh.astype(int))) + 1
    runs = np.split(np.arange(len(ring)), breaks)
    return [_reach_out(ring, run) for run in runs if fresh[run[0]] and len(run) > 3]


def _reach_out(ring: Line, run: NDArray[np.intp]) -> Line:
    return ring[np.arange(run[0] - _REACH, run[-1] + _REACH + 1) % len(ring)]


def _crossings(labels: Labels) -> Mask:
    """Around places where so many parts meet that lines cross there."""
    from sketch2image.core.opencv import cv2

    reach = 2 * round(_SLIVER * min(labels.shape)) + 1
    meeting = np.zeros(labels.shape, np.uint8)
    for part in _present(labels):
        meeting += cv2.dilate((labels == part).astype(np.uint8), np.ones((reach, reach)))
    return meeting >= _CROSSING


def _between(piece: Line, crossings: Mask) -> list[Line]:
    """A line cut where others cross it."""
    x, y = piece.astype(int).T
    free = ~crossings[y, x]
    if free.all():
        return [piece]
    if np.array_equal(piece[0], piece[-1]):
        start = int(np.argmin(free))
        piece, free = np.roll(piece[:-1], -start, axis=0), np.roll(free[:-1], -start)
    runs = np.split(np.arange(len(piece)), np.flatnonzero(np.diff(free.astype(int))) + 1)
    return [piece[run] for run in runs if free[run[0]] and len(run) > _REACH]


def _led_through(lines: list[Line], crossings: Mask) -> list[Line]:
    """Lines that go on straight behind a crossing become one."""
    reach = 6 * _SLIVER * min(crossings.shape)
    rest = list(lines)
    while (joint := _straightest(rest, reach, crossings)) is not None:
        first, second = (rest[i][::-1] if flipped else rest[i] for i, flipped in joint)
        rest = [line for i, line in enumerate(rest) if i not in (joint[0][0], joint[1][0])]
        rest.append(np.concatenate([first, second]))
    return rest


_End = tuple[int, bool]


def _straightest(lines: list[Line], reach: float, crossings: Mask) -> tuple[_End, _End] | None:
    """Which two lines to join: number, and whether it is turned round, of the first and second."""
    ends = [
        ((i, flipped), *_tip(line[::-1] if flipped else line))
        for i, line in enumerate(lines) if not np.array_equal(line[0], line[-1])
        for flipped in (False, True)
    ]  # fmt: skip
    best, least = None, np.cos(np.radians(_ONWARD))
    for n, (one, place, ahead) in enumerate(ends):
        for other, start, back in ends[n + 1 :]:
            gap = start - place
            far = float(np.hypot(*gap))
            if one[0] == other[0] or not 0 < far < reach:
                continue
            middle = np.round((start + place) / 2).astype(int)
            onward = min(-float(ahead @ back), float(ahead @ gap) / far, -float(back @ gap) / far)
            if onward > least and crossings[middle[1], middle[0]]:
                best, least = (one, (other[0], not other[1])), onward
    return best


def _tip(line: Line) -> tuple[Line, Line]:
    """The last point of a line and the direction in which it goes on."""
    away = line[-1] - line[-min(len(line), 4 * _REACH)]
    return line[-1], away / max(float(np.hypot(*away)), 1e-6)


def _mark(drawn: NDArray[np.uint8], line: Line) -> None:
    from sketch2image.core.opencv import cv2

    thickness = int(2 * _NEAR)
    cv2.polylines(drawn, [line.astype(np.int32)], False, 1, thickness)


def _tidy(line: Line) -> Line:
    """Smooth away the pixel stairs and drop needless points."""
    from sketch2image.core.opencv import cv2

    closed = bool(np.array_equal(line[0], line[-1]))
    smooth = _blur(line[:-1] if closed else line, closed)
    simple = np.asarray(cv2.approxPolyDP(smooth[:, None], _SIMPLIFY, closed), np.float32)[:, 0]
    return _closed(simple) if closed else simple


def _blur(line: Line, closed: bool, reach: int = 3) -> Line:
    weights = np.hanning(2 * reach + 3)[1:-1]
    weights /= weights.sum()
    padded = np.pad(line, ((reach, reach), (0, 0)), mode="wrap" if closed else "edge")
    columns = [np.convolve(padded[:, axis], weights, "valid") for axis in (0, 1)]
    return np.stack(columns, axis=1).astype(np.float32)


def _length(line: Line) -> float:
    steps = np.diff(line, axis=0)
    return float(np.hypot(steps[:, 0], steps[:, 1]).sum())
