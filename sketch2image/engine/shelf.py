"""Full models in memory: loaded when first used, put away when memory runs short."""

from __future__ import annotations

import queue
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from sketch2image.core.progress import Progress, Report
from sketch2image.engine.faults import OutOfMemory, loading
from sketch2image.engine.memory import give_back

STAGE = "load"
_WAIT = 0.1
"""Seconds between looks at a model that is being loaded."""


@dataclass(frozen=True)
class Maker:
    """How a model comes into memory.

    Attributes:
        load: makes it, and reports how far it has come.
        bytes: what it takes there at work, about.
        title: what people call it.
    """

    load: Callable[[Report], object]
    bytes: int
    title: str


class Shelf:
    """Models by the name of their part; the one used longest ago goes first.

    Args:
        makers: of each part.
        free: gives the bytes that can still be taken.
    """

    def __init__(self, makers: Mapping[str, Maker], free: Callable[[], int]) -> None:
        self._makers = makers
        self._free = free
        self._held: OrderedDict[str, object] = OrderedDict()

    @property
    def held(self) -> tuple[str, ...]:
        """Parts in memory, the one used longest ago first."""
        return tuple(self._held)

    def bring(self, part: str) -> Iterator[Progress]:
        """Load a part unless it is there, after making room for it.

        Where memory runs out all the same, everything else goes and it is tried once more.

        Yields:
            Progress of loading.

        Raises:
            UserError: it cannot be loaded.
        """
        if part in self._held:
            self._held.move_to_end(part)
            return
        maker = self._makers[part]
        yield Progress(STAGE, text=f"loading {maker.title} ({maker.bytes / 1e9:.1f} GB)")
        self._make_room(maker.bytes)
        try:
            yield from self._load(part, maker)
        except OutOfMemory:
            if not self.put_away():
                raise
        if part not in self._held:
            give_back()  # what the first try left behind
            yield from self._load(part, maker)

    def take(self, part: str) -> object:
        """A part that was brought."""
        return self._held[part]

    def put_away(self, keep: str = "") -> bool:
        """Let go of every part but one; whether there was any."""
        others = [part for part in self._held if part != keep]
        for part in others:
            del self._held[part]
        give_back()
        return bool(others)

    def _load(self, part: str, maker: Maker) -> Iterator[Progress]:
        events: queue.SimpleQueue[Progress] = queue.SimpleQueue()
        with ThreadPoolExecutor(1) as pool:
            work = pool.submit(_made, maker, events.put)
            yield from _until_done(work, events)
        self._held[part] = work.result()

    def _make_room(self, size: int) -> None:
        give_back()
        while self._held and self._free() < size:
            self._held.popitem(last=False)
            give_back()


def _made(maker: Maker, report: Report) -> object:
    with loading(maker.title):
        return maker.load(report)


def _until_done(work: Future[object], events: queue.SimpleQueue[Progress]) -> Iterator[Progress]:
    while not (work.done() and events.empty()):
        try:
            yield events.get(timeout=_WAIT)
        except queue.Empty:
            continue
