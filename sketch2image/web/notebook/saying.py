"""Lines of text in a notebook's output."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from sketch2image.core.progress import Progress

if TYPE_CHECKING:
    from IPython.display import DisplayHandle

_PATIENCE, _PAUSE = 1.5, 0.3
"""Seconds before the first words, and between them."""


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Line:
    """A `Report` that shows how far long work has come, in one line of the cell that runs."""

    def __init__(self) -> None:
        self._cell = -1
        self._begin()

    def _begin(self) -> None:
        self._handle: DisplayHandle | None = None
        self._stage = ""
        self._next = time.monotonic() + _PATIENCE

    def __call__(self, event: Progress) -> None:
        """Show an event once the work takes longer than a moment; every stage, not every step."""
        if self._cell != (running := _running_cell()):
            self._cell = running
            self._begin()
        now = time.monotonic()
        turns = event.stage != self._stage or event.done == event.total
        if now < self._next and not (self._handle and turns):
            return
        self._stage, self._next = event.stage, now + _PAUSE
        self._show(_words(event))

    def _show(self, text: str) -> None:
        from IPython.display import Pretty, display

        line = Pretty(text)
        if self._handle is None:
            self._handle = display(line, display_id=True)
        else:
            self._handle.update(line)


def _running_cell() -> int:
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    return shell.execution_count if shell is not None else 0


def _words(event: Progress) -> str:
    share = f" {event.done}/{event.total}" if event.total else ""
    left = f", about {event.seconds_left:.0f} s left" if (event.seconds_left or 0) >= 1 else ""
    return f"{event.text or event.stage}{share}{left}"
