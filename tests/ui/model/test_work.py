"""Lanes: tasks one after the other, each told of as it goes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress
from sketch2image.engine.desktop.tasks import Checkup, ListModels, OpenSketch, ReadPicture
from sketch2image.ui.model.work import Lane, State
from tests.ui.scripted_engine import ScriptedEngine

FAULT = UserError(ErrorKind.unreadable, "cannot read it", "Choose another.")


@pytest.fixture
def lane(engine: ScriptedEngine, qapp: object) -> Lane:
    return Lane(lambda: engine)


def test_progress_and_answer_come_as_signals(engine: ScriptedEngine, lane: Lane, qtbot: QtBot):
    engine.answer(ListModels, "rows", [Progress("look", 1, 2)])
    events: list[Progress] = []
    answers: list[object] = []
    work = lane.do(ListModels(), answers.append, "looking")
    work.progressed.connect(events.append)
    with qtbot.waitSignal(work.ended):
        assert lane.is_busy
    assert (answers, events) == (["rows"], [Progress("look", 1, 2)])
    assert work.state is State.done
    assert not lane.is_busy


def test_work_waits_for_the_work_before_it(engine: ScriptedEngine, lane: Lane, qtbot: QtBot):
    engine.hold(OpenSketch)
    engine.answer(Checkup, ())
    first, second = lane.do(OpenSketch("a.svg")), lane.do(Checkup())
    assert (first.state, second.state) == (State.running, State.waiting)
    assert engine.tasks == [OpenSketch("a.svg")]
    with qtbot.waitSignal(second.done):
        engine.last(OpenSketch).give("sketch")


def test_a_fault_is_told_once_and_the_next_work_goes_on(
    engine: ScriptedEngine, lane: Lane, qtbot: QtBot
):
    engine.fail(ReadPicture, FAULT)
    engine.answer(Checkup, ())
    told: list[Exception] = []
    lane.failed.connect(told.append)
    work, after = lane.do(ReadPicture("x.jpg")), lane.do(Checkup())
    with qtbot.waitSignal(after.done):
        pass
    assert told == [FAULT]
    assert work.state is State.failed


def test_a_fault_may_be_kept_from_the_lane(engine: ScriptedEngine, lane: Lane, qtbot: QtBot):
    engine.fail(ReadPicture, FAULT)
    told: list[Exception] = []
    lane.failed.connect(told.append)
    work = lane.do(ReadPicture("x.jpg"), tell=False)
    with qtbot.waitSignal(work.failed):
        pass
    assert told == []


def test_called_off_work_ends_at_once_and_gives_nothing(
    engine: ScriptedEngine, lane: Lane, qtbot: QtBot
):
    engine.hold(OpenSketch)
    engine.answer(Checkup, ())
    answers: list[object] = []
    work, after = lane.do(OpenSketch("a.svg"), answers.append), lane.do(Checkup())
    with qtbot.waitSignal(after.done):
        work.cancel()
    assert engine.last(OpenSketch).is_cancelled
    assert work.state is State.cancelled
    assert answers == []


def test_waiting_work_can_be_called_off(engine: ScriptedEngine, lane: Lane, qtbot: QtBot):
    engine.hold(OpenSketch)
    lane.do(OpenSketch("a.svg"))
    waiting = lane.do(OpenSketch("b.svg"))
    waiting.cancel()
    assert engine.tasks == [OpenSketch("a.svg")]
    assert [work.task for work in lane.works] == [OpenSketch("a.svg")]
    lane.cancel()


def test_newest_only_calls_off_what_came_before(engine: ScriptedEngine, qtbot: QtBot):
    lane = Lane(lambda: engine, newest_only=True)
    engine.hold(OpenSketch)
    old = lane.do(OpenSketch("a.svg"))
    new = lane.do(OpenSketch("b.svg"))
    assert (old.state, new.state) == (State.cancelled, State.running)
    with qtbot.waitSignal(new.done):
        engine.last(OpenSketch).give("b")


def test_the_engine_is_opened_for_work_and_put_away_without(
    engine: ScriptedEngine, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sketch2image.ui.model.work.IDLE_SECONDS", 0.01)
    opened: list[ScriptedEngine] = []

    def open_engine() -> ScriptedEngine:
        opened.append(engine)
        return engine

    lane = Lane(open_engine)
    assert opened == []
    with qtbot.waitSignal(lane.do(ListModels()).done):
        pass
    qtbot.waitUntil(lambda: engine.closings == 1)
    with qtbot.waitSignal(lane.do(ListModels()).done):
        assert len(opened) == 2
    lane.close()
    lane.wait()
    assert engine.closings == 2


def test_closing_calls_everything_off(engine: ScriptedEngine, lane: Lane):
    engine.hold(OpenSketch)
    works = [lane.do(OpenSketch("a.svg")), lane.do(OpenSketch("b.svg"))]
    lane.close()
    lane.wait()
    assert {work.state for work in works} == {State.cancelled}
    assert engine.closings == 1


def test_a_closed_lane_opens_no_engine_again(engine: ScriptedEngine, lane: Lane):
    lane.close()
    work = lane.do(ListModels())
    lane.wait()
    assert work.state is State.cancelled
    assert engine.tasks == []
    assert not lane.is_busy


def test_a_machine_that_gives_no_process_fails_the_work_and_not_the_lane(
    engine: ScriptedEngine, lane: Lane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    full = OSError(11, "Resource temporarily unavailable")
    with monkeypatch.context() as patch:
        patch.setattr(engine, "submit", _raising(full))
        work = lane.do(OpenSketch("a.svg"))
        with qtbot.waitSignal(work.failed) as failed:
            pass
    assert failed.args == [full]
    with qtbot.waitSignal(lane.do(ListModels()).done):
        pass


def _raising(error: Exception) -> Callable[[object], object]:
    def submit(_: object) -> object:
        raise error

    return submit
