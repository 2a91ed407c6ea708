"""Work with a callback, as steps."""

from __future__ import annotations

import threading

import pytest

from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.core.progress import Progress, Report
from sketch2image.engine.desktop.stepping import in_steps
from sketch2image.engine.job import Steps


def counting(report: Report) -> str:
    for number in range(3):
        report(Progress("count", number))
    return "counted"


def drained(steps: Steps) -> tuple[list[Progress], object]:
    events = []
    try:
        while True:
            events.append(next(steps))
    except StopIteration as end:
        return events, end.value


def test_each_report_is_a_step_and_the_answer_comes_at_the_end():
    events, answer = drained(in_steps(counting))
    assert [event.done for event in events] == [0, 1, 2]
    assert answer == "counted"


def test_the_error_of_the_work_comes_out_of_the_steps():
    def failing(report: Report) -> None:
        report(Progress("fail"))
        raise UserError(ErrorKind.input, "no")

    steps = in_steps(failing)
    next(steps)
    with pytest.raises(UserError, match="no"):
        next(steps)


def test_closing_cancels_at_the_next_report_and_waits_for_the_end():
    ended, gate = [], threading.Event()

    def endless(report: Report) -> None:
        try:
            report(Progress("first"))
            gate.wait()
            while True:
                report(Progress("again"))
        except Cancelled:
            ended.append("cancelled")
            raise

    steps = in_steps(endless)
    next(steps)
    threading.Timer(0.05, gate.set).start()
    steps.close()
    assert ended == ["cancelled"]


def test_all_work_is_done_in_one_thread():
    def where(_: Report) -> int:
        return threading.get_ident()

    threads = {drained(in_steps(where))[1] for _ in range(3)}
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_work_that_was_never_begun_does_nothing():
    done = []
    in_steps(lambda _: done.append(1)).close()
    assert done == []
