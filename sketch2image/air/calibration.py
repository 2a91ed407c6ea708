"""How large the person's hand is where they draw: measured once, with the open hand held still."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, mode

from sketch2image.air.fingers import FingerReader
from sketch2image.air.gesture import GestureMachine, GestureState
from sketch2image.air.hand import Hand, Handedness
from sketch2image.air.profiles import Action, Profile, Rule
from sketch2image.air.tracker import Tracker
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.frames import Frame, FrameSource
from sketch2image.models.hub import ensure

HOLD = Profile("calibration", (Rule("11111", Action.done, hold=1.0),), "hold the open hand still")
"""The only gesture that counts while calibrating."""

OnFrame = Callable[[Frame, Hand | None, GestureState], None]


@dataclass(frozen=True)
class Calibration:
    """What was measured.

    Attributes:
        palm: length of the palm, wrist to middle knuckle, as a fraction of the picture's width.
        hand: which hand it was.
        frames: how many frames it was measured in.
    """

    palm: float
    hand: Handedness
    frames: int


def calibrate(
    source: FrameSource,
    tracker: Tracker,
    on_frame: OnFrame | None = None,
    stop: Callable[[], bool] | None = None,
) -> Calibration:
    """Measure the first open hand that is held still for a second.

    Args:
        source: where frames come from; it stays open.
        tracker: finds the hand.
        on_frame: called for every frame, e.g. to show it.
        stop: asked before every frame; True gives up.

    Raises:
        UserError: no hand did that before the stream ended, or the camera was lost.
    """
    fingers, gestures = FingerReader(ensure("lite-fingers")), GestureMachine(HOLD)
    held: list[Hand] = []
    last: tuple[float, Hand] | None = None
    while not (stop and stop()) and (frame := source.read()):
        hand = tracker.read(frame)
        speed = hand.speed(last[1], frame.time - last[0]) if hand and last else 0.0
        state = gestures.update(fingers.read(hand) if hand else None, frame.time, speed)
        last = (frame.time, hand) if hand else last
        if on_frame:
            on_frame(frame, hand, state)
        if state.fired:
            return _measured(held, source.size[0])
        held = [*held, hand] if hand and state.pending and state.progress > 0 else []
    raise UserError(
        ErrorKind.hand,
        "no open hand was held still for a second",
        "Hold all five fingers up where you will draw, until the ring is full.",
    )


def _measured(held: list[Hand], width: int) -> Calibration:
    palm = median(hand.palm for hand in held) / width
    names: list[Handedness] = [hand.handedness for hand in held]
    return Calibration(round(palm, 4), mode(names), len(held))
