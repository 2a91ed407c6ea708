"""Full models in memory: loaded when first used, put away when memory runs short."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sketch2image.core.progress import Progress
from sketch2image.engine.memory import OutOfMemory, give_back, out_of_memory_said

STAGE = "load"
_MARGIN = 1.1


@dataclass(frozen=True)
class Maker:
    """How a model comes into memory.

    Attributes:
        load: makes it.
        bytes: what it takes there, about.
        title: what people call it.
    """

    load: Callable[[], object]
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

        Yields:
            Progress, before anything that takes long.

        Raises:
            UserError: it cannot be loaded.
        """
        if part in self._held:
            self._held.move_to_end(part)
            return
        maker = self._makers[part]
        size = maker.bytes / 1e9
        yield Progress(STAGE, text=f"loading {maker.title} ({size:.1f} GB)")
        self._make_room(int(maker.bytes * _MARGIN))
        self._held[part] = self._loaded(maker)

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

    def _loaded(self, maker: Maker) -> object:
        try:
            with out_of_memory_said():
                return maker.load()
        except OutOfMemory:
            if not self.put_away():
                raise
            with out_of_memory_said():
                return maker.load()

    def _make_room(self, size: int) -> None:
        while self._held and self._free() < size:
            self._held.popitem(last=False)
            give_back()
