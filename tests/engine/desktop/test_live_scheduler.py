"""When live mode asks, by a clock that the test sets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sketch2image.engine.desktop.live import LONGEST_WAIT, SLOW, LiveScheduler, Ticket


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def scheduler(clock: Clock) -> LiveScheduler[str]:
    scheduler = LiveScheduler(clock)
    scheduler.on = True
    return scheduler


def answered(
    scheduler: LiveScheduler[str], clock: Clock, given: str, seconds: float
) -> Ticket[str]:
    """Ask one input and answer it after so many seconds."""
    scheduler.changed(given)
    clock.now += scheduler.due() or 0
    ticket = scheduler.begin()
    clock.now += seconds
    assert scheduler.finished(ticket)
    return ticket


def test_it_begins_switched_off(clock: Clock):
    scheduler = LiveScheduler(clock)
    scheduler.changed("line")
    assert not scheduler.on
    assert scheduler.due() is None


def test_there_is_nothing_to_ask_before_the_first_input(scheduler: LiveScheduler[str]):
    assert scheduler.due() is None
    with pytest.raises(RuntimeError, match="nothing to ask"):
        scheduler.begin()


def test_quick_answers_are_asked_for_at_once(scheduler: LiveScheduler[str], clock: Clock):
    answered(scheduler, clock, "line", SLOW)
    scheduler.changed("line, circle")
    assert scheduler.due() == 0


def test_slow_answers_wait_for_a_pause(scheduler: LiveScheduler[str], clock: Clock):
    answered(scheduler, clock, "line", 4)
    assert scheduler.grace == 1
    scheduler.changed("line, circle")
    clock.now += 0.75
    assert scheduler.due() == 0.25
    scheduler.changed("line, circle, dot")
    assert scheduler.due() == 1


def test_the_pause_grows_with_the_mean_time_of_answers(scheduler: LiveScheduler[str], clock: Clock):
    graces = []
    for number, seconds in enumerate((2, 4, 8, 100)):
        answered(scheduler, clock, str(number), seconds)
        graces.append(scheduler.grace)
    assert graces == sorted(graces)
    assert graces[-1] == LONGEST_WAIT


def test_edits_without_a_pause_are_asked_after_the_longest_wait(
    scheduler: LiveScheduler[str], clock: Clock
):
    answered(scheduler, clock, "line", 8)
    for number in range(6):
        scheduler.changed(f"line, {number} dots")
        clock.now += 0.5
    assert scheduler.due() == 0


def test_an_equal_input_is_not_asked_again(scheduler: LiveScheduler[str], clock: Clock):
    answered(scheduler, clock, "line", 1)
    scheduler.changed("line")
    assert scheduler.due() is None
    scheduler.changed("line, circle")
    scheduler.changed("line")
    assert scheduler.due() is None


def test_what_changes_meanwhile_waits_for_the_answer(scheduler: LiveScheduler[str], clock: Clock):
    scheduler.changed("line")
    ticket = scheduler.begin()
    scheduler.changed("line, circle")
    assert scheduler.due() is None
    assert scheduler.finished(ticket)
    assert scheduler.due() == 0
    assert scheduler.begin().input == "line, circle"


def test_an_answer_older_than_the_one_shown_is_not_shown(scheduler: LiveScheduler[str]):
    scheduler.changed("line")
    old = scheduler.begin()
    scheduler.dropped(old)
    scheduler.changed("circle")
    new = scheduler.begin()
    assert scheduler.finished(new)
    assert not scheduler.finished(old)


def test_a_dropped_question_is_not_asked_again_by_itself(scheduler: LiveScheduler[str]):
    scheduler.changed("line")
    scheduler.dropped(scheduler.begin())
    assert scheduler.due() is None
    scheduler.changed("circle")
    assert scheduler.due() == 0


def test_a_fault_switches_it_off_and_the_input_is_asked_when_it_is_on_again(
    scheduler: LiveScheduler[str],
):
    scheduler.changed("line")
    scheduler.begin()
    scheduler.failed()
    assert not scheduler.on
    assert scheduler.due() is None
    scheduler.on = True
    assert scheduler.begin().input == "line"


def test_an_answer_that_comes_after_switching_off_is_not_shown(scheduler: LiveScheduler[str]):
    scheduler.changed("line")
    ticket = scheduler.begin()
    scheduler.on = False
    scheduler.on = True
    assert not scheduler.finished(ticket)


def test_what_was_answered_is_not_asked_when_it_is_switched_on_again(
    scheduler: LiveScheduler[str], clock: Clock
):
    answered(scheduler, clock, "line", 1)
    scheduler.on = False
    scheduler.on = True
    assert scheduler.due() is None


STEP = 0.125
LATENCIES = st.lists(st.integers(1, 100), min_size=1, max_size=20)
EDITS = st.lists(st.integers(0, 5), min_size=1, max_size=200)
"""At each step of the clock nothing changes (0), or the input becomes one of five."""


class Session:
    """A person who draws and an engine that answers, step by step."""

    def __init__(self, latencies: list[int]) -> None:
        self.clock = Clock()
        self.scheduler: LiveScheduler[int] = LiveScheduler(self.clock)
        self.scheduler.on = True
        self._latencies = latencies
        self._flight: tuple[Ticket[int], float] | None = None
        self._latest: int | None = None
        self._free_since = 0.0
        self._edited: float | None = None
        self.asked: list[int] = []

    def step(self, edit: int) -> None:
        if edit:
            self._edit(edit)
        self._answer()
        if self.scheduler.due() == 0:
            self._ask()
        self.clock.now += STEP
        self._check()

    @property
    def settled(self) -> bool:
        return self._flight is None and self.scheduler.due() is None

    @property
    def upheld(self) -> bool:
        """Whether the latest input is the one asked last."""
        return self._latest is None or self.asked[-1] == self._latest

    def _edit(self, edit: int) -> None:
        self._latest = edit
        self.scheduler.changed(edit)
        if self.asked and edit == self.asked[-1]:
            self._edited = None
        elif self._edited is None:
            self._edited = self.clock.now

    def _answer(self) -> None:
        if self._flight and self.clock.now >= self._flight[1]:
            assert self.scheduler.finished(self._flight[0])
            self._flight = None
            self._free_since = self.clock.now

    def _ask(self) -> None:
        assert self._flight is None, "two questions on their way"
        ticket = self.scheduler.begin()
        assert not self.asked or ticket.input != self.asked[-1], "asked twice"
        seconds = STEP * self._latencies[len(self.asked) % len(self._latencies)]
        self._flight = ticket, self.clock.now + seconds
        self.asked.append(ticket.input)
        self._edited = None

    def _check(self) -> None:
        """No edit waits longer than it may, once nothing else is on its way."""
        if self._edited is not None and self._flight is None:
            begin = max(self._edited + LONGEST_WAIT, self._free_since)
            assert self.clock.now <= begin + STEP


@given(EDITS, LATENCIES)
def test_one_question_at_a_time_and_none_later_than_it_may(edits: list[int], latencies: list[int]):
    session = Session(latencies)
    for edit in edits:
        session.step(edit)


@given(EDITS, LATENCIES)
def test_every_change_is_asked_or_superseded_in_the_end(edits: list[int], latencies: list[int]):
    session = Session(latencies)
    for edit in edits:
        session.step(edit)
    for _ in range(2 * max(latencies) + 100):
        session.step(0)
    assert session.settled
    assert session.upheld
