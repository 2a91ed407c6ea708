"""From the words of `--camera` to a stream of frames."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

import numpy as np

from sketch2image.core import defaults
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.frames import Frame, FrameSource
from sketch2image.core.sketch import Stroke
from sketch2image.engine.pace import Paced

if TYPE_CHECKING:
    from sketch2image.synth.world import SimulatedCamera

SIMULATED = "simulated"
STREAMS = ("http://", "https://", "rtsp://", "rtsps://", "rtmp://", "udp://")
"""How addresses of streams begin."""


SHOW = 0x5E11
"""Stream of random numbers of demonstrations. Training draws from streams of its own, so what a
demonstration shows was never trained on."""


_MOST_DIGITS = 3
"""No system numbers a thousand cameras, and OpenCV takes no number of any length."""


class TimedSource(FrameSource, Protocol):
    """A stream in real time that knows how old its frames are."""

    def age(self, frame: Frame) -> float:
        """Seconds since a frame was taken, or since its time had come."""
        ...


def subjects() -> tuple[str, ...]:
    """What the simulated hand can draw."""
    from sketch2image.synth import objects

    return objects.names()


def open_source(camera: str, subject: str = defaults.SUBJECT, seed: int = 0) -> FrameSource:
    """A camera by number, a stream by address, a video file, or the simulated camera.

    Args:
        camera: what the person typed: "0", "rtsp://...", "simulated", a path.
        subject: what the simulated hand draws.
        seed: of the simulated drawing.

    Raises:
        UserError: there is no such camera, stream, file or subject.
    """
    if camera == SIMULATED:
        return simulated(subject, seed)
    from sketch2image.air.camera import IndexCamera, unavailable
    from sketch2image.air.video import VideoFile

    if camera.isdecimal():
        if len(camera.lstrip("0")) > _MOST_DIGITS:
            raise unavailable(camera)
        return IndexCamera(int(camera))
    if camera.lower().startswith(STREAMS):
        return IndexCamera(camera)
    return VideoFile(Path(camera))


def in_real_time(source: FrameSource) -> TimedSource:
    """A live source itself; a recorded or simulated one played at its own speed."""
    return cast(TimedSource, source) if source.live else Paced(source)


def simulated(subject: str, seed: int) -> SimulatedCamera:
    """A rendered hand that draws a subject the way a person might.

    Raises:
        UserError: there is no scene of this subject.
    """
    from sketch2image.synth.world import SimulatedCamera

    return SimulatedCamera(strokes_of(subject, seed), seed=seed)


def strokes_of(subject: str, seed: int) -> tuple[Stroke, ...]:
    """A subject as a person might draw it, in pixels of 640x480.

    Raises:
        UserError: there is no scene of this subject.
    """
    from sketch2image.synth import objects
    from sketch2image.synth.people import humanise

    if subject not in objects.names():
        raise UserError(
            ErrorKind.input,
            f"unknown subject {subject!r}",
            f"Choose one of: {', '.join(objects.names())}.",
        )
    rng = np.random.default_rng([SHOW, objects.names().index(subject), seed])
    return humanise(objects.strokes(objects.sample(subject, rng)), rng)
