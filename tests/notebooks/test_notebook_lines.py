"""Progress in a notebook: silent for what is quick, one line for what takes long."""

from __future__ import annotations

import pytest
from IPython.display import Pretty

from sketch2image.core.progress import Progress
from sketch2image.web.notebook import saying
from sketch2image.web.notebook.saying import Line


class Handle:
    """A line that was shown, and what became of it."""

    def __init__(self, text: str) -> None:
        self.texts = [text]

    def update(self, line: Pretty) -> None:
        self.texts.append(str(line.data))


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    clock = [100.0]
    monkeypatch.setattr(saying.time, "monotonic", lambda: clock[0])
    return clock


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Handle]:
    handles: list[Handle] = []

    def display(line: Pretty, *, display_id: bool) -> Handle:
        handles.append(Handle(str(line.data)))
        return handles[-1]

    monkeypatch.setattr("IPython.display.display", display)
    return handles


def test_quick_work_shows_nothing(seconds: list[float], shown: list[Handle]) -> None:
    line = Line()
    line(Progress("gallery", 0, 2))
    seconds[0] += 1
    line(Progress("gallery", 2, 2))
    assert not shown


def test_long_work_shows_each_stage_its_end_and_the_time_left(
    seconds: list[float], shown: list[Handle]
) -> None:
    line = Line()
    line(Progress("gallery", 0, 90))
    seconds[0] += 2
    line(Progress("gallery", 30, 90, "cup.jpg", 4.2))
    line(Progress("gallery", 31, 90, "cat.jpg", 4.1))
    line(Progress("gallery", 90, 90, "zoo.jpg", 0.0))
    line(Progress("search"))
    assert [one.texts for one in shown] == [
        ["cup.jpg 30/90, about 4 s left", "zoo.jpg 90/90", "search"]
    ]
