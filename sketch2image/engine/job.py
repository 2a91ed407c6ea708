"""What engines, their jobs and their workers promise."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Protocol

from sketch2image.core.progress import Progress
from sketch2image.engine.request import Request, Result

Steps = Generator[Progress, None, Result]
"""Work in steps: yields progress (and can be stopped there), returns the result."""


class Worker(Protocol):
    """Does the work of requests, one after the other."""

    def run(self, request: Request, /) -> Steps:
        """Answer a request step by step."""
        ...


class Job(Protocol):
    """One request being answered."""

    @property
    def request(self) -> Request:
        """What was asked."""
        ...

    def events(self) -> Iterator[Progress]:
        """Progress until the work ends, however it ends."""
        ...

    def result(self) -> Result:
        """Wait for the answer.

        Raises:
            Cancelled: the job was cancelled, or a newer request made it stale.
            UserError: the work failed.
        """
        ...

    def cancel(self, reason: str = "cancelled") -> None:
        """Stop the work, saying why; safe to call at any time, more than once."""
        ...


class Engine(Protocol):
    """Answers requests, one at a time; a newer request makes an unfinished older one stale."""

    def submit(self, request: Request) -> Job:
        """Begin to answer a request."""
        ...

    def close(self) -> None:
        """Cancel what runs and give everything back."""
        ...
