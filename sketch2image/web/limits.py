"""How much one visitor may ask for."""

from __future__ import annotations

from dataclasses import dataclass

LARGEST_SEED = 2**32 - 1
LONGEST_TEXT = 300
"""Characters of a prompt or of words to search by."""


@dataclass(frozen=True)
class Limits:
    """Bounds of the page.

    Attributes:
        waiting: questions that may wait while one is answered; more are turned away.
        megabytes: of one file sent.
        pixels: of one picture sent; larger ones are refused before they are decoded.
        matches: most that can be asked for.
        kept: seconds that pictures of an answer stay on disk.
    """

    waiting: int = 8
    megabytes: int = 20
    pixels: int = 50_000_000
    matches: int = 50
    kept: int = 3600

    @property
    def bytes(self) -> int:
        """Of one file sent."""
        return self.megabytes * 1024 * 1024
