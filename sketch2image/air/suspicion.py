"""Evidence over time that something new has begun, against readings that are wrong for a moment."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

CONFIRM_FRAMES = 2
"""Frames in a row that something new, or the old that comes back, must be seen in to count."""


@dataclass
class Suspicion:
    """What may have begun, and how much speaks for it.

    Attributes:
        of: what is suspected, None for nothing.
        since: seconds at which it was seen first.
        weight: what speaks for it; 1 is enough.
    """

    of: Hashable | None = None
    since: float = 0.0
    weight: float = 0.0
    _rival: Hashable | None = None
    _rival_since: float = 0.0
    _streak: int = 0
    _denied: int = 0

    @property
    def is_open(self) -> bool:
        """Whether something is suspected."""
        return self.of is not None

    @property
    def is_proven(self) -> bool:
        """Whether enough speaks for it."""
        return self._streak >= CONFIRM_FRAMES and self.weight >= 1

    def support(self, of: Hashable, weight: float, time: float) -> None:
        """Take a reading for `of` at `time` seconds; two in a row for something else replace it."""
        self._denied = 0
        if of == self.of:
            self.weight += weight
            self._streak += 1
            self._rival = None
        elif self.of is None:
            self.of, self.since, self.weight, self._streak = of, time, 0.0, 1
        elif of == self._rival:
            self.of, self.since, self.weight, self._streak = of, self._rival_since, weight, 2
        else:
            self._rival, self._rival_since, self._streak = of, time, 0

    def deny(self) -> None:
        """Take a reading for what was before; two in a row close the case."""
        self._streak = 0
        self._denied += 1
        if self._denied >= CONFIRM_FRAMES:
            self.close()

    def close(self) -> None:
        """Suspect nothing."""
        self.of = self._rival = None
