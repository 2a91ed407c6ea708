"""What all models with long work have in common: what runs, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from sketch2image.ui.model.work import Lane, State, Work


@dataclass(frozen=True)
class Outcome:
    """How a piece of work ended.

    Attributes:
        task: what was to be done.
        state: `done`, `failed` or `cancelled`.
        answer: of the task, when done.
        error: why not, when failed.
    """

    task: object
    state: State
    answer: Any = None
    error: Exception | None = None


class WorkingModel(QObject):
    """Does one piece of long work after the other.

    Args:
        lane: does it.

    Attributes:
        outcome: what came of the last work; None while there is none, or new work is under way.

    Signals:
        changed: `work`, `outcome`, or what a subclass says.
        progressed: with a `Progress` of the work.
    """

    changed = Signal()
    progressed = Signal(object)

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._works: list[Work] = []
        self._last: Callable[[], Work] | None = None
        self.outcome: Outcome | None = None

    @property
    def work(self) -> Work | None:
        """What is under way; more may wait behind it."""
        return self._works[0] if self._works else None

    def cancel(self) -> None:
        """Call off what is under way and what waits; what was done stays."""
        for work in reversed(self._works.copy()):
            work.cancel()

    def again(self) -> None:
        """Do the last work once more."""
        if self._last is not None:
            self._last()

    def dismiss(self) -> None:
        """What came of the last work has been read."""
        self.outcome = None
        self.changed.emit()

    def _do(self, task: object, title: str, then: Callable[[Any], object] | None = None) -> Work:
        work = self._lane.do(task, then, title)
        self._works.append(work)
        self._last = lambda: self._do(task, title, then)
        self.outcome = None
        work.progressed.connect(self.progressed)
        work.done.connect(lambda answer: self._keep(Outcome(task, State.done, answer)))
        work.failed.connect(lambda error: self._keep(Outcome(task, State.failed, error=error)))
        work.ended.connect(lambda: self._ended(work))
        self.changed.emit()
        return work

    def _keep(self, outcome: Outcome) -> None:
        self.outcome = outcome

    def _ended(self, work: Work) -> None:
        self._works.remove(work)
        if work.state is State.cancelled:
            self._keep(Outcome(work.task, State.cancelled))
        self._settled()
        self.changed.emit()

    def _settled(self) -> None:
        """What a subclass does after each work, however it ended."""
