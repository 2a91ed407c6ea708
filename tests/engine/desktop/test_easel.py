"""Hand, mouse and keys on one canvas."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sketch2image.air.profiles import BLUE, GREEN, RED, WIDTHS, Action, profile
from sketch2image.air.setup import PEN_WIDTH, Setup
from sketch2image.core.sketch import BLACK, Sketch, Stroke
from sketch2image.engine.desktop.easel import Easel, GestureState
from tests.engine.desktop.posed_hands import posed

RATE = 30
LEFT, RIGHT = 200.0, 400.0


class Person:
    """Shows poses to an easel, frame by frame."""

    def __init__(self, easel: Easel) -> None:
        self._easel = easel
        self._frames = 0

    def show(self, pose: str, x: float, y: float) -> GestureState:
        self._frames += 1
        return self._easel.see(posed(pose, x, y), self._frames / RATE)

    def hold(
        self, pose: str, frames: int = 15, x: float = LEFT, y: float = 200.0
    ) -> list[GestureState]:
        return [self.show(pose, x, y) for _ in range(frames)]

    def draw(self, y: float, frames: int = 20) -> None:
        """A line from left to right; the finger is still up at its end."""
        self.hold("hover", 8, LEFT, y)
        for x in np.linspace(LEFT, RIGHT, frames):
            self.show("draw", float(x), y)

    def draw_line(self, y: float) -> None:
        self.draw(y)
        self.hold("lift", 10, RIGHT, y)


@pytest.fixture
def easel() -> Easel:
    return Easel(Setup(profile("default")))


@pytest.fixture
def person(easel: Easel) -> Person:
    return Person(easel)


def strokes(easel: Easel) -> tuple[Stroke, ...]:
    return easel.canvas.committed().strokes


def mouse(easel: Easel, *places: tuple[float, float], eraser: bool | None = None) -> None:
    easel.press(*places[0], eraser=eraser)
    for place in places[1:]:
        easel.drag(*place)
    easel.release()


def distance(line: NDArray[np.float32], place: tuple[float, float]) -> float:
    """Of a place from the nearest of the straight pieces of a line, in pixels."""
    points = line.astype(float) @ (1, 1j) - complex(*place)
    way = np.diff(points) if len(points) > 1 else np.zeros(1)
    start = points[: len(way)]
    part = np.clip(-(start * np.conj(way)).real / np.maximum(np.abs(way) ** 2, 1e-12), 0, 1)
    return float(np.abs(start + part * way).min())


def test_hand_and_mouse_draw_on_one_canvas_with_one_undo(easel: Easel, person: Person):
    person.draw_line(120)
    mouse(easel, (100, 300), (300, 300))
    person.draw_line(220)
    assert [len(strokes(easel)), easel.revision] == [3, 3]
    assert strokes(easel)[1].points.tolist() == [[100, 300], [300, 300]]
    hand = strokes(easel)[0].points
    assert np.ptp(hand[:, 0]) == pytest.approx(RIGHT - LEFT, rel=0.15)
    assert np.abs(hand[:, 1] - 120).max() < 3
    easel.act(Action.undo)
    easel.act(Action.undo)
    assert [stroke.points.tolist() for stroke in strokes(easel)] == [hand.tolist()]
    easel.act(Action.redo)
    assert len(strokes(easel)) == 2
    person.hold("undo", 40)
    assert len(strokes(easel)) == 1


def test_a_press_ends_the_hands_stroke_and_the_hand_rests_meanwhile(easel: Easel, person: Person):
    person.draw(120)
    assert easel.canvas.is_drawing
    easel.press(10, 10)
    assert len(strokes(easel)) == 1
    for step in range(20):
        easel.drag(10 + step, 10)
        person.show("draw", RIGHT, 300)
    current = easel.canvas.current
    assert current is not None
    assert current.points[:, 1].tolist() == [10] * 21
    easel.release()
    assert strokes(easel)[1].points.tolist() == [[10, 10], [29, 10]]
    person.draw_line(300)
    assert len(strokes(easel)) == 3


def test_a_click_in_the_middle_of_the_hands_stroke_keeps_both(easel: Easel, person: Person):
    person.draw(120)
    mouse(easel, (50, 50))
    person.draw_line(120)
    assert len(strokes(easel)) == 3
    assert strokes(easel)[1].points.tolist() == [[50, 50]]


def test_a_paused_hand_neither_draws_nor_acts(easel: Easel, person: Person):
    person.draw(120)
    easel.paused = True
    person.draw_line(220)
    assert {state.fired for state in person.hold("done", 60)} == {None}
    assert len(strokes(easel)) == 1
    mouse(easel, (1, 1), (50, 50))
    assert len(strokes(easel)) == 2
    easel.paused = False
    person.draw_line(320)
    assert len(strokes(easel)) == 3


def test_the_done_gesture_is_told_once(easel: Easel, person: Person):
    fired = [state.fired for state in person.hold("done", 60)]
    assert fired.count(Action.done) == 1
    assert easel.revision == 0


def test_hand_keys_and_mouse_share_color_and_width(easel: Easel, person: Person):
    person.hold("next color", 40)
    assert easel.color == RED
    easel.act(Action.next_color)
    assert easel.color == GREEN
    easel.color, easel.width = BLUE, 9.0
    person.draw_line(120)
    mouse(easel, (1, 1), (9, 9))
    assert [(stroke.color, stroke.width) for stroke in strokes(easel)] == [(BLUE, 9.0)] * 2
    easel.act(Action.next_width)
    assert easel.width == WIDTHS[2]


def test_a_profile_whose_gestures_have_colors_changes_the_mouses_too(easel: Easel):
    easel.setup(Setup(profile("code")))
    person = Person(easel)
    person.hold("hover", 10)
    assert easel.color == (0, 255, 0)


def test_the_eraser_is_the_mouses_and_a_color_puts_it_away(easel: Easel, person: Person):
    easel.eraser = True
    tip = easel.tip
    mouse(easel, (1, 1), (9, 9))
    person.draw_line(120)
    easel.color = RED
    mouse(easel, (1, 1), (9, 9))
    mouse(easel, (1, 1), (9, 9), eraser=True)
    assert [stroke.eraser for stroke in strokes(easel)] == [True, False, False, True]
    assert tip == strokes(easel)[0].width > strokes(easel)[2].width == easel.tip


def test_pressing_harder_draws_a_wider_stroke(easel: Easel):
    easel.press(10, 10, pressure=0.2)
    easel.drag(20, 20, pressure=0.9)
    easel.drag(30, 30, pressure=0.1)
    easel.release()
    easel.press(10, 50, pressure=0.2)
    easel.release()
    hard, soft = (stroke.width for stroke in strokes(easel))
    assert 0 < soft < hard < PEN_WIDTH


def test_a_click_makes_a_dot_and_moving_unpressed_nothing(easel: Easel):
    easel.drag(5, 5)
    easel.release()
    assert easel.revision == 0
    mouse(easel, (50, 60), (50, 60))
    assert strokes(easel)[0].points.tolist() == [[50, 60]]


def test_undo_in_the_middle_of_a_mouse_stroke_takes_it_back(easel: Easel):
    mouse(easel, (1, 1), (9, 9))
    easel.press(50, 50)
    easel.drag(60, 60)
    easel.act(Action.undo)
    easel.drag(70, 70)
    easel.release()
    assert len(strokes(easel)) == 1


def test_an_opened_sketch_is_fitted_and_can_be_undone(easel: Easel, person: Person):
    person.draw(120)
    points = np.array([[0, 0], [320, 240]], np.float32)
    easel.put(Sketch((320, 240), (Stroke(points),)))
    assert strokes(easel)[0].points.tolist() == [[0, 0], [640, 480]]
    easel.act(Action.undo)
    assert len(strokes(easel)) == 1


def test_another_stream_size_keeps_drawing_history_and_tool(easel: Easel, person: Person):
    mouse(easel, (0, 0), (640, 480))
    person.draw_line(120)
    easel.color = RED
    easel.resize((1280, 960))
    assert easel.canvas.size == (1280, 960)
    assert strokes(easel)[0].points.tolist() == [[0, 0], [1280, 960]]
    assert (easel.color, easel.width) == (RED, PEN_WIDTH)
    easel.act(Action.undo)
    assert len(strokes(easel)) == 1
    before = easel.revision
    easel.resize((1280, 960))
    assert easel.revision == before


def test_a_drawing_to_go_on_with_is_fitted():
    points = np.array([[0, 0], [320, 240]], np.float32)
    easel = Easel(Setup(color=BLUE), (640, 480), Sketch((320, 240), (Stroke(points),)))
    assert strokes(easel)[0].points.tolist() == [[0, 0], [640, 480]]
    assert easel.color == BLUE


def test_another_setup_begins_anew_and_keeps_the_drawing(easel: Easel, person: Person):
    person.draw(120)
    easel.setup(Setup(profile("pinch"), width=15.0))
    assert len(strokes(easel)) == 1
    assert (easel.color, easel.width) == (BLACK, 15.0)
    assert {state.action for state in person.hold("draw", 30)} == {Action.lift, Action.hover}
    assert Action.done not in {state.fired for state in person.hold("done", 60)}
    assert len(strokes(easel)) == 1


SETUP = Setup()
places = st.tuples(st.integers(0, 639), st.integers(0, 479))


@settings(deadline=None, max_examples=40)
@given(st.lists(places, min_size=1, max_size=30))
def test_a_mouse_stroke_is_kept_to_a_pixel(line: list[tuple[int, int]]):
    easel = Easel(SETUP)
    mouse(easel, *line)
    kept = strokes(easel)[0].points
    assert kept[0].tolist() == list(line[0])
    assert kept[-1].tolist() == list(line[-1])
    assert all(distance(kept, place) < 1 for place in line)


keys = st.sampled_from([Action.undo, Action.redo, Action.clear, Action.next_color])
steps = st.lists(st.one_of(keys, places, st.just("release"), st.just("resize")), max_size=25)


@settings(deadline=None, max_examples=40)
@given(steps)
def test_whatever_is_done_all_undone_is_an_empty_canvas_and_redone_is_the_drawing(
    script: list[Action | tuple[int, int] | str],
):
    easel = Easel(SETUP)
    for step in script:
        if isinstance(step, Action):
            easel.act(step)
        elif isinstance(step, tuple):
            (easel.drag if easel.canvas.is_drawing else easel.press)(*step)
        elif step == "resize":
            easel.resize((480, 640) if easel.canvas.size == (640, 480) else (640, 480))
        else:
            easel.release()
    easel.release()
    while easel.canvas.can_redo:
        easel.act(Action.redo)
    drawing = easel.canvas.committed()
    while easel.canvas.can_undo:
        easel.act(Action.undo)
    assert not strokes(easel)
    while easel.canvas.can_redo:
        easel.act(Action.redo)
    assert easel.canvas.committed() is drawing


WINDOW = """
import sys
from sketch2image.engine.desktop.easel import Action, Easel, Setup
from tests.engine.desktop.posed_hands import posed

easel = Easel(Setup())
for frame in range(40):
    easel.see(posed("draw", 200 + 5 * frame, 200) if frame < 30 else None, frame / 30)
easel.press(1, 1)
easel.drag(50, 90)
easel.release()
easel.resize((1280, 720))
easel.act(Action.undo)
assert len(easel.canvas.committed().strokes) == 1
print(*({"cv2", "mediapipe", "onnxruntime", "PIL", "torch"} & set(sys.modules)))
"""


def test_drawing_with_hand_and_mouse_imports_nothing_heavy():
    command = [sys.executable, "-c", WINDOW]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert found.stdout.split() == []
