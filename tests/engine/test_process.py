from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from scripted import request, scripted

from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.engine.process import ProcessEngine


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[ProcessEngine]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    engine = ProcessEngine(scripted, grace=0.5)
    yield engine
    engine.close()


def test_answers_from_another_process(engine: ProcessEngine):
    job = engine.submit(request("a cup"))
    assert [event.stage for event in job.events()] == ["first", "second"]
    result = job.result()
    assert result.prompt == "a cup"
    assert result.seconds["pid"] != os.getpid()


def test_keeps_its_process_between_requests(engine: ProcessEngine):
    pids = {engine.submit(request(seed=i)).result().seconds["pid"] for i in range(3)}
    assert len(pids) == 1


def test_user_error_comes_across_whole(engine: ProcessEngine):
    with pytest.raises(UserError) as caught:
        engine.submit(request("fail")).result()
    assert (caught.value.kind, caught.value.hint) == (ErrorKind.input, "Write another.")
    assert engine.submit(request("next")).result().prompt == "next"


def test_our_fault_shows_its_traceback(engine: ProcessEngine):
    with pytest.raises(RuntimeError, match="a fault of ours"):
        engine.submit(request("fault")).result()


def test_death_is_told_and_the_next_request_is_answered(engine: ProcessEngine):
    with pytest.raises(UserError) as caught:
        engine.submit(request("die")).result()
    assert caught.value.kind is ErrorKind.engine
    assert engine.submit(request("again")).result().prompt == "again"


@pytest.mark.parametrize("work", ["slow", "hang"])
def test_cancel_ends_the_job_and_the_engine_lives_on(engine: ProcessEngine, work: str):
    job = engine.submit(request(work))
    next(job.events())
    job.cancel()
    with pytest.raises(Cancelled):
        job.result()
    assert list(job.events()) is not None
    assert engine.submit(request("after")).result().prompt == "after"


@pytest.mark.parametrize("work", ["slow", "hang"])
def test_a_newer_request_makes_the_older_one_stale(engine: ProcessEngine, work: str):
    old = engine.submit(request(work))
    next(old.events())
    new = engine.submit(request("new"))
    assert new.result().prompt == "new"
    with pytest.raises(Cancelled, match="newer"):
        old.result()


def test_a_burst_of_requests_answers_the_last(engine: ProcessEngine):
    jobs = [engine.submit(request(f"{i}", seed=i)) for i in range(20)]
    assert jobs[-1].result().prompt == "19"
    for job in jobs[:-1]:
        with pytest.raises(Cancelled):
            job.result()


def test_closing_while_working_ends_the_job(engine: ProcessEngine):
    job = engine.submit(request("hang"))
    next(job.events())
    engine.close()
    with pytest.raises(Cancelled):
        job.result()
