"""The job at hand ended by another thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from scripted import request, scripted

from sketch2image.core.errors import Cancelled
from sketch2image.engine.process import ProcessEngine


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[ProcessEngine]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    engine = ProcessEngine(scripted, grace=0.2)
    yield engine
    engine.close()


def test_the_job_at_hand_ends_and_the_next_is_answered(engine: ProcessEngine, tmp_path: Path):
    sign = tmp_path / "hangs"
    job = engine.submit(request(f"hang {sign}"))

    def call_off() -> None:
        while not sign.exists():
            threading.Event().wait(0.01)
        engine.cancel()

    threading.Thread(target=call_off, daemon=True).start()
    with pytest.raises(Cancelled):
        job.result()
    assert engine.submit(request("next")).result().prompt == "next"


def test_nothing_at_hand_is_nothing_to_end(engine: ProcessEngine):
    engine.cancel()
    job = engine.submit(request("a cup"))
    assert job.result().prompt == "a cup"
    engine.cancel()
    assert job.result().prompt == "a cup"
