"""What the person sees while drawing: camera, drawing, hand, gestures and the hold ring."""

from __future__ import annotations

import numpy as np

from sketch2image.air.canvas import Canvas
from sketch2image.air.gesture import GestureState
from sketch2image.air.hand import CHAINS, FINGER_NAMES, KNUCKLES, TIPS, Hand
from sketch2image.air.profiles import LASTING, Profile, Rule
from sketch2image.core.frames import Frame
from sketch2image.core.sketch import Color, Stroke
from sketch2image.core.types import Image

BONE: Color = (255, 255, 255)
JOINT: Color = (0, 168, 255)
RING: Color = (255, 120, 0)
TEXT: Color = (255, 255, 255)
SHADE = 0.45
_LINE = 18
_FONT_SCALE = 0.42


def overlay(
    frame: Frame, hand: Hand | None, state: GestureState, canvas: Canvas, profile: Profile
) -> Image:
    """One picture of the camera loop: (H, W, 3) uint8 RGB, as large as the frame."""
    view = _blend(frame.image, canvas)
    if hand is not None:
        _skeleton(view, hand)
        _ring(view, hand, state)
    _legend(view, state, profile)
    _status(view, hand, state)
    return view


def _blend(image: Image, canvas: Canvas) -> Image:
    from sketch2image.core.opencv import cv2

    drawing = canvas.committed().raster
    stroke = canvas.current
    if stroke is not None:
        drawing = drawing.copy()
        _trace(drawing, stroke)
    return cv2.addWeighted(image, 0.5, drawing, 0.5, 0).astype(np.uint8, copy=False)


def _trace(drawing: Image, stroke: Stroke) -> None:
    from sketch2image.core.opencv import cv2

    color = (255, 255, 255) if stroke.eraser else stroke.color
    points = np.round(stroke.points).astype(np.int32)
    cv2.polylines(drawing, [points], False, color, round(stroke.width), cv2.LINE_AA)


def _skeleton(view: Image, hand: Hand) -> None:
    from sketch2image.core.opencv import cv2

    places = np.round(hand.landmarks[:, :2]).astype(np.int32)
    palm = places[[0, *KNUCKLES]]
    cv2.polylines(view, [palm], True, BONE, 2, cv2.LINE_AA)
    for chain in CHAINS:
        cv2.polylines(view, [places[list(chain[1:])]], False, BONE, 2, cv2.LINE_AA)
    for index, (x, y) in enumerate(places.tolist()):
        cv2.circle(view, (x, y), 5 if index in TIPS else 3, JOINT, -1, cv2.LINE_AA)


def _ring(view: Image, hand: Hand, state: GestureState) -> None:
    from sketch2image.core.opencv import cv2

    if state.pending is None:
        return
    x, y = np.round(hand.center).astype(int).tolist()
    radius = max(16, round(hand.span * 0.3))
    cv2.ellipse(view, (x, y), (radius, radius), -90, 0, 360 * state.progress, RING, 6, cv2.LINE_AA)
    _write(view, str(state.pending), (x - radius, y + radius + _LINE))


def _legend(view: Image, state: GestureState, profile: Profile) -> None:
    lines = [_line(rule) for rule in profile.rules]
    current = state.pending or state.action
    view[: _LINE * len(lines) + 10, :196] = _shaded(view[: _LINE * len(lines) + 10, :196])
    for row, (rule, line) in enumerate(zip(profile.rules, lines, strict=True)):
        color = RING if rule.action is current and _is_color(rule, state) else TEXT
        _write(view, line, (28, _LINE * (row + 1)), color)
        _pattern(view, rule, (4, _LINE * (row + 1) - 9))


def _status(view: Image, hand: Hand | None, state: GestureState) -> None:
    from sketch2image.core.opencv import cv2

    height = view.shape[0]
    view[height - 26 :] = _shaded(view[height - 26 :])
    cv2.circle(view, (14, height - 13), 8, state.color, -1, cv2.LINE_AA)
    cv2.circle(view, (14, height - 13), 8, TEXT, 1, cv2.LINE_AA)
    said = "no hand in sight" if hand is None else str(state.pending or state.action)
    _write(view, said, (32, height - 8))


def _is_color(rule: Rule, state: GestureState) -> bool:
    return rule.color is None or rule.color == state.color


def _line(rule: Rule) -> str:
    hold = "" if rule.action in LASTING else f" (hold {rule.hold:g} s)"
    return f"{rule.action}{hold}"


def _pattern(view: Image, rule: Rule, corner: tuple[int, int]) -> None:
    from sketch2image.core.opencv import cv2

    x, y = corner
    for finger in range(len(FINGER_NAMES)):
        top = y if rule.fingers[finger] else y + 7
        left = x + 4 * finger
        cv2.rectangle(view, (left, top), (left + 2, y + 9), rule.color or TEXT, -1)


def _shaded(area: Image) -> Image:
    return (area * SHADE).astype(np.uint8)


def _write(view: Image, text: str, place: tuple[int, int], color: Color = TEXT) -> None:
    from sketch2image.core.opencv import cv2

    style = (cv2.FONT_HERSHEY_SIMPLEX, _FONT_SCALE)
    cv2.putText(view, text, place, *style, (0, 0, 0), 3, cv2.LINE_AA)
    cv2.putText(view, text, place, *style, color, 1, cv2.LINE_AA)
