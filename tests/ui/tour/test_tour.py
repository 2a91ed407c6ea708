"""The guided first drawing goes on by doing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sketch2image.core.types import Caption
from sketch2image.engine.desktop.tasks import Answer, Result
from sketch2image.ui import words
from sketch2image.ui.model.camera import CameraModel, CameraState
from sketch2image.ui.model.drawing import DrawingModel
from sketch2image.ui.model.outline import Line, outline
from sketch2image.ui.model.studio import Studio
from sketch2image.ui.model.tour import STEPS, Step, TourModel
from sketch2image.ui.tour.tour import Tour
from tests.ui.behind import nameless
from tests.ui.scripted_engine import ScriptedEngine

LEFT = Qt.MouseButton.LeftButton


def draw(drawing: DrawingModel, lines: Iterable[Line]) -> None:
    for line in lines:
        drawing.press(*map(float, line[0]))
        for x, y in line[1:]:
            drawing.drag(float(x), float(y))
        drawing.release()


def answered(task: Answer) -> Result:
    return Result(task.request, Caption("a strawberry", "strawberry", 0.9, True, ()), "strawberry")


def at(model: TourModel, step: Step) -> None:
    model.begin()
    while model.step is not step:
        model.next()


def test_it_is_hidden_until_it_is_offered(tour: Tour, model: TourModel):
    assert not tour.isVisible()
    model.offer()
    assert tour.isVisible()
    assert tour.title.text() == "Your first drawing?"


def test_it_is_offered_until_it_was_declined(tour: Tour, model: TourModel, qtbot: QtBot):
    model.offer()
    qtbot.mouseClick(tour.skip, LEFT)
    assert not tour.isVisible()
    model.offer()
    assert not tour.isVisible()


def test_help_shows_it_again(tour: Tour, model: TourModel):
    model.end()
    model.begin()
    assert tour.isVisible()
    assert tour.count.text() == "1 of 5"


def test_the_camera_that_opens_leads_to_the_drawing(
    tour: Tour, model: TourModel, studio: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(CameraModel, "start", lambda self: self._turn(CameraState.on, ""))
    model.begin()
    qtbot.mouseClick(tour.extra, LEFT)
    assert model.step is Step.trace


def test_without_a_camera_the_mouse_leads_to_the_drawing(
    tour: Tour, model: TourModel, qtbot: QtBot
):
    model.begin()
    assert tour.go_on.text() == "Draw with the mouse"
    qtbot.mouseClick(tour.go_on, LEFT)
    assert model.step is Step.trace


def test_whoever_draws_at_once_needs_no_button(model: TourModel, studio: Studio):
    model.begin()
    draw(studio.drawing, outline(studio.drawing.size)[:1])
    assert model.step is Step.trace


def test_a_strawberry_to_trace_is_shown_only_while_it_is_traced(model: TourModel, qtbot: QtBot):
    hints: list[list[Line]] = []
    model.hint.connect(hints.append)
    at(model, Step.trace)
    model.next()
    assert [len(lines) for lines in hints] == [0, 9, 0]


def test_the_hint_follows_the_size_of_the_canvas(model: TourModel, studio: Studio):
    hints: list[list[Line]] = []
    at(model, Step.trace)
    model.hint.connect(hints.append)
    studio.drawing.resize((1280, 720))
    middle = np.concatenate(hints[-1])
    assert ((middle.max(0) + middle.min(0)) / 2).round() == pytest.approx([640, 360], abs=8)


def test_a_traced_strawberry_leads_to_mending(model: TourModel, studio: Studio):
    at(model, Step.trace)
    lines = outline(studio.drawing.size)
    draw(studio.drawing, lines[:4])
    assert model.step is Step.trace
    draw(studio.drawing, lines[4:])
    assert model.step is Step.mend


def test_scribbling_elsewhere_is_not_tracing(model: TourModel, studio: Studio):
    at(model, Step.trace)
    draw(studio.drawing, [np.array([(5, 5), (600, 5)], np.float32)] * 12)
    assert model.step is Step.trace


@pytest.mark.parametrize("way", ["undo", "erase"])
def test_taking_a_line_back_leads_to_the_search(model: TourModel, studio: Studio, way: str):
    lines = outline(studio.drawing.size)
    draw(studio.drawing, lines)
    at(model, Step.mend)
    if way == "undo":
        studio.drawing.act("undo")
    else:
        studio.drawing.take_eraser(True)
        draw(studio.drawing, lines[-1:])
    assert model.step is Step.search


def test_drawing_on_is_not_mending(model: TourModel, studio: Studio):
    at(model, Step.mend)
    draw(studio.drawing, outline(studio.drawing.size)[:2])
    assert model.step is Step.mend


def test_an_answer_leads_to_the_matches(
    model: TourModel, studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    engine.answer(Answer, answered)
    draw(studio.drawing, outline(studio.drawing.size)[:1])
    at(model, Step.search)
    with qtbot.waitSignal(studio.asking.answered):
        studio.asking.ask()
    assert model.step is Step.look


def test_an_answer_before_the_search_changes_nothing(
    model: TourModel, studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    engine.answer(Answer, answered)
    draw(studio.drawing, outline(studio.drawing.size)[:1])
    at(model, Step.trace)
    with qtbot.waitSignal(studio.asking.answered):
        studio.asking.ask()
    assert model.step is Step.trace


def test_at_the_end_pictures_of_ones_own_can_be_added(tour: Tour, model: TourModel, qtbot: QtBot):
    at(model, Step.look)
    with qtbot.waitSignal(tour.galleries_wanted):
        qtbot.mouseClick(tour.extra, LEFT)
    assert not tour.isVisible()


def test_next_goes_through_all_steps_and_back_returns(tour: Tour, model: TourModel, qtbot: QtBot):
    model.begin()
    for number in range(1, len(STEPS)):
        qtbot.mouseClick(tour.go_on, LEFT)
        assert tour.count.text() == f"{number + 1} of 5"
    qtbot.mouseClick(tour.back, LEFT)
    assert model.step is Step.search
    model.next()
    qtbot.mouseClick(tour.go_on, LEFT)
    assert not tour.isVisible()


def test_keys_lead_through_it(tour: Tour, model: TourModel, qtbot: QtBot):
    model.offer()
    tour.go_on.setFocus()
    qtbot.keyClick(tour.go_on, Qt.Key.Key_Return)
    assert model.step is Step.begin
    qtbot.keyClick(tour.go_on, Qt.Key.Key_Escape)
    assert not tour.isVisible()


def test_without_a_place_for_its_mark_it_ends_all_the_same(
    tour: Tour, model: TourModel, home: Path
):
    (home / "tour.done").mkdir()
    model.begin()
    model.end()
    assert not tour.isVisible()


def test_its_controls_have_names_and_turn_korean(tour: Tour, model: TourModel):
    at(model, Step.look)
    assert not nameless(tour)
    words.speak("ko")
    assert tour.title.text() == "찾았습니다"
    assert tour.extra.text() == "내 사진 추가…"
