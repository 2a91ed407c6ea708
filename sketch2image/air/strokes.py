"""From jittering fingertip positions to clean strokes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]
"""(N, 2), x to the right and y down, in pixels."""

REFERENCE_WIDTH = 640.0
"""Width in pixels for which the filter's speeds are meant."""

_MARGIN = 10
_SAME = 0.5
_TAU = 2 * math.pi


class OneEuro:
    """The 1-Euro filter (Casiez, Roussel and Vogel, CHI 2012) for positions in the plane.

    Args:
        cutoff: least cut-off frequency in Hz; lower is steadier.
        beta: how fast the cut-off grows with speed, in Hz per pixel/second; higher lags less.
        slope_cutoff: cut-off frequency in Hz of the speed that the cut-off follows.
        lead_cutoff: the same of the speed that predictions go on with.
    """

    def __init__(
        self,
        cutoff: float = 1.5,
        beta: float = 0.02,
        slope_cutoff: float = 1.0,
        lead_cutoff: float = 8.0,
    ) -> None:
        self._cutoff, self._beta = cutoff, beta
        self._slope_cutoff, self._lead_cutoff = slope_cutoff, lead_cutoff
        self._time: float | None = None
        self._place = self._seen = self._slope = self._speed = 0j
        self._lag = 0.0

    def __call__(self, x: float, y: float, time: float) -> tuple[float, float]:
        """The filtered position; `time` in seconds must increase."""
        seen = complex(x, y)
        if self._time is None:
            self._place = seen
        else:
            self._follow(seen, time - self._time)
        self._seen, self._time = seen, time
        return self._place.real, self._place.imag

    def ahead(self, seconds: float) -> tuple[float, float]:
        """Where the point probably is `seconds` after the last position given.

        The filter's own delay, 1 / (2 pi cut-off), is made up for.
        """
        place = self._place + self._speed * (self._lag + seconds)
        return place.real, place.imag

    def _follow(self, seen: complex, step: float) -> None:
        slope, lead = _weight(self._slope_cutoff, step), _weight(self._lead_cutoff, step)
        self._slope += slope * ((seen - self._place) / step - self._slope)
        self._speed += lead * ((seen - self._seen) / step - self._speed)
        cutoff = self._cutoff + self._beta * abs(self._slope)
        self._place += _weight(cutoff, step) * (seen - self._place)
        self._lag = 1 / (_TAU * cutoff)


def _weight(cutoff: float, step: float) -> float:
    return 1 / (1 + 1 / (_TAU * cutoff * step))


def smooth(points: Points, times: NDArray[np.float64], width: int) -> Points:
    """A finished line without jitter and without lag.

    The filter runs forward and backward over the whole line and the two are averaged, so that
    their delays cancel; point reflection at both ends lets them start in full swing.

    Args:
        points: (N, 2) positions in pixels.
        times: (N,) seconds, strictly increasing.
        width: width of the canvas in pixels, to which the filter is scaled.
    """
    if len(points) < 3:
        return points
    scale = REFERENCE_WIDTH / width
    margin = min(_MARGIN, len(points) - 1)
    longer, moments = _mirrored_ends(points * scale, margin), _mirrored_ends(times, margin)
    forward = _filtered(longer, moments)
    backward = _filtered(longer[::-1], -moments[::-1])[::-1]
    inner = slice(margin, margin + len(points))
    return ((forward + backward)[inner] / (2 * scale)).astype(np.float32)


def round_off(points: Points, step: float = 4.0) -> Points:
    """A curve through all points in steps of about `step` pixels, for hands faster than the camera.

    Centripetal Catmull-Rom spline (Yuksel, Schaefer and Keyser, 2011), which makes no loops.
    """
    apart = np.hypot(*np.diff(points, axis=0, prepend=points[:1] - 1).T) > _SAME
    knots = points[apart].astype(np.float64)
    if len(knots) < 3:
        return points
    lengths = np.hypot(*np.diff(knots, axis=0).T)
    pieces = [np.linspace(0, 1, max(2, round(n / step) + 1))[:-1] for n in lengths.tolist()]
    segment = np.repeat(np.arange(len(lengths)), [len(piece) for piece in pieces])
    curve = _hermite(knots, np.sqrt(lengths), segment, np.concatenate(pieces))
    return np.concatenate((curve, knots[-1:])).astype(np.float32)


def _hermite(
    knots: NDArray[np.float64],
    spans: NDArray[np.float64],
    segment: NDArray[np.int64],
    part: NDArray[np.float64],
) -> NDArray[np.float64]:
    slopes = np.diff(knots, axis=0) / spans[:, None]
    before, after = spans[:-1, None], spans[1:, None]
    inner = (slopes[:-1] * after + slopes[1:] * before) / (before + after)
    tangents = np.concatenate((slopes[:1], inner, slopes[-1:]))
    u, span = part[:, None], spans[segment, None]
    start, end = knots[segment], knots[segment + 1]
    leave, arrive = tangents[segment] * span, tangents[segment + 1] * span
    rise = u * u * (3 - 2 * u)
    return start + (end - start) * rise + u * (1 - u) * (leave * (1 - u) - arrive * u)


def simplify(points: Points, tolerance: float = 0.4) -> Points:
    """The same line with fewer points, nowhere off by more than `tolerance` pixels.

    Ramer (1972), Douglas and Peucker (1973).
    """
    if len(points) < 3:
        return points
    kept = np.zeros(len(points), np.bool_)
    kept[[0, -1]] = True
    open_ends = [(0, len(points) - 1)]
    while open_ends:
        first, last = open_ends.pop()
        off = _off_chord(points[first : last + 1])
        worst = first + int(off.argmax())
        if off[worst - first] > tolerance:
            kept[worst] = True
            open_ends += [(first, worst), (worst, last)]
    return points[kept].astype(np.float32)


def _off_chord(points: Points) -> NDArray[np.float64]:
    """Distance of each point from the straight line between the first and the last."""
    steps = (points - points[0]).astype(np.float64) @ (1, 1j)
    chord = steps[-1]
    if chord == 0:
        return np.abs(steps)
    along = steps * np.conj(chord) / abs(chord)
    return np.hypot(np.maximum(0, np.maximum(-along.real, along.real - abs(chord))), along.imag)


def steady(points: Points, most: float = 0.5) -> Points:
    """A line without the steps of a pointer that moves in whole pixels.

    Every point but the ends goes halfway to the middle of its neighbors, and never farther than
    `most` pixels, so that corners stay corners.
    """
    if len(points) < 3:
        return points
    way = (points[:-2] + points[2:]) / 4 - points[1:-1] / 2
    way *= np.minimum(1, most / np.maximum(np.hypot(*way.T), 1e-6))[:, None]
    return np.concatenate((points[:1], points[1:-1] + way, points[-1:])).astype(np.float32)


def _mirrored_ends(values: NDArray[Any], margin: int) -> NDArray[Any]:
    before = 2 * values[:1] - values[margin:0:-1]
    after = 2 * values[-1:] - values[-2 : -margin - 2 : -1]
    return np.concatenate((before, values, after))


def _filtered(points: Points, times: NDArray[np.float64]) -> Points:
    step = OneEuro()
    rows = zip(points.tolist(), times.tolist(), strict=True)
    return np.array([step(x, y, time) for (x, y), time in rows], np.float32)
