from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from sketch2image.core.errors import Cancelled
from sketch2image.core.progress import Progress, Report
from sketch2image.engine.tiers import Tier, Tiers
from sketch2image.web.desk import Desk


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk(lambda report: Tiers("lite", report=report)) as opened:
        yield opened


class Endless:
    """Work that goes on until its report stops it."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.stopped = threading.Event()

    def __call__(self, tiers: Tiers, report: Report) -> None:
        self.begun.set()
        try:
            while True:
                report(Progress("work"))
                threading.Event().wait(0.005)
        finally:
            self.stopped.set()


class Visit(threading.Thread):
    """A question asked in a thread of its own."""

    def __init__(self, desk: Desk, session: str, work: object) -> None:
        super().__init__(daemon=True)
        self._asked = desk, session, work
        self.error: Exception | None = None
        self.start()

    def run(self) -> None:
        desk, session, work = self._asked
        try:
            desk.ask(session, work)
        except Cancelled as error:
            self.error = error

    @property
    def called_off(self) -> bool:
        self.join(30)
        return isinstance(self.error, Cancelled)


def test_one_question_at_a_time(desk: Desk):
    working, most = [], []

    def work(tiers: Tiers, report: Report) -> None:
        working.append(1)
        most.append(len(working))
        threading.Event().wait(0.02)
        working.pop()

    visits = [Visit(desk, f"visitor {n}", work) for n in range(4)]
    assert not any(visit.called_off for visit in visits)
    assert most == [1] * 4


def test_a_question_at_work_is_called_off_and_the_next_is_answered(desk: Desk):
    work = Endless()
    visit = Visit(desk, "ann", work)
    assert work.begun.wait(30)
    assert desk.cancel("ann")
    assert visit.called_off
    assert desk.ask("ann", lambda tiers, _: tiers.decision.tier) is Tier.lite


def test_a_question_that_waits_is_called_off_and_never_begins(desk: Desk):
    first, second = Endless(), Endless()
    holding = Visit(desk, "ann", first)
    assert first.begun.wait(30)
    waiting = Visit(desk, "bob", second)
    while not desk.cancel("bob"):
        threading.Event().wait(0.005)
    desk.cancel("ann")
    assert holding.called_off
    assert waiting.called_off
    assert not second.begun.is_set()


def test_nobody_calls_off_the_question_of_another(desk: Desk):
    work = Endless()
    visit = Visit(desk, "ann", work)
    assert work.begun.wait(30)
    assert not desk.cancel("bob")
    assert visit.is_alive()
    assert desk.cancel("ann")
    assert visit.called_off


def test_a_newer_question_takes_the_place_of_an_older_one(desk: Desk):
    work = Endless()
    visit = Visit(desk, "ann", work)
    assert work.begun.wait(30)
    assert desk.ask("ann", lambda *_: "newer") == "newer"
    assert visit.called_off


def test_progress_of_the_models_reaches_who_asks(desk: Desk):
    heard: list[Progress] = []
    desk.ask("ann", lambda tiers, report: report(Progress("work", 1, 2)), heard.append)
    assert heard == [Progress("work", 1, 2)]


def test_a_closed_desk_calls_everything_off_and_takes_nothing_more(desk: Desk):
    work = Endless()
    visit = Visit(desk, "ann", work)
    assert work.begun.wait(30)
    desk.close()
    assert visit.called_off
    with pytest.raises(Cancelled):
        desk.ask("bob", lambda *_: None)


def test_the_lite_models_are_loaded_before_the_first_question(desk: Desk):
    desk.warm_up()
    loaded = desk.ask("ann", lambda tiers, _: set(vars(tiers.parts)))
    assert {"captioner", "renderer", "encoder"} <= loaded
