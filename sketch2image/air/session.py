"""The camera loop: from the first frame to a finished sketch."""

from __future__ import annotations

from collections.abc import Callable

from sketch2image.air.canvas import Canvas
from sketch2image.air.fingers import FingerReader
from sketch2image.air.gesture import GestureMachine, GestureState
from sketch2image.air.hand import Hand
from sketch2image.air.pen import AirPen
from sketch2image.air.profiles import Action, Profile
from sketch2image.air.profiles import profile as profile_named
from sketch2image.air.tracker import Tracker
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.frames import Frame, FrameSource
from sketch2image.core.sketch import Sketch
from sketch2image.models.hub import ensure

OnFrame = Callable[[Frame, Hand | None, GestureState, Canvas], None]
"""Sees every frame with the hand found in it, the gesture, and the drawing so far."""


def draw(
    source: FrameSource,
    tracker: Tracker,
    profile: str = "default",
    on_frame: OnFrame | None = None,
    stop: Callable[[], bool] | None = None,
) -> Sketch:
    """Let a hand draw until it shows the done gesture or the stream ends.

    Args:
        source: where frames come from; it stays open.
        tracker: finds the hand that holds the pen.
        profile: name of the gesture vocabulary.
        on_frame: called for every frame, e.g. to show it.
        stop: asked before every frame; True ends the drawing as the done gesture does.

    Returns:
        The drawing; its canvas is as large as a frame.

    Raises:
        UserError: no such profile, no hand was seen, nothing was drawn, or the camera was lost.
    """
    loop = DrawLoop(Sketch(source.size), tracker, profile_named(profile))
    while not loop.done and not (stop and stop()):
        frame = source.read()
        if frame is None:
            break
        hand, state = loop.update(frame)
        if on_frame:
            on_frame(frame, hand, state, loop.canvas)
    return loop.finish()


class DrawLoop:
    """One step of the camera loop at a time, for callers with a loop of their own.

    Args:
        start: the drawing to go on with; its size must be that of the frames.
        tracker: finds the hand that holds the pen.
        profile: what the gestures mean.
    """

    def __init__(self, start: Sketch, tracker: Tracker, profile: Profile) -> None:
        self.canvas = Canvas(start)
        self.done = False
        self._tracker = tracker
        self._fingers = FingerReader(ensure("lite-fingers"))
        self._gestures = GestureMachine(profile)
        self._pen = AirPen(self.canvas)
        self._frames = self._hands = 0

    def update(self, frame: Frame) -> tuple[Hand | None, GestureState]:
        """Take one frame; `done` turns True when the hand says so."""
        hand = self._tracker.read(frame)
        fingers = self._fingers.read(hand) if hand else None
        state = self._gestures.update(fingers, frame.time)
        self._pen.update(state, hand, frame.time)
        self._act(state.fired)
        self._frames += 1
        self._hands += hand is not None
        return hand, state

    def finish(self) -> Sketch:
        """Lift the pen and give the drawing.

        Raises:
            UserError: no hand was seen, or nothing is on the canvas.
        """
        self._pen.lift()
        sketch = self.canvas.sketch()
        if not self._hands:
            raise UserError(
                ErrorKind.hand,
                f"no hand was seen in {self._frames} frames",
                "Hold one hand in the light, palm to the camera, all of it in the picture.",
            )
        if sketch.is_empty:
            raise UserError(
                ErrorKind.hand,
                f"a hand was seen in {self._hands} of {self._frames} frames, but nothing was drawn",
                "Raise only the index finger to draw, all five fingers to finish.",
            )
        return sketch

    def _act(self, fired: Action | None) -> None:
        if fired is Action.done:
            self.done = True
        elif fired is Action.undo:
            self.canvas.undo()
        elif fired is Action.clear:
            self.canvas.clear()
