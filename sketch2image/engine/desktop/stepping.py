"""Work that reports to a callback, as the steps that an engine's worker takes."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache
from typing import TypeVar

from sketch2image.core.errors import Cancelled
from sketch2image.core.progress import Progress, Report
from sketch2image.engine.job import Steps

Given = TypeVar("Given")


def in_steps(work: Callable[[Report], Given]) -> Steps[Given]:
    """Do the work in a thread, and yield what it reports.

    All work of a process is done in the same thread, so that what it opens once can be used again.
    When the steps are closed, the next report raises `Cancelled` inside the work; closing waits
    until the work has ended.

    Args:
        work: is given the report to call.

    Returns:
        What the work returns; the steps raise what it raises.
    """
    events: queue.SimpleQueue[Progress | None] = queue.SimpleQueue()
    closed = threading.Event()

    def report(event: Progress) -> None:
        if closed.is_set():
            raise Cancelled
        events.put(event)

    job = _hand().submit(work, report)
    job.add_done_callback(lambda _: events.put(None))
    try:
        while (event := events.get()) is not None:
            yield event
        return job.result()
    finally:
        closed.set()
        wait([job])


@cache
def _hand() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "work")
