"""The camera loop: from the first frame to a finished sketch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sketch2image.air.canvas import Canvas
from sketch2image.air.fingers import FingerReader
from sketch2image.air.gesture import GestureMachine, GestureState
from sketch2image.air.hand import Hand
from sketch2image.air.pen import AirPen
from sketch2image.air.profiles import Action
from sketch2image.air.setup import Setup
from sketch2image.air.tracker import Tracker
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.frames import Frame, FrameSource
from sketch2image.core.sketch import Sketch
from sketch2image.models.hub import ensure

OnFrame = Callable[[Frame, Hand | None, GestureState, "DrawLoop"], None]
"""Sees every frame with the hand found in it, the gesture, and the drawing so far."""


class Recorder(Protocol):
    """Takes down all that decides a drawing, in order."""

    def hand(self, time: float, hand: Hand | None) -> None:
        """What was seen at `time` seconds."""
        ...

    def act(self, action: Action) -> None:
        """What the person did by key."""
        ...


def draw(
    source: FrameSource,
    tracker: Tracker,
    setup: Setup | None = None,
    on_frame: OnFrame | None = None,
    stop: Callable[[], bool] | None = None,
    start: Sketch | None = None,
    recorder: Recorder | None = None,
) -> Sketch:
    """Let a hand draw until it shows the done gesture or the stream ends.

    Args:
        source: where frames come from; it stays open.
        tracker: finds the hand that holds the pen.
        setup: how the person draws.
        on_frame: called for every frame, e.g. to show it.
        stop: asked before every frame; True ends the drawing as the done gesture does.
        start: a drawing to go on with, as large as a frame.
        recorder: takes everything down.

    Returns:
        The drawing; its canvas is as large as a frame.

    Raises:
        UserError: no hand was seen, nothing was drawn, or the camera was lost.
    """
    loop = DrawLoop(start or Sketch(source.size), tracker, setup or Setup(), recorder)
    while not loop.done and not (stop and stop()):
        frame = source.read()
        if frame is None:
            break
        hand, state = loop.update(frame)
        if on_frame:
            on_frame(frame, hand, state, loop)
    return loop.finish()


class AirDrawing:
    """A drawing made by a hand, one observation at a time.

    Args:
        canvas: what to draw on.
        setup: how the person draws.
        recorder: takes everything down.

    Attributes:
        gestures: what the hand means; also holds the pen's color and width.
    """

    def __init__(self, canvas: Canvas, setup: Setup, recorder: Recorder | None = None) -> None:
        self.canvas = canvas
        self.done = False
        self._recorder = recorder
        self._palm = setup.palm * canvas.size[0]
        self._fingers = FingerReader(ensure("lite-fingers"))
        self.gestures = GestureMachine(setup.profile, setup.color, setup.width)
        self._pen = AirPen(self.canvas, self._palm)
        self._last: tuple[float, Hand] | None = None
        self._frames = self._hands = 0

    def take(self, hand: Hand | None, time: float) -> GestureState:
        """Take what is seen at `time` seconds; `done` turns True when the hand says so."""
        if self._recorder:
            self._recorder.hand(time, hand)
        fingers = self._fingers.read(hand) if hand else None
        state = self.gestures.update(fingers, time, self._speed(hand, time))
        self._pen.update(state, hand, time)
        self._do(state.fired)
        self._frames += 1
        self._hands += hand is not None
        return state

    def act(self, action: Action) -> None:
        """Do at once what a gesture would: undo, redo, clear, next color, next width, done."""
        if self._recorder:
            self._recorder.act(action)
        self.gestures.choose(action)
        self._do(action)

    def lift(self) -> None:
        """Finish the hand's stroke, if it is drawing one."""
        self._pen.lift()

    def finish(self) -> Sketch:
        """Lift the pen and give the drawing.

        Raises:
            UserError: no hand was seen, or nothing is on the canvas.
        """
        self.lift()
        sketch = self.canvas.sketch()
        if not sketch.is_empty:
            return sketch
        if not self._hands:
            raise UserError(
                ErrorKind.hand,
                f"no hand was seen in {self._frames} frames",
                "Hold one hand in the light, palm to the camera, all of it in the picture.",
            )
        raise UserError(
            ErrorKind.hand,
            f"a hand was seen in {self._hands} of {self._frames} frames, but nothing was drawn",
            "Raise only the index finger to draw, all five fingers to finish.",
        )

    def _speed(self, hand: Hand | None, time: float) -> float:
        """Of the hand since it was seen last, in palm lengths a second."""
        last, self._last = self._last, (time, hand) if hand else self._last
        if hand is None or last is None:
            return 0.0
        return hand.speed(last[1], time - last[0], self._palm)

    def _do(self, action: Action | None) -> None:
        if action is Action.done:
            self.done = True
        elif action is Action.undo:
            self.canvas.undo()
        elif action is Action.redo:
            self.canvas.redo()
        elif action is Action.clear:
            self.canvas.clear()


class DrawLoop(AirDrawing):
    """A drawing made by the hand that a tracker finds in the frames of a camera.

    Args:
        start: the drawing to go on with; its size must be that of the frames.
        tracker: finds the hand that holds the pen.
        setup: how the person draws.
        recorder: takes everything down.
    """

    def __init__(
        self, start: Sketch, tracker: Tracker, setup: Setup, recorder: Recorder | None = None
    ) -> None:
        super().__init__(Canvas(start), setup, recorder)
        self._tracker = tracker

    def update(self, frame: Frame) -> tuple[Hand | None, GestureState]:
        """Take one frame; `done` turns True when the hand says so."""
        hand = self._tracker.read(frame)
        return hand, self.take(hand, frame.time)
