"""What engines, their jobs and their workers promise.

An engine is asked something and gives an answer: a `Request` and its `Result` where a whole
question is answered, a `Call` of one model and what it returns where only that is wanted.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Protocol, TypeVar

from sketch2image.core.progress import Progress

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")
AskedCo = TypeVar("AskedCo", covariant=True)
AskedContra = TypeVar("AskedContra", contravariant=True)
AnsweredCo = TypeVar("AnsweredCo", covariant=True)

Steps = Generator[Progress, None, Answered]
"""Work in steps: yields progress (and can be stopped there), returns the answer."""


class Worker(Protocol[AskedContra, AnsweredCo]):
    """Does the work, one question after the other."""

    def run(self, request: AskedContra, /) -> Generator[Progress, None, AnsweredCo]:
        """Answer step by step."""
        ...


class Job(Protocol[AskedCo, AnsweredCo]):
    """One question being answered."""

    @property
    def request(self) -> AskedCo:
        """What was asked."""
        ...

    def events(self) -> Iterator[Progress]:
        """Progress until the work ends, however it ends."""
        ...

    def result(self) -> AnsweredCo:
        """Wait for the answer.

        Raises:
            Cancelled: the job was cancelled, or a newer question made it stale.
            UserError: the work failed.
        """
        ...

    def cancel(self, reason: str = "cancelled") -> None:
        """Stop the work, saying why; safe to call at any time, more than once."""
        ...


class Engine(Protocol[Asked, AnsweredCo]):
    """Answers one question at a time; a newer one makes an unfinished older one stale."""

    def submit(self, request: Asked) -> Job[Asked, AnsweredCo]:
        """Begin to answer."""
        ...

    def close(self) -> None:
        """Cancel what runs and give everything back."""
        ...
