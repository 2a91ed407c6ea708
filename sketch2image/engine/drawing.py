"""A camera, a hand and a canvas put together: camera words in, sketch out."""

from __future__ import annotations

from sketch2image.air.session import OnFrame, draw
from sketch2image.air.tracker import HandTracker
from sketch2image.core.frames import FrameSource
from sketch2image.core.progress import Report, silent
from sketch2image.core.sketch import Sketch
from sketch2image.models.hub import ensure


def draw_from(
    source: FrameSource,
    profile: str = "default",
    report: Report = silent,
    on_frame: OnFrame | None = None,
) -> Sketch:
    """Follow the hand in a stream until it says done or the stream ends; closes the stream.

    Raises:
        UserError: no hand was seen, nothing was drawn, the camera was lost, or the hand model
            cannot be had.
    """
    try:
        with HandTracker(ensure("hand", report)) as tracker:
            return draw(source, tracker, profile, on_frame)
    finally:
        source.close()
