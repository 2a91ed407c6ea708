"""The engine that works in the caller's own thread: for the command line and for tests."""

from __future__ import annotations

from collections.abc import Iterator

from sketch2image.core.errors import Cancelled
from sketch2image.core.progress import Progress
from sketch2image.engine.job import Steps, Worker
from sketch2image.engine.request import Request, Result


class InlineJob:
    """Work that advances while its events are read."""

    def __init__(self, request: Request, steps: Steps[Result]) -> None:
        self.request = request
        self._steps = steps
        self._result: Result | None = None
        self._error: Exception | None = None
        self._stopped = ""

    def events(self) -> Iterator[Progress]:
        """Do the work, one progress event at a time."""
        while self._result is None and self._error is None:
            event = self._advance()
            if event is not None:
                yield event

    def result(self) -> Result:
        """Do what is left of the work and give the answer."""
        for _ in self.events():
            pass
        if self._error is not None:
            raise self._error
        assert self._result is not None
        return self._result

    def cancel(self, reason: str = "cancelled") -> None:
        """Stop before the next stage."""
        self._stopped = self._stopped or reason

    def _advance(self) -> Progress | None:
        if self._stopped:
            self._steps.close()
            self._error = Cancelled(self._stopped)
            return None
        try:
            return next(self._steps)
        except StopIteration as end:
            self._result = end.value
        except Exception as error:  # kept for `result`, which raises it
            self._error = error
        return None


class InlineEngine:
    """Answers in the caller's own thread.

    Args:
        worker: what does the work.
    """

    def __init__(self, worker: Worker[Request, Result]) -> None:
        self._worker = worker
        self._job: InlineJob | None = None

    def submit(self, request: Request) -> InlineJob:
        """A job that works as it is read; an unfinished older one becomes stale."""
        if self._job is not None:
            self._job.cancel("a newer request came")
        self._job = InlineJob(request, self._worker.run(request))
        return self._job

    def close(self) -> None:
        """Cancel what is unfinished."""
        if self._job is not None:
            self._job.cancel()
