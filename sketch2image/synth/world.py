"""A camera that sees a rendered hand draw: no device needed, real landmark models work on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
from sketch2image.synth.actor import cutouts, paste
from sketch2image.synth.bystander import visits
from sketch2image.synth.faults import Faults, moments, smooth, tremor, with_losses
from sketch2image.synth.hand import SKINS, Pose
from sketch2image.synth.motion import COVERED, PEN, RATE, SEEN, Motion, plan
from sketch2image.synth.room import grain, room

SIZE = (640, 480)
REACH = (44.0, 24.0, 576.0, 318.0)
"""Left, top, right, bottom in pixels that the fingertip of a right hand can get to with the whole
hand in view; for a left hand it is mirrored, for a pinch the top is `_RAISED` lower."""

_RAISED = 60.0

_VIDEO_CODES = {".mp4": "mp4v", ".avi": "MJPG"}
_TILTS = (6.0, 12.0, 18.0, 24.0)
_SMEAR = 3.0
_COVER = (150, 190)


class SimulatedCamera(Closing):
    """A `FrameSource` of 640x480 at 30 frames a second, as fast as the reader takes them.

    The hand comes in hovering, draws, hovers to the next stroke and so on; at the end it says for
    1.3 s that it is done, and leaves. In the style "default" it draws with the index finger, hovers
    with two and ends with five; in the style "pinch" it draws with the thumb on the index finger,
    hovers open and ends with the thumb alone. A context manager.

    Args:
        strokes: what to draw, in pixels of the picture as the person sees it. A drawing that leaves
            `REACH` is shrunk and moved into it, see `strokes`.
        seed: decides hand, room, tremor and noise.
        speed: pixels a second on straight stretches; corners are slower.
        faults: what goes wrong on the way.
        skin: one of `hand.SKINS`, or None for any.
        tilt: degrees that a right hand leans to the left and a left hand to the right, or None for
            any natural angle.
        style: how it draws, named as the gesture profile that reads it.
        right: right hand or left hand.
        palm: whether the palm is toward the camera, else the back of the hand.

    Attributes:
        strokes: the script, in pixels.
        motion: what the hand does, one row for every frame taken.
        arrivals: the frames of `motion` that arrive, in order.

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
        faults: Faults | None = None,
        skin: str | None = None,
        tilt: float | None = None,
        style: str = "default",
        right: bool = True,
        palm: bool = True,
    ) -> None:
        if not strokes:
            hint = "Give at least one stroke."
            raise UserError(ErrorKind.input, "the simulated hand has nothing to draw", hint)
        rng, self.faults = np.random.default_rng(seed), faults or Faults()
        self.strokes = within_reach(strokes, style, right)
        skin = skin or str(rng.choice(list(SKINS)))
        lean = tilt if tilt is not None else float(rng.choice(_TILTS))
        pose = Pose((0, 1, 0, 0, 0), right, lean if right else -lean, palm=palm)
        self._cutouts = cutouts(style, pose, skin)
        self.motion = self._moved(speed, rng)
        self._room = room(SIZE, rng)
        self._grain = grain((SIZE[1] + 64, SIZE[0] + 64), self.faults.noise, rng)
        self._shifts = rng.integers(0, 64, (len(self.motion), 2)).tolist()
        self._light = 1 + self.faults.flicker * smooth(rng.normal(size=len(self.motion)))
        self.arrivals, self._times = moments(self.motion, self.faults, rng)
        self._visits = visits(self.faults.visits, self._palms(), skin, rng)
        self._cover = tuple(rng.uniform(20, 200, 3).tolist())
        self._next = 0

    @property
    def duration(self) -> float:
        """Length of the whole stream in seconds."""
        return len(self.motion) / RATE

    def read(self) -> Frame | None:
        """The next frame, or None when the hand has left."""
        if self._next >= len(self.arrivals):
            return None
        self._next += 1
        return self.frame(self.arrivals[self._next - 1])

    def frame(self, index: int) -> Frame:
        """Frame `index` of `motion`, whatever was read before."""
        from sketch2image.core.opencv import cv2

        picture = self._room.copy()
        for visit in self._visits:
            places = [visit.at(moment) for moment in self._exposure(index)]
            if seen := [place for place in places if place is not None]:
                paste(picture, visit.hand, seen)
        self._draw_hand(picture, index)
        picture = cv2.convertScaleAbs(picture, alpha=float(self._light[index]))
        x, y = self._shifts[index]
        noise = self._grain[y : y + SIZE[1], x : x + SIZE[0]]
        noisy = cv2.add(picture, noise, dtype=cv2.CV_8U).astype(np.uint8)
        return Frame(noisy, float(self._times[index]))

    def close(self) -> None:
        """End the stream; safe to call twice."""
        self._next = len(self.arrivals)

    def _moved(self, speed: float, rng: np.random.Generator) -> Motion:
        lines = [np.asarray(stroke.points, float) for stroke in self.strokes]
        door = (float(rng.uniform(380, 520)), SIZE[1] + 40.0)
        motion = with_losses(plan(lines, door, speed), self.faults, door, rng)
        shaken = motion.points + tremor(len(motion), self.faults.jitter, rng)
        return Motion(shaken, motion.roles, motion.seen)

    def _palms(self) -> NDArray[np.float64]:
        """(N, 2) where the palm is."""
        return self.motion.points - self._cutouts[PEN].arm

    def _exposure(self, index: int) -> list[float]:
        """Moments, in frames, at which the shutter is open, dense enough for a smear."""
        half = self.faults.blur / 2
        way = self.motion.at(index + half) - self.motion.at(index - half)
        count = 1 + int(np.hypot(*way) / _SMEAR)
        return (index + half * np.linspace(-1, 1, count)).tolist() if count > 1 else [index]

    def _draw_hand(self, picture: Image, index: int) -> None:
        from sketch2image.core.opencv import cv2

        look = self.motion.changing(index) or int(self.motion.roles[index])
        seen, hand = self.motion.seen[index], self._cutouts[look]
        if seen == SEEN:
            paste(picture, hand, [self.motion.at(moment) for moment in self._exposure(index)])
        elif seen == COVERED:
            middle = np.round(self._palms()[index]).astype(int).tolist()
            cv2.ellipse(picture, middle, _COVER, 0, 0, 360, self._cover, -1, cv2.LINE_AA)


def within_reach(
    strokes: Sequence[Stroke], style: str = "default", right: bool = True
) -> tuple[Stroke, ...]:
    """The same drawing, shrunk and moved as little as possible so that it lies in `REACH`."""
    points = np.concatenate([stroke.points for stroke in strokes])
    low, high = points.min(axis=0), points.max(axis=0)
    first, last = np.array(REACH[:2]), np.array(REACH[2:])
    if not right:
        first[0], last[0] = SIZE[0] - REACH[2], SIZE[0] - REACH[0]
    if style == "pinch":
        first[1] += _RAISED
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
