"""Drawings as lines: traced from pictures or read from stroke files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.ink import Ink, Mask, thin
from sketch2image.train.lite.split import instance
from sketch2image.train.lite.vocabulary import index, of_quickdraw

Line = NDArray[np.float32]
"""(N, 2) x and y; the longer side of a whole drawing is 1 and its center 0."""

_TRACE_SIDE = 256
_POINT_STEP = 3
_NEIGHBORS = [(dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dy or dx]

Pixel = tuple[int, int]


@dataclass(frozen=True)
class Drawing:
    """Lines of one sketch.

    Attributes:
        label: position in `vocabulary.labels`, negative where not known.
        lines: at least one line of at least two points.
        group: key of the photo it was drawn after (`photos.Photo.key`), or where it comes from.
    """

    label: int
    lines: tuple[Line, ...]
    group: str


def quickdraw(data: Path) -> Iterator[Drawing]:
    """Drawings of `quickdraw/*.ndjson.gz` under the data folder."""
    for file in sorted((data / "quickdraw").glob("*.ndjson.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as rows:
            for row in map(json.loads, rows):
                lines = [np.array(stroke, np.float32).T for stroke in row["drawing"]]
                yield Drawing(index()[of_quickdraw(row["word"])], unit(lines), "quickdraw")


def sketchy(files: Iterable[Path]) -> Iterator[Drawing]:
    """Drawings traced from `<class>/<photo id>-<n>.png` files of the Sketchy database."""
    for file in files:
        lines = trace(read_ink(file))
        if lines:
            yield Drawing(index()[file.parent.name], lines, "/".join(("photo", *instance(file))))


def read_ink(file: Path) -> Mask:
    """(H, W) True where a picture file is dark.

    Raises:
        OSError: not a readable picture.
    """
    from sketch2image.core.opencv import cv2

    gray = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)
    if gray is None:
        raise OSError(f"cannot read {file}")
    return gray < 128


def unit(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines moved and scaled so that the longer side is 1 and the middle is 0."""
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    side = max(float((high - low).max()), 1e-6)
    return tuple(((line - (low + high) / 2) / side).astype(np.float32) for line in lines)


def trace(mask: Mask) -> tuple[Line, ...]:
    """Lines along the middle of the ink; empty when there is none worth tracing."""
    paths = [path for path in _paths(_skeleton(mask)) if len(path) > 1]
    if not paths:
        return ()
    return unit([_thinned_out(np.array(path, np.float32)[:, ::-1]) for path in paths])


def _skeleton(mask: Mask) -> Ink:
    from sketch2image.core.opencv import cv2

    scale = _TRACE_SIDE / max(mask.shape)
    size = (round(mask.shape[1] * scale), round(mask.shape[0] * scale))
    large = cv2.resize(mask.astype(np.uint8) * 255, size, interpolation=cv2.INTER_LINEAR)
    return thin(((large > 127) * 255).astype(np.uint8))


def _paths(skeleton: Ink) -> Iterator[list[Pixel]]:
    """Walks every pixel of a skeleton once, line ends first and closed loops last."""
    left = {(int(y), int(x)) for y, x in zip(*np.nonzero(skeleton), strict=True)}
    ends = sorted(pixel for pixel in left if len(_around(pixel, left)) == 1)
    for start in [*ends, *sorted(left)]:
        if start in left:
            yield _walk(start, left)


def _walk(start: Pixel, left: set[Pixel]) -> list[Pixel]:
    path = [start]
    left.discard(start)
    while steps := _around(path[-1], left):
        path.append(_straightest(path, steps))
        left.discard(path[-1])
    return path


def _straightest(path: list[Pixel], steps: list[Pixel]) -> Pixel:
    if len(steps) == 1 or len(path) < 2:
        return steps[0]
    back = path[max(0, len(path) - 6)]
    heading = (path[-1][0] - back[0], path[-1][1] - back[1])
    return max(steps, key=lambda step: _turn(heading, path[-1], step))


def _turn(heading: Pixel, here: Pixel, there: Pixel) -> float:
    dy, dx = there[0] - here[0], there[1] - here[1]
    return (dy * heading[0] + dx * heading[1]) / float(np.hypot(dy, dx))


def _around(pixel: Pixel, pixels: set[Pixel]) -> list[Pixel]:
    y, x = pixel
    return [(y + dy, x + dx) for dy, dx in _NEIGHBORS if (y + dy, x + dx) in pixels]


def _thinned_out(points: Line) -> Line:
    last = len(points) - 1
    return points[[*range(0, last, _POINT_STEP), last]]
