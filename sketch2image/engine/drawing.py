"""A camera, a hand and a canvas put together: frames in, sketch out, with a view for the person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from sketch2image.air.gesture import GestureState
from sketch2image.air.hand import Hand
from sketch2image.air.overlay import overlay
from sketch2image.air.profiles import Action
from sketch2image.air.profiles import profile as profile_named
from sketch2image.air.session import DrawLoop, OnFrame, draw
from sketch2image.air.setup import Setup
from sketch2image.air.tracker import HandTracker
from sketch2image.core.frames import Frame, FrameSource
from sketch2image.core.progress import Report, silent
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image
from sketch2image.models.hub import ensure


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
    profile: str = "default",
    report: Report = silent,
    viewer: Viewer | None = None,
) -> Sketch:
    """Follow the hand in a stream until it says done or the stream ends; closes the stream.

    Args:
        source: frames, as the person sees them.
        profile: name of the gesture vocabulary.
        report: progress of fetching the hand model.
        viewer: shows every frame with the hand, the gestures and the drawing over it.

    Raises:
        UserError: no such profile, no hand was seen, nothing was drawn, the camera was lost, or
            the hand model cannot be had.
    """
    try:
        with HandTracker(ensure("hand", report)) as tracker:
            setup = Setup(profile)
            if viewer is None:
                return draw(source, tracker, setup)
            return draw(source, tracker, setup, _showing(viewer, profile), viewer.finished)
    finally:
        source.close()


def _showing(viewer: Viewer, profile: str) -> OnFrame:
    vocabulary = profile_named(profile)

    def on_frame(frame: Frame, hand: Hand | None, state: GestureState, loop: DrawLoop) -> None:
        for command in viewer.commands():
            loop.act(Action(command))
        viewer.present(overlay(frame, hand, state, loop.canvas, vocabulary))

    return on_frame
