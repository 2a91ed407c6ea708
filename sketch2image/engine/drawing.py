"""A camera, a hand and a canvas put together: frames in, sketch out, with a view for the person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Protocol

from sketch2image.air.canvas import Canvas
from sketch2image.air.fitting import fit
from sketch2image.air.gesture import GestureState
from sketch2image.air.hand import Hand
from sketch2image.air.overlay import overlay
from sketch2image.air.profiles import Action
from sketch2image.air.recording import Recorder, recordable
from sketch2image.air.session import DrawLoop, OnFrame, draw
from sketch2image.air.setup import Setup
from sketch2image.air.tracker import HandTracker
from sketch2image.core.frames import Frame, FrameSource
from sketch2image.core.progress import Report, silent
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image
from sketch2image.engine.pace import Paced
from sketch2image.models.hub import ensure

Say = Callable[[str], None]
"""Tells the person one line."""


class Viewer(Protocol):
    """Shows the person what the camera sees and takes their keys."""

    def present(self, image: Image) -> None:
        """Show (H, W, 3) uint8 RGB now."""
        ...

    def commands(self) -> Iterable[str]:
        """Names of `air.profiles.Action` since the last call, such as "undo"."""
        ...

    def finished(self) -> bool:
        """Whether the person closed the view, which ends the drawing."""
        ...


def draw_from(
    source: FrameSource,
    setup: Setup | None = None,
    report: Report = silent,
    viewer: Viewer | None = None,
    start: Sketch | None = None,
    watch: Callable[[Canvas], None] | None = None,
    record: str = "",
    say: Say = lambda _: None,
) -> Sketch:
    """Follow the hand in a stream until it says done or the stream ends; closes the stream.

    Args:
        source: frames, as the person sees them.
        setup: how the person draws.
        report: progress of fetching the hand model.
        viewer: shows every frame with the hand, the gestures and the drawing over it; a recorded
            or simulated stream is then played at its own speed.
        start: a drawing to go on with; it is fitted to the frames.
        watch: sees the drawing after every frame, e.g. to save it.
        record: file that the hand is taken down in, see `air.recording`; empty for none.
        say: notes for the person.

    Raises:
        UserError: no hand was seen, nothing was drawn, the camera was lost, the
            recording cannot be written, or the hand model cannot be had.
    """
    setup = setup or Setup()
    if viewer is not None and not source.live:
        source = Paced(source)
    with ExitStack() as stack:
        stack.callback(source.close)
        begun = fit(start, source.size) if start else Sketch(source.size)
        recorder = None
        if record:
            begun = recordable(begun)
            recorder = stack.enter_context(Recorder(record, begun, setup))
        tracker = stack.enter_context(
            HandTracker(ensure("hand", report), side=setup.hand, palm=setup.palm)
        )
        try:
            return draw(
                source,
                tracker,
                setup,
                _on_frame(viewer, setup, tracker, watch),
                viewer.finished if viewer else None,
                begun,
                recorder,
            )
        finally:
            if recorder and recorder.trouble:
                say(recorder.trouble)


def _on_frame(
    viewer: Viewer | None,
    setup: Setup,
    tracker: HandTracker,
    watch: Callable[[Canvas], None] | None,
) -> OnFrame:
    def on_frame(frame: Frame, hand: Hand | None, state: GestureState, loop: DrawLoop) -> None:
        if viewer:
            for command in viewer.commands():
                loop.act(Action(command))
            viewer.present(overlay(frame, hand, state, loop.canvas, setup, tracker.stranger))
        if watch:
            watch(loop.canvas)

    return on_frame
