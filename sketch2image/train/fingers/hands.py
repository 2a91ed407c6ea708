"""Labelled photos of hands, turned every way, as landmarks in space."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.air.hand import Hand
from sketch2image.air.reader import HandReader
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Counter, Report, silent
from sketch2image.core.types import Image

LEAST_OVERLAP = 0.4
"""Part of the smaller box that a found hand must share with the labelled one."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Label:
    """One hand a person marked: how many fingers are raised, and where, as fractions."""

    count: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Samples:
    """Found hands and what is known about them, one row each.

    Attributes:
        world: (N, 21, 3) landmarks in meters.
        places: (N, 21, 2) landmarks in pixels of the turned picture.
        right: (N,) whether it is a right hand.
        count: (N,) raised fingers.
        sequence: (N,) recording the photo belongs to.
        angle: (N,) degrees the photo was turned by.
        missed: labelled hands that were not found, by angle.
        extra: hands found where none is labelled, by angle.
    """

    world: NDArray[np.float32]
    places: NDArray[np.float32]
    right: NDArray[np.bool_]
    count: NDArray[np.int64]
    sequence: NDArray[np.str_]
    angle: NDArray[np.int64]
    missed: dict[int, int]
    extra: dict[int, int]

    def where(self, chosen: NDArray[np.bool_]) -> Samples:
        """The rows of a (N,) mask."""
        rows = {name: getattr(self, name)[chosen] for name in _COLUMNS}
        return replace(self, **rows)


_COLUMNS = ("world", "places", "right", "count", "sequence", "angle")


def collect(
    folder: Path,
    reader: HandReader,
    angles: Sequence[int],
    cut: bool = False,
    report: Report = silent,
) -> Samples:
    """Find the labelled hands of `folder` (photos and labels.csv) in copies turned by `angles`.

    Args:
        folder: holds the photos and their labels.
        reader: finds hands.
        angles: degrees, to the left.
        cut: keep the size of the photo, so that turning cuts its corners off, and ask only for
            hands whose middle is still there; else the copies are as large as they must be.
        report: is told of every photo.

    Raises:
        UserError: the folder holds no such data.
    """
    labels = _labels(folder)
    counter = Counter(report, "hands", len(labels))
    rows: list[tuple[Hand, int, str, int]] = []
    missed, extra = dict.fromkeys(angles, 0), dict.fromkeys(angles, 0)
    for name, marked in labels.items():
        image = open_picture(folder / name)
        for angle in angles:
            turned, back = _turned(image, angle, cut)
            asked = [label for label in marked if _is_inside(label, turned, back, image)]
            hands = reader.read(turned)
            found = _found(hands, back, image, marked)
            there = [label for label, _ in found]
            missed[angle] += sum(label not in there for label in asked)
            extra[angle] += len(hands) - len(found)
            rows += [(hand, label.count, sequence(name), angle) for label, hand in found]
        counter.advance(name)
    return _samples(rows, missed, extra)


def sequence(name: str) -> str:
    """The recording a photo belongs to, whichever part of the set it was put into."""
    start = re.sub(r"^(train|test)_", "", name).partition("pic")[0].rstrip("_")
    return "single photos" if start.startswith("Hand") else start


def _labels(folder: Path) -> dict[str, list[Label]]:
    path = folder / "labels.csv"
    if not path.is_file():
        raise UserError(
            ErrorKind.missing_file, f"no labels.csv in {folder}", "Give the folder of hand photos."
        )
    labels = defaultdict(list)
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            left, top, right, bottom = (float(row[k]) for k in ("xmin", "ymin", "xmax", "ymax"))
            labels[row["file"]].append(Label(int(row["fingers"]), (left, top, right, bottom)))
    return dict(sorted(labels.items()))


def _found(
    hands: Sequence[Hand], back: Matrix, image: Image, marked: list[Label]
) -> list[tuple[Label, Hand]]:
    free = list(marked)
    pairs = []
    for hand in hands:
        box = _box_before(hand, back, image)
        best = max(free, key=lambda label: _overlap(box, label.box), default=None)
        if best is not None and _overlap(box, best.box) > LEAST_OVERLAP:
            free.remove(best)
            pairs.append((best, hand))
    return pairs


def _turned(image: Image, angle: int, cut: bool) -> tuple[Image, Matrix]:
    from sketch2image.core.opencv import cv2

    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    cosine, sine = np.abs(matrix[0, :2])
    size = (round(height * sine + width * cosine), round(height * cosine + width * sine))
    size = (width, height) if cut else size
    matrix[:, 2] += (np.array(size) - (width, height)) / 2
    turned = cv2.warpAffine(image, matrix, size).astype(np.uint8, copy=False)
    return turned, cv2.invertAffineTransform(matrix).astype(np.float64, copy=False)


def _is_inside(label: Label, turned: Image, back: Matrix, image: Image) -> bool:
    """Whether the middle of a label is in the turned picture."""
    middle = np.array(label.box).reshape(2, 2).mean(axis=0) * image.shape[1::-1]
    place = np.linalg.solve(back[:, :2], middle - back[:, 2])
    return bool(((place >= 0) & (place < turned.shape[1::-1])).all())


def _box_before(hand: Hand, back: Matrix, image: Image) -> NDArray[np.float64]:
    points = hand.landmarks[:, :2] @ back[:, :2].T + back[:, 2]
    points = points / (image.shape[1], image.shape[0])
    return np.concatenate((points.min(axis=0), points.max(axis=0)))


def _overlap(a: NDArray[np.float64], b: Sequence[float]) -> float:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    smaller = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return float(max(width, 0) * max(height, 0) / smaller)


def _samples(
    rows: list[tuple[Hand, int, str, int]], missed: dict[int, int], extra: dict[int, int]
) -> Samples:
    hands = [row[0] for row in rows]
    return Samples(
        world=np.array([hand.world for hand in hands], np.float32),
        places=np.array([hand.landmarks[:, :2] for hand in hands], np.float32),
        right=np.array([hand.handedness == "Right" for hand in hands]),
        count=np.array([row[1] for row in rows]),
        sequence=np.array([row[2] for row in rows]),
        angle=np.array([row[3] for row in rows]),
        missed=missed,
        extra=extra,
    )
