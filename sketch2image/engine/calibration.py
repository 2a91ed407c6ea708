"""A camera and a hand put together to measure the hand, with a view for the person."""

from __future__ import annotations

from sketch2image.air.calibration import HOLD, Calibration, calibrate
from sketch2image.air.canvas import Canvas
from sketch2image.air.gesture import GestureState
from sketch2image.air.hand import Hand
from sketch2image.air.overlay import overlay
from sketch2image.air.setup import Setup, Side
from sketch2image.air.tracker import HandTracker
from sketch2image.core.frames import Frame, FrameSource
from sketch2image.core.progress import Report, silent
from sketch2image.core.sketch import Sketch
from sketch2image.engine.drawing import Viewer
from sketch2image.models.hub import ensure


def calibrate_from(
    source: FrameSource, side: Side = "any", report: Report = silent, viewer: Viewer | None = None
) -> Calibration:
    """Measure the open hand in a stream; closes the stream.

    Args:
        source: frames, as the person sees them.
        side: which hand to measure.
        report: progress of fetching the hand model.
        viewer: shows every frame with the hand and the ring that fills.

    Raises:
        UserError: no open hand was held still, the camera was lost, or the hand model cannot be
            had.
    """
    try:
        with HandTracker(ensure("hand", report), side=side) as tracker:
            if viewer is None:
                return calibrate(source, tracker)
            canvas, setup = Canvas(Sketch(source.size)), Setup(HOLD, side)

            def on_frame(frame: Frame, hand: Hand | None, state: GestureState) -> None:
                viewer.present(overlay(frame, hand, state, canvas, setup, tracker.stranger))

            return calibrate(source, tracker, on_frame, viewer.finished)
    finally:
        source.close()
