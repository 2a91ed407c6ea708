"""When to ask while a person draws: often enough to feel alive, never more than can be answered."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Input = TypeVar("Input")

SLOW = 1.5
"""Mean seconds of an answer above which the end of an edit is waited for."""

LONGEST_WAIT = 3.0
"""Seconds that edits that go on without a pause can put a question off."""

_GRACE = 0.25
"""Seconds of waiting after an edit for each second that an answer takes."""

_MEASURED = 8


@dataclass(frozen=True, eq=False)
class Ticket(Generic[Input]):
    """A question on its way.

    Attributes:
        input: what is asked.
        number: grows with every question.
        time: of the clock, when it was asked.
    """

    input: Input
    number: int
    time: float


class LiveScheduler(Generic[Input]):
    """Decides when the latest input is asked; one question is on its way at most.

    Begins switched off. Tell it every input with `changed`; when `due` gives 0, take a ticket with
    `begin`, ask, and tell how that ended: `finished`, `dropped` or `failed`.

    An input equal to the one asked last is not asked again. Where answers are quick, a change is
    asked at once; where they are slow, it is asked when the person pauses, and after
    `LONGEST_WAIT` at the latest.

    Args:
        clock: gives seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._on = False
        self._input: Input | None = None
        self._asked: Input | None = None
        self._flight: Ticket[Input] | None = None
        self._first_edit = self._last_edit = 0.0
        self._given = self._shown = 0
        self._seconds: deque[float] = deque(maxlen=_MEASURED)

    @property
    def on(self) -> bool:
        """Whether changes are asked by themselves.

        Switched on, the latest input is asked unless its answer came already. Switched off, the
        answer on its way is stale, so its job can be canceled.
        """
        return self._on

    @on.setter
    def on(self, wanted: bool) -> None:
        self._on = wanted
        if not wanted:
            self._forget()

    @property
    def grace(self) -> float:
        """Seconds without an edit that are waited for before a question goes out."""
        mean = sum(self._seconds) / len(self._seconds) if self._seconds else 0.0
        return min(_GRACE * mean, LONGEST_WAIT) if mean > SLOW else 0.0

    def changed(self, given: Input) -> None:
        """Take in what the person has drawn, said and chosen by now."""
        if given == self._input:
            return
        now = self._clock()
        if not self._pending:
            self._first_edit = now
        self._input, self._last_edit = given, now

    def due(self) -> float | None:
        """Seconds until `begin` should be called; 0 for now, None where there is nothing to ask."""
        if not self._on or self._flight is not None or not self._pending:
            return None
        time = min(self._last_edit + self.grace, self._first_edit + LONGEST_WAIT)
        return max(0.0, time - self._clock())

    def begin(self) -> Ticket[Input]:
        """Ask the latest input.

        Raises:
            RuntimeError: nothing is to be asked, see `due`.
        """
        if self._input is None or self.due() is None:
            raise RuntimeError("there is nothing to ask")
        self._given += 1
        self._asked = self._input
        self._flight = Ticket(self._input, self._given, self._clock())
        return self._flight

    def finished(self, ticket: Ticket[Input]) -> bool:
        """Note that an answer came.

        Returns:
            Whether it is to be shown; not when the answer to a newer input is shown already, nor
            when live asking was off since.
        """
        self.dropped(ticket)
        fresh = ticket.number > self._shown
        if fresh:
            self._shown = ticket.number
            self._seconds.append(self._clock() - ticket.time)
        return fresh

    def dropped(self, ticket: Ticket[Input]) -> None:
        """Note that a question was called off; it is not asked again before something changes."""
        if ticket is self._flight:
            self._flight = None

    def failed(self) -> None:
        """Note that no answer can be had; switches off, so that one fault does not come again."""
        self.on = False

    @property
    def _pending(self) -> bool:
        return self._input is not None and self._input != self._asked

    def _forget(self) -> None:
        if self._flight is not None:
            self._flight = self._asked = None
        self._shown = self._given
