"""A stage for rendered hands: streams of frames that need no camera."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sketch2image.air.reader import HandReader
from sketch2image.air.tracker import HandTracker
from sketch2image.core.frames import Frame
from sketch2image.models.hub import ensure
from sketch2image.synth.hand import Pose, Sprite, sprite

SIZE = (640, 480)
RATE = 30.0

POSES: dict[str, tuple[float, float, float, float, float]] = {
    "fist": (0, 0, 0, 0, 0),
    "one": (0, 1, 0, 0, 0),
    "two": (0, 1, 1, 0, 0),
    "three": (0, 1, 1, 1, 0),
    "four": (0, 1, 1, 1, 1),
    "open": (1, 1, 1, 1, 1),
    "undo": (1, 0, 0, 0, 1),
    "clear": (0, 0, 0, 0, 1),
    "gun": (1, 1, 0, 0, 0),
}

Shot = Sequence[tuple[str, float, float]]
"""The hands of one frame: pose, and where the tip of the index finger would be when stretched."""


class Stage:
    """A frame source that pastes rendered hands onto a wall."""

    live = False
    size = SIZE

    def __init__(self, shots: Iterable[Shot]) -> None:
        self._shots = iter(enumerate(shots))

    def read(self) -> Frame | None:
        index, shot = next(self._shots, (0, None))
        if shot is None:
            return None
        image = _wall().copy()
        for pose, x, y in shot:
            self._paste(image, pose, x, y)
        return Frame(image, index / RATE)

    def close(self) -> None:
        pass

    def _paste(self, image: np.ndarray, pose: str, x: float, y: float) -> None:
        hand, tip = _sprite(pose).image, _sprite("one").tip
        left, top = round(x - tip[0]), round(y - tip[1])
        if pose != "one":
            top += _sprite("one").image.shape[0] - hand.shape[0]
            left += round(tip[0] - _sprite(pose).tip[0])
        rows = slice(max(top, 0), min(top + hand.shape[0], SIZE[1]))
        columns = slice(max(left, 0), min(left + hand.shape[1], SIZE[0]))
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return
        piece = hand[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
        alpha = piece[..., 3:].astype(np.float32) / 255
        image[rows, columns] = image[rows, columns] * (1 - alpha) + piece[..., :3] * alpha


@cache
def _wall() -> np.ndarray:
    rng = np.random.default_rng(0)
    shade = np.linspace(205, 170, SIZE[1])[:, None, None] + rng.normal(0, 2, (*SIZE[::-1], 3))
    return shade.clip(0, 255).astype(np.uint8)


@cache
def _sprite(pose: str) -> Sprite:
    return sprite(Pose(POSES[pose]), scale=70)


@pytest.fixture
def stage() -> Callable[[Iterable[Shot]], Stage]:
    return Stage


@pytest.fixture
def tracker():
    with HandTracker(ensure("hand")) as opened:
        yield opened


@pytest.fixture
def reader():
    with HandReader(ensure("hand")) as opened:
        yield opened


@pytest.fixture
def square() -> list[tuple[float, float]]:
    corners = np.array([(220, 110), (420, 110), (420, 250), (220, 250), (220, 110)], float)
    sides = [np.linspace(a, b, 25)[:-1] for a, b in pairwise(corners)]
    return [(x, y) for side in sides for x, y in side.tolist()]


@pytest.fixture
def clip(tmp_path: Path, stage) -> Callable[[Iterable[Shot]], Path]:
    """Writes a stream into a video file."""
    from sketch2image.core.opencv import cv2

    def written(shots: Iterable[Shot]) -> Path:
        path = tmp_path / "clip.avi"
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), RATE, SIZE)
        source = stage(shots)
        while frame := source.read():
            writer.write(np.ascontiguousarray(frame.image[..., ::-1]))
        writer.release()
        return path

    return written
