"""The engine that works in the caller's own thread: for the command line and for tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic

from sketch2image.core.errors import Cancelled
from sketch2image.core.progress import Progress
from sketch2image.engine.job import Answered, Asked, Steps, Worker
from sketch2image.engine.serving import Outcome


class InlineJob(Generic[Asked, Answered]):
    """Work that advances while its events are read."""

    def __init__(self, request: Asked, steps: Steps[Answered]) -> None:
        self.request = request
        self._steps = steps
        self._outcome: Outcome[Answered] | Exception | None = None
        self._stopped = ""

    def events(self) -> Iterator[Progress]:
        """Do the work, one progress event at a time."""
        while self._outcome is None:
            event = self._advance()
            if event is not None:
                yield event

    def result(self) -> Answered:
        """Do what is left of the work and give the answer."""
        for _ in self.events():
            pass
        if isinstance(self._outcome, Exception):
            raise self._outcome
        assert self._outcome is not None
        return self._outcome.value

    def cancel(self, reason: str = "cancelled") -> None:
        """Stop before the next stage."""
        self._stopped = self._stopped or reason

    def _advance(self) -> Progress | None:
        if self._stopped:
            self._steps.close()
            self._outcome = Cancelled(self._stopped)
            return None
        try:
            return next(self._steps)
        except StopIteration as end:
            self._outcome = Outcome(end.value)
        except Exception as error:  # kept for `result`, which raises it
            self._outcome = error
        return None


class InlineEngine(Generic[Asked, Answered]):
    """Answers in the caller's own thread.

    Args:
        worker: what does the work.
    """

    def __init__(self, worker: Worker[Asked, Answered]) -> None:
        self._worker = worker
        self._job: InlineJob[Asked, Answered] | None = None

    def submit(self, request: Asked) -> InlineJob[Asked, Answered]:
        """A job that works as it is read; an unfinished older one becomes stale."""
        self._end("a newer request came")
        self._job = InlineJob(request, self._worker.run(request))
        return self._job

    def cancel(self, reason: str = "cancelled") -> None:
        """End the job at hand, if there is one; see `Job.cancel`."""
        if self._job is not None:
            self._job.cancel(reason)

    def close(self) -> None:
        """Cancel what is unfinished."""
        self._end("cancelled")

    def _end(self, reason: str) -> None:
        """Cancel, and let the work clean up now and not when it is forgotten."""
        if self._job is not None:
            self._job.cancel(reason)
            for _ in self._job.events():
                pass
