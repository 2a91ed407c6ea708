"""An engine for the tasks of the window that does what a test says: faults and timing, no answers.

engine = ScriptedEngine()
engine.answer(AddFolder, report, [Progress("encode", 1, 2)])  # a value, or a function of the task
engine.fail(Answer, UserError(...))
engine.hold(LookUp)                # until engine.last(LookUp).give(...), .fail(...) or .report(...)
studio = Studio(lambda: engine)    # one serves all lanes
...
assert engine.asked(AddFolder) == [AddFolder("/photos", "default")]
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sketch2image.core.errors import Cancelled
from sketch2image.core.progress import Progress
from sketch2image.engine.desktop import tasks

Script = Callable[["ScriptedJob"], object]

SAMPLES = tasks.GalleryState("sample pictures", "/samples", ("/samples",), 312)
NO_PHONE = tasks.Survey(tasks.State.none, (), "no phone is connected", "Plug the phone in.")
LITE = tasks.ModelsReady("lite", "asked for", 0.4, has_styles=False)
FULL = tasks.ModelsReady("full", "asked for", 0.4, has_styles=True)


class ScriptedJob:
    """A job that is told from outside how it goes; what comes first decides how it ends."""

    def __init__(self, task: Any) -> None:
        self.request = task
        self._said: queue.Queue[Progress | None] = queue.Queue()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._answer: Any = None
        self._error: Exception | None = None

    @property
    def is_over(self) -> bool:
        """Whether it was answered, has failed or was called off."""
        return self._over.is_set()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return isinstance(self._error, Cancelled)

    def report(self, event: Progress) -> None:
        """Tell how far it is."""
        self._said.put(event)

    def give(self, answer: object) -> None:
        """End it with an answer."""
        self._end(answer, None)

    def fail(self, error: Exception) -> None:
        """End it with an error."""
        self._end(None, error)

    def cancel(self, reason: str = "cancelled") -> None:
        """See `engine.job.Job`."""
        self._end(None, Cancelled(reason))

    def events(self) -> Iterator[Progress]:
        """See `engine.job.Job`."""
        while (event := self._said.get()) is not None:
            yield event

    def result(self) -> Any:
        """See `engine.job.Job`."""
        self._over.wait()
        if self._error is not None:
            raise self._error
        return self._answer

    def _end(self, answer: object, error: Exception | None) -> None:
        with self._lock:
            if self.is_over:
                return
            self._answer, self._error = answer, error
            self._over.set()
        self._said.put(None)


class ScriptedEngine:
    """Implements `engine.job.Engine`, but that no job makes another one stale.

    Knows what a window asks when it opens: lite models, only the sample gallery, no phone. A task
    without a script ends in a `LookupError`.
    """

    def __init__(self) -> None:
        self.jobs: list[ScriptedJob] = []
        self.closings = 0
        self._scripts: dict[type, Script] = {}
        self.answer(tasks.WarmUp, LITE)
        self.answer(tasks.ListGalleries, (SAMPLES,))
        self.answer(tasks.SurveyPhone, NO_PHONE)
        self.answer(tasks.ListModels, ())
        self.answer(tasks.ListAddresses, ("192.168.0.20",))

    def answer(self, kind: type, answer: Any, events: Sequence[Progress] = ()) -> None:
        """Answer tasks of a kind at once.

        Args:
            kind: type of the task.
            answer: the answer, or a function that gives it for a task.
            events: progress told before.
        """

        def script(job: ScriptedJob) -> None:
            for event in events:
                job.report(event)
            job.give(answer(job.request) if callable(answer) else answer)

        self._scripts[kind] = script

    def fail(self, kind: type, error: Exception) -> None:
        """Let tasks of a kind fail at once."""
        self._scripts[kind] = lambda job: job.fail(error)

    def hold(self, kind: type) -> None:
        """Let tasks of a kind run until the test ends them, or they are called off."""
        self._scripts[kind] = lambda job: None

    @property
    def tasks(self) -> list[Any]:
        """All tasks so far, oldest first."""
        return [job.request for job in self.jobs]

    def asked(self, kind: type) -> list[Any]:
        """Tasks of a kind so far, oldest first."""
        return [task for task in self.tasks if isinstance(task, kind)]

    def last(self, kind: type) -> ScriptedJob:
        """The newest job of a kind.

        Raises:
            LookupError: there was none.
        """
        for job in reversed(self.jobs):
            if isinstance(job.request, kind):
                return job
        raise LookupError(f"no {kind.__name__} was asked")

    def submit(self, task: Any) -> ScriptedJob:
        """See `engine.job.Engine`."""
        job = ScriptedJob(task)
        self.jobs.append(job)
        self._scripts.get(type(task), _unknown)(job)
        return job

    def close(self) -> None:
        """Call off what runs."""
        self.closings += 1
        for job in self.jobs:
            job.cancel()


def _unknown(job: ScriptedJob) -> None:
    job.fail(LookupError(f"the test has no script for {job.request}"))
