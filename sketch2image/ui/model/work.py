"""Tasks on their way through an engine, as signals in the window's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from sketch2image.core.errors import Cancelled
from sketch2image.core.progress import Progress
from sketch2image.engine.job import Engine, Job
from sketch2image.ui.courier import post

EngineFactory = Callable[[], Engine[Any, Any]]
"""Opens an engine for tasks of `engine.desktop.tasks`."""

IDLE_SECONDS = 60.0
"""How long a lane keeps its engine, and with it its memory, without work."""


class State(StrEnum):
    """How far a piece of work is."""

    waiting = "waiting"
    running = "running"
    done = "done"
    failed = "failed"
    cancelled = "cancelled"


class Work(QObject):
    """One task, from waiting to its end.

    Signals:
        progressed: with each `Progress`.
        done: with the answer.
        failed: with the `UserError`, or with another exception, which is our fault.
        ended: after any of these, and when it was cancelled.
    """

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, task: object, title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.task = task
        self.title = title
        self.state = State.waiting
        self.progress: Progress | None = None
        self._job: Job[Any, Any] | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state not in (State.waiting, State.running)

    def start(self, engine: Engine[Any, Any]) -> None:
        """Give the task to an engine."""
        self.state = State.running
        try:
            self._job = engine.submit(self.task)
        except OSError as error:  # the machine gives no process; whoever asked may listen by then
            QTimer.singleShot(0, self, partial(self._on_end, None, error))
        else:
            threading.Thread(target=self._follow, args=(self._job,), daemon=True).start()

    def cancel(self) -> None:
        """End it now; safe at any time."""
        if self.is_over:
            return
        self.state = State.cancelled
        if self._job is not None:
            self._job.cancel()
        self.ended.emit()

    def _follow(self, job: Job[Any, Any]) -> None:
        """Runs in a thread of its own: jobs are waited for."""
        answer: object = None
        error: Exception | None = None
        try:
            for event in job.events():
                post(self, partial(self._on_progress, event))
            answer = job.result()
        except Exception as fault:  # told to whoever asked
            error = fault
        post(self, partial(self._on_end, answer, error))

    def _on_progress(self, event: Progress) -> None:
        if self.state is State.running:
            self.progress = event
            self.progressed.emit(event)

    def _on_end(self, answer: object, error: Exception | None) -> None:
        if self.is_over:
            return
        if error is None:
            self.state = State.done
            self.done.emit(answer)
        elif isinstance(error, Cancelled):
            self.state = State.cancelled
        else:
            self.state = State.failed
            self.failed.emit(error)
        self.ended.emit()


class Lane(QObject):
    """Work that goes through one engine, one piece after the other.

    Args:
        factory: opens the engine when there is work.
        newest_only: new work calls off what runs and waits, instead of waiting for it.
        keeps_engine: the engine stays open without work.

    Signals:
        changed: a piece of work came or went.
        failed: with the exception of any work.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        factory: EngineFactory,
        parent: QObject | None = None,
        newest_only: bool = False,
        keeps_engine: bool = False,
    ) -> None:
        super().__init__(parent)
        self._factory = factory
        self._newest_only = newest_only
        self._engine: Engine[Any, Any] | None = None
        self.works: list[Work] = []
        self._idle = QTimer(self, singleShot=True, interval=round(1000 * IDLE_SECONDS))
        self._idle.timeout.connect(self._put_away)
        self._keeps_engine = keeps_engine
        self._closed = False
        self._leaving: list[threading.Thread] = []

    @property
    def is_busy(self) -> bool:
        """Whether anything runs or waits."""
        return bool(self.works)

    def do(
        self,
        task: object,
        then: Callable[[Any], object] | None = None,
        title: str = "",
        tell: bool = True,
    ) -> Work:
        """Take a task on.

        Args:
            task: of `engine.desktop.tasks`.
            then: called with the answer.
            title: what it is called while it is shown.
            tell: whether a fault of it is told by `failed` of the lane.
        """
        if self._newest_only:
            self.cancel()
        work = Work(task, title, self)
        self.works.append(work)
        if then is not None:
            work.done.connect(then)
        if tell:
            work.failed.connect(self.failed)
        work.ended.connect(self._sweep)
        if self._closed:
            work.cancel()
        self._next()
        self.changed.emit()
        return work

    def cancel(self) -> None:
        """Call off all work."""
        for work in reversed(self.works.copy()):
            work.cancel()

    def close(self) -> None:
        """Call off all work, now and later, and begin to end the engine, see `wait`."""
        self._closed = True
        self.cancel()
        self._idle.stop()
        self._put_away()

    def wait(self) -> None:
        """Wait until engines that were put away have ended; each has a grace to leave by itself."""
        for thread in self._leaving:
            thread.join()

    def _next(self) -> None:
        if self.works and self.works[0].state is State.waiting:
            self._idle.stop()
            self._engine = self._engine or self._factory()
            self.works[0].start(self._engine)

    def _sweep(self) -> None:
        """A piece of work has ended."""
        over = [work for work in self.works if work.is_over]
        self.works = [work for work in self.works if not work.is_over]
        for work in over:
            work.deleteLater()
        self._next()
        if not self.works and not self._keeps_engine:
            self._idle.start()
        self.changed.emit()

    def _put_away(self) -> None:
        if self._engine is not None:
            leaving = threading.Thread(target=self._engine.close)
            leaving.start()
            self._leaving = [*filter(threading.Thread.is_alive, self._leaving), leaving]
            self._engine = None
