"""What the person sees while drawing: camera, drawing, hand, gestures and the hold ring."""

from __future__ import annotations

import numpy as np

from sketch2image.air.canvas import Canvas
from sketch2image.air.gesture import GestureState
from sketch2image.air.hand import CHAINS, KNUCKLES, TIPS, Hand
from sketch2image.air.profiles import LASTING, PINCH, Profile, Rule
from sketch2image.air.setup import Setup
from sketch2image.core.frames import Frame
from sketch2image.core.sketch import Color, Stroke
from sketch2image.core.types import Image

BONE: Color = (255, 255, 255)
JOINT: Color = (0, 168, 255)
RING: Color = (255, 120, 0)
TEXT: Color = (255, 255, 255)
SHADE = 0.45
_LINE = 18
_LEGEND = 206
_FONT_SCALE = 0.42


def overlay(
    frame: Frame,
    hand: Hand | None,
    state: GestureState,
    canvas: Canvas,
    setup: Setup,
    stranger: Hand | None = None,
) -> Image:
    """One picture of the camera loop: (H, W, 3) uint8 RGB, as large as the frame.

    Args:
        frame: what the camera sees.
        hand: the hand that holds the pen.
        state: what it means.
        canvas: the drawing so far.
        setup: how the person draws, for the legend; it stands on the right for a left hand.
        stranger: another hand, marked as one that does not draw.
    """
    view = _blend(frame.image, canvas)
    if stranger is not None:
        _box(view, stranger)
    if hand is not None:
        _skeleton(view, hand)
        _nib(view, hand, state, canvas)
        _ring(view, hand, state)
    _legend(view, state, setup.profile, view.shape[1] - _LEGEND if setup.hand == "left" else 0)
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


def _box(view: Image, hand: Hand) -> None:
    from sketch2image.core.opencv import cv2

    low, high = (np.round(edge).astype(int).tolist() for edge in (hand.low, hand.high))
    cv2.rectangle(view, low, high, BONE, 1, cv2.LINE_AA)
    _write(view, "does not draw", (low[0] + 4, low[1] + _LINE))


def _nib(view: Image, hand: Hand, state: GestureState, canvas: Canvas) -> None:
    """A circle as wide as the ink, or as what the eraser wipes."""
    from sketch2image.core.opencv import cv2

    stroke = canvas.current
    x, y = np.round(hand.pinch if state.pinched else hand.pen).astype(int).tolist()
    radius = round((stroke.width if stroke else state.width) / 2) + 2
    color = BONE if stroke and stroke.eraser else state.color
    cv2.circle(view, (x, y), radius, color, 2, cv2.LINE_AA)


def _legend(view: Image, state: GestureState, profile: Profile, left: int) -> None:
    rows = profile.meanings
    current = state.pending or state.action
    area = (slice(0, _LINE * len(rows) + 10), slice(left, left + _LEGEND))
    view[area] = _shaded(view[area])
    column = left + 6 + 26 * max(len(patterns) for _, patterns in rows)
    for row, (rule, patterns) in enumerate(rows, 1):
        chosen = rule.action is current and _is_color(rule, state)
        _write(view, _line(rule), (column, _LINE * row), RING if chosen else TEXT)
        for index, pattern in enumerate(patterns):
            _pattern(view, pattern, rule.color or TEXT, (left + 4 + 26 * index, _LINE * row - 9))


def _status(view: Image, hand: Hand | None, state: GestureState) -> None:
    from sketch2image.core.opencv import cv2

    height = view.shape[0]
    view[height - 26 :] = _shaded(view[height - 26 :])
    radius = max(2, round(state.width / 2))
    cv2.circle(view, (14, height - 13), radius + 2, TEXT, -1, cv2.LINE_AA)
    cv2.circle(view, (14, height - 13), radius, state.color, -1, cv2.LINE_AA)
    said = "no hand in sight" if hand is None else str(state.pending or state.action)
    _write(view, said, (32, height - 8))


def _is_color(rule: Rule, state: GestureState) -> bool:
    return rule.color is None or rule.color == state.color


def _line(rule: Rule) -> str:
    hold = "" if rule.action in LASTING else f" ({rule.hold:g} s)"
    return f"{rule.action}{hold}"


def _pattern(view: Image, fingers: str, color: Color, corner: tuple[int, int]) -> None:
    """Five bars, long for raised fingers; a ring for thumb and index finger that touch."""
    from sketch2image.core.opencv import cv2

    x, y = corner
    if fingers == PINCH:
        cv2.circle(view, (x + 8, y + 4), 5, color, 1, cv2.LINE_AA)
        return
    for index, finger in enumerate(fingers):
        top, left = y if finger == "1" else y + 7, x + 4 * index
        cv2.rectangle(view, (left, top), (left + 2, y + 9), color, -1)


def _shaded(area: Image) -> Image:
    return (area * SHADE).astype(np.uint8)


def _write(view: Image, text: str, place: tuple[int, int], color: Color = TEXT) -> None:
    from sketch2image.core.opencv import cv2

    style = (cv2.FONT_HERSHEY_SIMPLEX, _FONT_SCALE)
    cv2.putText(view, text, place, *style, (0, 0, 0), 3, cv2.LINE_AA)
    cv2.putText(view, text, place, *style, color, 1, cv2.LINE_AA)
