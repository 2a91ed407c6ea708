"""A camera that sees a rendered hand draw: no device needed, real landmark models work on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.closing import Closing
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import unwritable
from sketch2image.core.frames import Frame
from sketch2image.core.sketch import Stroke
from sketch2image.core.types import Image
from sketch2image.synth.hand import COUNTS, SKINS, Pose, Sprite, sprite
from sketch2image.synth.motion import RATE, Motion, plan
from sketch2image.synth.room import grain, room

SIZE = (640, 480)
REACH = (44.0, 24.0, 576.0, 318.0)
"""Left, top, right, bottom in pixels that the fingertip can get to with the whole hand in view."""

HAND = 70.0
"""Pixels per unit of the hand."""

_EXPOSURE = 0.012
_VIDEO_CODES = {".mp4": "mp4v", ".avi": "MJPG"}
_BIAS: dict[int, tuple[float, float]] = {1: (0.028, 0.068), 2: (0.023, 0.065), 5: (0.028, 0.058)}
"""Where MediaPipe puts landmark 8 against the rendered end of the index finger, in units of the
hand (x to the right, y down along the upright hand), by fingers shown: median over `SKINS` and
tilts of 6 to 24 degrees while drawing a circle, standard deviation 0.01; measured by
`benchmarks/render.py landmark`."""


@dataclass(frozen=True, eq=False)
class _Cutout:
    """A sprite ready to be pasted: colors times alpha, 255 minus alpha, and its anchor."""

    color: NDArray[np.uint16]
    rest: NDArray[np.uint16]
    anchor: tuple[float, float]


class SimulatedCamera(Closing):
    """A `FrameSource` of 640x480 at 30 frames a second, as fast as the reader takes them.

    The hand comes in with two fingers up (hovering), draws with the index finger alone, hovers to
    the next stroke and so on; at the end it shows the open hand for 1.3 s (done) and leaves.
    A context manager.

    Args:
        strokes: what to draw, in pixels of the picture as the person sees it. A drawing that leaves
            `REACH` is shrunk and moved into it, see `strokes`.
        seed: decides hand, room, tremor and noise.
        speed: pixels a second on straight stretches; corners are slower.
        jitter: tremor of the hand, standard deviation in pixels.
        noise: sensor noise, standard deviation in steps of 8-bit color.
        skin: one of `hand.SKINS`, or None for any.
        tilt: degrees that the hand leans to the left, or None for any natural angle.

    Raises:
        UserError: there is nothing to draw.
    """

    live = False
    size = SIZE

    def __init__(
        self,
        strokes: Sequence[Stroke],
        *,
        seed: int = 0,
        speed: float = 800.0,
        jitter: float = 0.5,
        noise: float = 2.5,
        skin: str | None = None,
        tilt: float | None = None,
    ) -> None:
        if not strokes:
            hint = "Give at least one stroke."
            raise UserError(ErrorKind.input, "the simulated hand has nothing to draw", hint)
        rng = np.random.default_rng(seed)
        self.strokes = within_reach(strokes)
        lines = [np.asarray(stroke.points, float) for stroke in self.strokes]
        self.motion: Motion = plan(lines, (rng.uniform(380, 520), SIZE[1] + 40.0), speed)
        self._points = self.motion.points + _tremor(len(self.motion), jitter, rng)
        self._cutouts = _cutouts(skin or str(rng.choice(list(SKINS))), _tilt(tilt, rng))
        self._room = room(SIZE, rng)
        self._grain = grain((SIZE[1] + 64, SIZE[0] + 64), noise, rng)
        self._shifts = rng.integers(0, 64, (len(self.motion), 2)).tolist()
        self._light = 1 + _EXPOSURE * _smooth(rng.normal(size=len(self.motion)))
        self._next = 0

    @property
    def duration(self) -> float:
        """Length of the whole stream in seconds."""
        return len(self.motion) / RATE

    def read(self) -> Frame | None:
        """The next frame, or None when the hand has left."""
        if self._next >= len(self.motion):
            return None
        self._next += 1
        return self.frame(self._next - 1)

    def frame(self, index: int) -> Frame:
        """Frame `index` of the stream, whatever was read before."""
        from sketch2image.core.opencv import cv2

        picture = self._room.copy()
        _paste(picture, self._cutouts[int(self.motion.fingers[index])], self._points[index])
        picture = cv2.convertScaleAbs(picture, alpha=float(self._light[index]))
        x, y = self._shifts[index]
        noise = self._grain[y : y + SIZE[1], x : x + SIZE[0]]
        return Frame(cv2.add(picture, noise, dtype=cv2.CV_8U).astype(np.uint8), index / RATE)

    def close(self) -> None:
        """End the stream; safe to call twice."""
        self._next = len(self.motion)


def within_reach(strokes: Sequence[Stroke]) -> tuple[Stroke, ...]:
    """The same drawing, shrunk and moved as little as possible so that it lies in `REACH`."""
    points = np.concatenate([stroke.points for stroke in strokes])
    low, high = points.min(axis=0), points.max(axis=0)
    first, last = np.array(REACH[:2]), np.array(REACH[2:])
    scale = float(np.min(np.append((last - first) / np.maximum(high - low, 1e-6), 1.0)))
    start = np.clip((low + high) / 2 - (high - low) * scale / 2, first, last - (high - low) * scale)
    return tuple(
        replace(stroke, points=((stroke.points - low) * scale + start).astype(np.float32))
        for stroke in strokes
    )


def write_video(camera: SimulatedCamera, path: Path) -> None:
    """Write what is left of the stream as a video file, whole or not at all.

    Args:
        camera: read to its end.
        path: ends in .mp4 or .avi.

    Raises:
        UserError: another ending, or a place that cannot be written.
    """
    code = _VIDEO_CODES.get(path.suffix.lower())
    if code is None:
        hint = f"Choose a file ending in {' or '.join(_VIDEO_CODES)}."
        raise UserError(ErrorKind.output, f"cannot write {path}: unknown kind of video", hint)
    try:
        with TemporaryDirectory(dir=path.parent, prefix=".video-") as folder:
            unfinished = Path(folder) / path.name
            _record(camera, unfinished, code)
            unfinished.replace(path)
    except OSError as error:
        raise unwritable(path, error) from error


def _record(camera: SimulatedCamera, path: Path, code: str) -> None:
    from sketch2image.core.opencv import cv2

    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*code), RATE, SIZE)
    if not writer.isOpened():
        hint = "Choose the other ending, .mp4 or .avi."
        raise UserError(ErrorKind.output, f"OpenCV cannot write {path.suffix} videos here", hint)
    try:
        while frame := camera.read():
            writer.write(cv2.cvtColor(frame.image, cv2.COLOR_RGB2BGR))
    finally:
        writer.release()


def _cutouts(skin: str, tilt: float) -> dict[int, _Cutout]:
    poses = {count: Pose(COUNTS[count], tilt=tilt) for count in _BIAS}
    return {count: _cutout(sprite(pose, skin, HAND), pose, count) for count, pose in poses.items()}


def _cutout(hand: Sprite, pose: Pose, count: int) -> _Cutout:
    alpha = hand.image[..., 3:].astype(np.uint16)
    color = hand.image[..., :3].astype(np.uint16) * alpha
    angle, (across, along) = np.radians(pose.tilt), _BIAS[count]
    x = hand.tip[0] + hand.scale * (across * np.cos(angle) + along * np.sin(angle))
    y = hand.tip[1] + hand.scale * (along * np.cos(angle) - across * np.sin(angle))
    return _Cutout(color, 255 - alpha, (float(x), float(y)))


def _paste(picture: Image, cutout: _Cutout, point: NDArray[np.float64]) -> None:
    """Lay the cut-out on the picture with its anchor at `point`."""
    left, top = np.round(point - cutout.anchor).astype(int).tolist()
    height, width = cutout.rest.shape[:2]
    rows = slice(max(top, 0), max(0, min(top + height, SIZE[1])))
    columns = slice(max(left, 0), max(0, min(left + width, SIZE[0])))
    there = picture[rows, columns]
    mine = (
        slice(rows.start - top, rows.start - top + there.shape[0]),
        slice(columns.start - left, columns.start - left + there.shape[1]),
    )
    there[:] = (there * cutout.rest[mine] + cutout.color[mine]) // 255


def _tilt(tilt: float | None, rng: np.random.Generator) -> float:
    return tilt if tilt is not None else float(rng.choice([6.0, 12.0, 18.0, 24.0]))


def _tremor(frames: int, jitter: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """(N, 2) small deviations that wander as a hand does (some of it below 10 Hz)."""
    return jitter * np.stack([_smooth(rng.normal(size=frames)) for _ in range(2)], axis=1)


def _smooth(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Average over three values, with unit variance again for white noise."""
    return np.convolve(np.pad(values, 1, mode="edge"), np.full(3, 3**-0.5), "valid")
