"""What every captioner can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Caption


class Captioner(Protocol):
    """Says what a sketch shows."""

    @property
    def fingerprint(self) -> str:
        """Short text that differs whenever the weights or the preprocessing do."""
        ...

    def caption(self, sketch: Sketch) -> Caption:
        """Caption of a sketch.

        Raises:
            UserError: the sketch is empty.
        """
        ...

    def caption_all(self, sketches: Sequence[Sketch]) -> list[Caption]:
        """Captions of many sketches, in their order; a caption does not depend on the others.

        Raises:
            UserError: one of them is empty.
        """
        ...
