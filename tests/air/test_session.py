"""The whole camera loop, with the real landmarker on rendered hands."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from sketch2image.air.overlay import overlay
from sketch2image.air.profiles import RED, Action
from sketch2image.air.session import DrawLoop, draw
from sketch2image.air.setup import Setup
from sketch2image.air.tracker import HandTracker
from sketch2image.air.video import VideoFile
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.frames import Frame
from sketch2image.core.sketch import BLACK, Stroke
from sketch2image.models.hub import ensure
from sketch2image.synth.world import SimulatedCamera


def hold(pose, x, y, frames):
    return [[(pose, x, y)]] * frames


def follow(pose, points):
    return [[(pose, x, y)] for x, y in points]


def drawing(points):
    """Come in, draw, lift the pen, say done."""
    start, end = points[0], points[-1]
    return [
        *hold("two", *start, 12),
        *follow("one", points),
        *hold("fist", *end, 8),
        *hold("open", *end, 45),
    ]


def deviation(points, target):
    """Largest distance of any target point from the drawn line, in pixels."""
    line = np.concatenate([np.linspace(a, b, 20) for a, b in pairwise(points)])
    return max(np.hypot(*(line - point).T).min() for point in np.asarray(target))


def test_a_hand_draws_a_square_and_in_a_video_the_same(stage, clip, tracker, square):
    source = stage([*drawing(square), *hold("one", 300, 200, 60)])
    sketch = draw(source, tracker)
    assert sketch.size == (640, 480)
    assert len(sketch.strokes) == 1
    points = sketch.strokes[0].points
    assert deviation(points, square) < 12
    assert deviation(square, points) < 12
    assert np.hypot(*(points[0] - points[-1])) < 30
    assert source.read() is not None
    with VideoFile(clip(drawing(square))) as video, HandTracker(ensure("hand")) as another:
        assert not video.live
        recorded = draw(video, another)
    assert len(recorded.strokes) == 1
    assert deviation(recorded.strokes[0].points, points) < 4


def test_gestures_color_erase_undo_and_clear(stage, tracker):
    across = [(x, 150.0) for x in np.linspace(180, 420, 40)]
    below = [(x, 260.0) for x in np.linspace(420, 180, 40)]
    down = [(420.0, y) for y in np.linspace(150, 260, 12)]
    up = [(180.0, y) for y in np.linspace(260, 150, 12)]
    shots = [
        *hold("two", 180, 150, 10),
        *follow("one", across),
        *hold("three", 420, 150, 26),
        *follow("two", down),
        *follow("one", below),
        *follow("fist", up),
        *follow("four", across),
        *hold("fist", 420, 150, 6),
        *hold("undo", 420, 150, 24),
        *hold("fist", 420, 150, 6),
        *hold("clear", 420, 150, 40),
        *hold("undo", 420, 150, 24),
        *hold("open", 420, 150, 45),
    ]
    seen = []
    sketch = draw(
        stage(shots),
        tracker,
        on_frame=lambda _frame, _hand, state, loop: seen.append(
            (state.fired, loop.canvas.committed())
        ),
    )
    fired = [(str(action), len(after.strokes)) for action, after in seen if action]
    assert fired == [("next color", 1), ("undo", 2), ("clear", 0), ("undo", 2), ("done", 2)]
    assert [stroke.color for stroke in sketch.strokes] == [BLACK, RED]
    assert any(stroke.eraser for _, after in seen for stroke in after.strokes)


def test_a_second_hand_never_takes_the_pen(stage, tracker):
    line = [(x, 130.0) for x in np.linspace(120, 300, 60)]
    alone, together = line[:30], line[30:]
    shots = [
        *hold("two", *line[0], 10),
        *follow("one", alone),
        *[[("one", x, y), ("one", 540, 150)] for x, y in together],
        *[[("one", 540, 150)]] * 15,
        *[[("open", 300, 130), ("one", 540, 150)]] * 45,
    ]
    sketch = draw(stage(shots), tracker)
    assert len(sketch.strokes) >= 1
    assert max(stroke.points[:, 0].max() for stroke in sketch.strokes) < 400


def test_a_lost_hand_lifts_the_pen(stage, tracker):
    left = [(x, 150.0) for x in np.linspace(120, 220, 30)]
    right = [(x, 150.0) for x in np.linspace(400, 500, 30)]
    shots = [*follow("one", left), *[[]] * 45, *follow("one", right)]
    sketch = draw(stage(shots), tracker)
    assert len(sketch.strokes) == 2
    assert max(stroke.length for stroke in sketch.strokes) < 150


def test_a_stop_ends_the_drawing_as_the_gesture_does(stage, tracker, square):
    count = iter(range(1000))
    sketch = draw(stage(follow("one", square)), tracker, stop=lambda: next(count) >= 60)
    assert sketch.strokes[0].length > 100


def test_no_hand(stage, tracker):
    with pytest.raises(UserError) as caught:
        draw(stage([[]] * 10), tracker)
    assert caught.value.kind is ErrorKind.hand
    assert "no hand was seen in 10 frames" in caught.value.message


def test_nothing_drawn(stage, tracker):
    with pytest.raises(UserError) as caught:
        draw(stage(hold("fist", 300, 200, 15)), tracker)
    assert caught.value.kind is ErrorKind.hand
    assert "nothing was drawn" in caught.value.message


def test_overlay_shows_hand_and_hold(stage, tracker):
    shown = []
    setup = Setup()
    draw(
        stage([*follow("one", [(300.0, 200.0), (340.0, 200.0)] * 10), *hold("open", 300, 200, 40)]),
        tracker,
        on_frame=lambda frame, hand, state, loop: shown.append(
            overlay(frame, hand, state, loop.canvas, setup)
        ),
    )
    assert shown[0].shape == (480, 640, 3)
    assert np.abs(shown[-2].astype(int) - shown[0]).max() > 100


def test_undo_in_the_middle_of_a_stroke_keeps_the_pen_alive():
    line = np.stack([np.linspace(120, 520, 40), np.full(40, 200)], axis=1).astype(np.float32)
    seen = []

    def on_frame(_frame: Frame, _hand: object, _state: object, loop: DrawLoop) -> None:
        seen.append(loop.canvas.is_drawing)
        if sum(seen) == 8 and seen[-1]:
            loop.act(Action.undo)

    with HandTracker(ensure("hand")) as tracker:
        sketch = draw(SimulatedCamera([Stroke(line)], seed=3), tracker, on_frame=on_frame)
    assert len(sketch.strokes) == 1
    assert 0.2 * 400 < sketch.strokes[0].length < 0.9 * 400
