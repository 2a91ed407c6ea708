"""A finder in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from sketch2image.core.closing import Closing
from sketch2image.core.types import Image, Match


class Finder(Protocol):
    """What looks a gallery through; see `systems.fashion.search.Finder`."""

    def find(
        self, sketch: Image | None, text: str, weight: float = 0.5, k: int = 10
    ) -> Sequence[Match]:
        """The k pictures nearest to a sketch, words, or both."""
        ...

    def close(self) -> None:
        """Close the gallery."""
        ...


class Worker(Closing):
    """Asks a finder in the one thread in which it was opened, as SQLite wants it.

    Args:
        open_finder: opens it.

    Raises:
        UserError: whatever opening raises.
    """

    def __init__(self, open_finder: Callable[[], Finder]) -> None:
        self._thread = ThreadPoolExecutor(1, "finder")
        self._open = True
        try:
            self._finder = self._thread.submit(open_finder).result()
        except BaseException:
            self._thread.shutdown()
            raise

    def find(
        self, sketch: Image | None, text: str, weight: float = 0.5, k: int = 10
    ) -> Sequence[Match]:
        """See `Finder.find`; may be called in any thread."""
        return self._thread.submit(self._finder.find, sketch, text, weight, k).result()

    def close(self) -> None:
        """Close the gallery and end the thread; safe to call twice."""
        if self._open:
            self._open = False
            self._thread.submit(self._finder.close).result()
            self._thread.shutdown()
