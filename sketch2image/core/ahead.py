"""Work done in threads a little ahead of whoever needs it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def ahead(
    items: Iterable[T], work: Callable[[T], R], workers: int, most: int
) -> Generator[R, None, None]:
    """Results in the order of the items.

    Close the generator (`contextlib.closing`) to stop early: what was not begun is given up.

    Args:
        items: read only as fast as results are taken.
        work: called in threads.
        workers: how many threads.
        most: results kept ready before they are asked for.
    """
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) >= most:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
