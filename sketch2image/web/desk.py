"""One set of models for all visitors: one question at a time, and each can be called off."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sketch2image.core.closing import Closing
from sketch2image.core.errors import Cancelled
from sketch2image.core.progress import Progress, Report, silent
from sketch2image.engine.tiers import Decision, Tier, Tiers

Answer = TypeVar("Answer")
Work = Callable[[Tiers, Report], Answer]
"""Answers a question with the models; its `Report` raises `Cancelled` once it is called off."""


class Desk(Closing):
    """Takes questions of many visitors, each known by a session of their own.

    Args:
        open_tiers: opens the models; what it is given reports their progress.

    Raises:
        UserError: whatever opening raises.
    """

    def __init__(self, open_tiers: Callable[[Report], Tiers]) -> None:
        self._working = threading.Lock()
        self._changing = threading.Lock()
        self._turns: dict[str, _Turn] = {}
        self._now: _Turn | None = None
        self._closed = False
        self._tiers = open_tiers(self._report)

    @property
    def decision(self) -> Decision:
        """Which models answer, and why."""
        return self._tiers.decision

    @property
    def usual_strength(self) -> float:
        """See `Tiers.usual_strength`."""
        return self._tiers.usual_strength

    def ask(self, session: str, work: Work[Answer], report: Report = silent) -> Answer:
        """Wait for a turn, then work; an older question of the session is called off.

        Raises:
            Cancelled: the question was called off, waiting or at work.
            UserError: whatever the work raises.
        """
        with self._turn(session, report) as turn, self._working:
            with self._changing:
                self._now = turn
            try:
                turn.check()
                return work(self._tiers, turn.report)
            finally:
                with self._changing:
                    self._now = None

    def cancel(self, session: str) -> bool:
        """Call off a session's question; returns whether there was one."""
        with self._changing:
            turn = self._turns.get(session)
            if turn is not None:
                self._call_off(turn)
        return turn is not None

    def warm_up(self) -> None:
        """Load the lite models before the first question; full ones wait for theirs.

        Raises:
            Cancelled: the desk was closed.
            UserError: a model is missing or damaged.
        """
        if self.decision.tier is Tier.lite:
            self.ask("", lambda tiers, _: tiers.use(lambda parts: parts.load()))

    def close(self) -> None:
        """Call every question off and end the full models' process; safe to call twice."""
        with self._changing:
            self._closed = True
            for turn in self._turns.values():
                self._call_off(turn)
        self._tiers.close()

    @contextmanager
    def _turn(self, session: str, report: Report) -> Iterator[_Turn]:
        turn = _Turn(report)
        with self._changing:
            if self._closed:
                raise Cancelled("the page was closed")
            if older := self._turns.get(session):
                self._call_off(older)
            self._turns[session] = turn
        try:
            yield turn
        finally:
            with self._changing:
                if self._turns.get(session) is turn:
                    del self._turns[session]

    def _call_off(self, turn: _Turn) -> None:
        turn.called_off.set()
        if turn is self._now:
            self._tiers.cancel()

    def _report(self, event: Progress) -> None:
        if turn := self._now:
            turn.report(event)


class _Turn:
    def __init__(self, report: Report) -> None:
        self._report = report
        self.called_off = threading.Event()

    def check(self) -> None:
        if self.called_off.is_set():
            raise Cancelled

    def report(self, event: Progress) -> None:
        self.check()
        self._report(event)
