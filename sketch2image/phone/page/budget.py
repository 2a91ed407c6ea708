"""How much a page still takes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sketch2image.phone.page.options import PageOptions
from sketch2image.phone.page.refusal import Refusal, Refused

_SPARE = 64 << 20
"""Bytes that stay free on the disk."""


@dataclass
class Budget:
    """Counts files and bytes: those that arrived and those on their way."""

    options: PageOptions
    files: int = 0
    bytes: int = 0

    @contextmanager
    def hold(self, size: int) -> Iterator[None]:
        """Keep room for a file while it is on its way.

        Raises:
            Refused: it is empty, too large or one too many, or the disk has no room.
        """
        self._check(size)
        self._add(1, size)
        try:
            yield
        finally:
            self._add(-1, -size)

    def spend(self, size: int) -> None:
        """A file stays."""
        self._add(1, size)

    def _add(self, files: int, size: int) -> None:
        self.files += files
        self.bytes += size

    def _check(self, size: int) -> None:
        free = shutil.disk_usage(self.options.inbox).free - _SPARE
        reasons = (
            (size <= 0, Refusal.empty),
            (size > self.options.bytes_max, Refusal.too_large),
            (self.files >= self.options.uploads_max, Refusal.too_many),
            (self.bytes + size > self.options.bytes_all, Refusal.too_many),
            (size > free, Refusal.no_room),
        )
        for holds, why in reasons:
            if holds:
                raise Refused(why)
