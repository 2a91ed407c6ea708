from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scripted import Unreadable, Unsendable, request, scripted

from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.core.sketch import Sketch
from sketch2image.engine.process import ProcessEngine, ProcessJob
from sketch2image.engine.serving import NICENESS


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


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="priorities have other names here")
def test_its_process_lets_the_camera_loop_go_first(engine: ProcessEngine):
    child = int(engine.submit(request()).result().seconds["pid"])
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, child) == min(own + NICENESS, 19)


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


def test_closing_twice_and_submitting_after_it_end_every_job(engine: ProcessEngine):
    engine.close()
    engine.close()
    job = engine.submit(request("late"))
    assert list(job.events()) == []
    with pytest.raises(Cancelled, match="closed"):
        job.result()


@pytest.mark.usefixtures("engine")
def test_nothing_waits_for_a_child_that_does_not_read(tmp_path: Path):
    patient = ProcessEngine(scripted, grace=30)
    sign = tmp_path / "hanging"
    old = patient.submit(request(f"hang {sign}"))
    while not sign.exists():
        time.sleep(0.01)
    (child,) = multiprocessing.active_children()
    big = Sketch((2000, 2000), backdrop=np.zeros((2000, 2000, 3), np.uint8))
    jobs = [patient.submit(replace(request("new"), sketch=big)) for _ in range(3)]
    jobs[-1].cancel()
    assert child.is_alive(), "the hung stage was killed first: somebody waited out its grace"
    for job in (old, *jobs):
        with pytest.raises(Cancelled):
            job.result()
    child.kill()
    patient.close()


@pytest.mark.parametrize("prompt", [Unreadable(), "unreadable"])
def test_what_cannot_be_read_ends_the_job(engine: ProcessEngine, prompt: str):
    with pytest.raises(RuntimeError, match="invalid literal"):
        engine.submit(request(prompt)).result()
    assert engine.submit(request("next")).result().prompt == "next"


@pytest.mark.parametrize("prompt", [Unsendable(), "unsendable"])
def test_what_cannot_be_sent_ends_the_job(engine: ProcessEngine, prompt: str):
    with pytest.raises(RuntimeError, match="unsendable"):
        engine.submit(request(prompt)).result()
    assert engine.submit(request("next")).result().prompt == "next"


def test_submits_and_cancels_from_many_threads_end_every_job(engine: ProcessEngine):
    jobs: list[ProcessJob] = []

    def play(seed: int) -> None:
        rng = np.random.default_rng(seed)
        for _ in range(50):
            if jobs and rng.random() < 0.4:
                jobs[rng.integers(len(jobs))].cancel()
            else:
                jobs.append(engine.submit(request(rng.choice(["", "slow"]))))
            if rng.random() < 0.1:
                with suppress(Cancelled):
                    next(jobs[-1].events(), None)

    players = [threading.Thread(target=play, args=(seed,)) for seed in range(4)]
    for player in players:
        player.start()
    for player in players:
        player.join()
    assert engine.submit(request("last")).result().prompt == "last"
    assert all(job.ended for job in jobs)
