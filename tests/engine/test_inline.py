from __future__ import annotations

from collections.abc import Generator

import pytest
from scripted import Scripted, request

from sketch2image.core.errors import Cancelled, UserError
from sketch2image.core.progress import Progress
from sketch2image.engine.inline import InlineEngine


@pytest.fixture
def engine() -> InlineEngine:
    return InlineEngine(Scripted())


def test_result_does_the_work(engine: InlineEngine):
    assert engine.submit(request("a cup")).result().prompt == "a cup"


def test_events_come_in_order_and_the_result_is_ready_after_them(engine: InlineEngine):
    job = engine.submit(request("a cup"))
    assert [event.stage for event in job.events()] == ["first", "second"]
    assert job.result() is job.result()


def test_cancel_stops_before_the_next_stage(engine: InlineEngine):
    job = engine.submit(request("slow"))
    events = job.events()
    next(events)
    job.cancel()
    assert list(events) == []
    with pytest.raises(Cancelled):
        job.result()


def test_a_newer_request_makes_the_older_one_stale(engine: InlineEngine):
    old = engine.submit(request("old"))
    next(old.events())
    assert engine.submit(request("new")).result().prompt == "new"
    with pytest.raises(Cancelled, match="newer"):
        old.result()


def test_errors_are_raised_by_result(engine: InlineEngine):
    job = engine.submit(request("fail"))
    with pytest.raises(UserError, match="the script failed"):
        job.result()


def test_closing_cancels(engine: InlineEngine):
    job = engine.submit(request("slow"))
    engine.close()
    with pytest.raises(Cancelled):
        job.result()


def test_a_newer_request_lets_the_older_one_clean_up_at_once():
    ended = []

    class Tidy:
        def run(self, request: str) -> Generator[Progress, None, str]:
            try:
                yield Progress("first")
                return request
            finally:
                ended.append(request)

    engine = InlineEngine(Tidy())
    next(engine.submit("old").events())
    new = engine.submit("new")
    assert ended == ["old"]
    next(new.events())
    engine.cancel("enough")
    with pytest.raises(Cancelled, match="enough"):
        new.result()
    assert ended == ["old", "new"]
