"""Drawings as other people, other pens and a hand in the air would have drawn them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from sketch2image.core.ink import WORK_SCALE, Ink, normalize, thicken
from sketch2image.train.lite.drawings import Line, unit

Lines = Sequence[Line]

_SUBPIXEL_BITS = 4
_MARGIN = 5


def vary(lines: Lines, rng: Generator) -> list[Line]:
    """Another drawing of the same thing: each change is made with its own chance."""
    changed = list(lines)
    for chance, change in _CHANGES:
        if rng.random() < chance:
            changed = change(changed, rng)
    return list(unit(changed))


def in_the_air(lines: Lines, rng: Generator) -> list[Line]:
    """Lines as a fingertip leaves them: rounded, shaky, hooked at the ends, some run together."""
    return _shaken(_hooked(_joined(_rounded(list(lines), rng), rng), rng), rng)


def without_details(lines: Lines, rng: Generator, share: float = 0.15) -> list[Line]:
    """Leaves out short lines, at most `share` of the whole length."""
    lengths = np.array([length(line) for line in lines])
    order = np.argsort(lengths * rng.uniform(0.5, 1.5, len(lines)))
    budget = lengths.sum() * rng.uniform(0, share)
    gone = set(order[np.cumsum(lengths[order]) <= budget].tolist())
    return [line for position, line in enumerate(lines) if position not in gone]


def length(line: Line) -> float:
    """Length of one line, at least a hair so that dots count too."""
    return float(np.hypot(*np.diff(line, axis=0).T).sum()) + 1e-3


def draw(lines: Lines, rng: Generator, size: int, scan_chance: float = 0.12) -> Ink:
    """(size, size) uint8 ink of unit lines.

    Mostly drawn straight at the standard width; with `scan_chance` drawn with some pen at some
    resolution and normalized as a picture would be.
    """
    if rng.random() < scan_chance:
        return _scan(lines, rng, size)
    side = size * WORK_SCALE
    scaled = [line * (side - 2 * _MARGIN * WORK_SCALE) + side / 2 for line in lines]
    return thicken(_polylines(scaled, side, 1), size)


def erase(ink: Ink, rng: Generator) -> Ink:
    """Wipes a random rectangle of up to a third of each side."""
    side = len(ink)
    height, width = rng.integers(side // 10, side // 3, 2)
    top, left = rng.integers(0, side - height), rng.integers(0, side - width)
    wiped = ink.copy()
    wiped[top : top + height, left : left + width] = 0
    return wiped if wiped.any() else ink


def _scan(lines: Lines, rng: Generator, size: int) -> Ink:
    side = int(rng.integers(110, 480))
    pen = min(9, max(1, round(side * float(rng.uniform(0.008, 0.03)))))
    scaled = [line * side * 0.8 + side / 2 for line in lines]
    return normalize(_polylines(scaled, side, pen) > 127, size, _MARGIN)


def _polylines(lines: Lines, side: int, width: int) -> Ink:
    from sketch2image.core.opencv import cv2

    canvas = np.zeros((side, side), np.uint8)
    fixed = [np.round(line * (1 << _SUBPIXEL_BITS)).astype(np.int32) for line in lines]
    cv2.polylines(canvas, fixed, False, 255, width, cv2.LINE_8, _SUBPIXEL_BITS)
    return canvas


def _mapped(lines: Lines, change: Callable[[NDArray], NDArray]) -> list[Line]:
    """Applies one change to all points at once."""
    ends = np.cumsum([len(line) for line in lines])[:-1]
    return np.split(change(np.concatenate(lines)).astype(np.float32), ends)


def _flipped(lines: list[Line], rng: Generator) -> list[Line]:
    return [line * np.array([-1, 1], np.float32) for line in lines]


def _sheared(lines: list[Line], rng: Generator) -> list[Line]:
    angle = np.deg2rad(rng.normal(0, 9))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    stretch = np.diag(np.exp(rng.normal(0, 0.13, 2)))
    shear = np.array([[1, rng.normal(0, 0.12)], [rng.normal(0, 0.06), 1]])
    matrix = turn @ stretch @ shear
    tilt = rng.normal(0, 0.15, 2)
    return _mapped(lines, lambda p: (p @ matrix.T) / (1 + np.clip(p @ tilt, -0.5, 0.5))[:, None])


def _warped(lines: list[Line], rng: Generator) -> list[Line]:
    """Bends the plane by three slow waves."""
    waves = rng.normal(0, 4.5, (3, 2))
    phases = rng.uniform(0, 2 * np.pi, 3)
    reach = rng.normal(0, 0.022, (3, 2))
    return _mapped(lines, lambda p: p + np.sin(p @ waves.T + phases) @ reach)


def _trimmed(lines: list[Line], rng: Generator) -> list[Line]:
    """Cuts one side off, as drawings at the edge of the paper are."""
    angle = rng.choice([0, 0.5, 1, 1.5]) * np.pi
    side = np.array([np.cos(angle), np.sin(angle)])
    limit = 0.5 - rng.uniform(0.05, 0.3)
    kept = [line[(line @ side) < limit] for line in lines]
    kept = [line for line in kept if len(line) > 1]
    return kept if sum(map(length, kept)) > 0.5 * sum(map(length, lines)) else lines


def _rounded(lines: list[Line], rng: Generator) -> list[Line]:
    reach = int(rng.integers(1, 4))
    return [_smooth(evenly(line, 0.015), reach) for line in lines]


def evenly(line: Line, step: float) -> Line:
    """The same line with points every `step` along it."""
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    count = max(2, int(along[-1] / step) + 1)
    at = np.linspace(0, along[-1], count)
    return np.stack([np.interp(at, along, line[:, axis]) for axis in (0, 1)], axis=1).astype(
        np.float32
    )


def _smooth(line: Line, reach: int) -> Line:
    padded = np.pad(line, ((reach, reach), (0, 0)), mode="edge")
    kernel = np.ones(2 * reach + 1) / (2 * reach + 1)
    return np.stack(
        [np.convolve(padded[:, axis], kernel, "valid") for axis in (0, 1)], axis=1
    ).astype(np.float32)


def _shaken(lines: list[Line], rng: Generator) -> list[Line]:
    """Adds a tremor that changes slowly along the lines."""
    size = abs(rng.normal(0, 0.007)) + 0.002

    def tremble(points: NDArray) -> NDArray:
        knots = np.arange(0, len(points) + 4, 4)
        noise = rng.normal(0, size, (2, len(knots)))
        at = np.arange(len(points))
        return points + np.stack([np.interp(at, knots, wave) for wave in noise], axis=1)

    return _mapped(lines, tremble)


def _hooked(lines: list[Line], rng: Generator) -> list[Line]:
    return [_hook(line, rng) if rng.random() < 0.35 else line for line in lines]


def _hook(line: Line, rng: Generator) -> Line:
    steps = rng.normal(0, 0.012, (2, 3, 2)) + rng.normal(0, 0.012, (2, 1, 2))
    start = line[0] + np.cumsum(steps[0], axis=0)[::-1]
    end = line[-1] + np.cumsum(steps[1], axis=0)
    return np.concatenate([start, line, end]).astype(np.float32)


def _joined(lines: list[Line], rng: Generator) -> list[Line]:
    """Runs a line into the next one where the pen forgot to lift."""
    joined = [lines[0]]
    for line in lines[1:]:
        if rng.random() < 0.08:
            joined[-1] = np.concatenate([joined[-1], line])
        else:
            joined.append(line)
    return joined


_CHANGES: tuple[tuple[float, Callable[[list[Line], Generator], list[Line]]], ...] = (
    (0.35, without_details),
    (0.12, _trimmed),
    (0.30, in_the_air),
    (0.35, _shaken),
    (0.50, _flipped),
    (0.90, _sheared),
    (0.70, _warped),
)
