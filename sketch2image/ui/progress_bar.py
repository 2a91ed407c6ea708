"""A bar that shows a `Progress`."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QWidget

from sketch2image.core.progress import Progress

_STEPS = 1000


class ProgressBar(QProgressBar):
    """How far work is; it swings while that is not known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, maximum=_STEPS, textVisible=False)

    def advance(self, progress: Progress | None) -> None:
        """Show how far it is; None before anything is known."""
        if progress is None or not progress.total:
            self.setRange(0, 0)
            return
        self.setRange(0, _STEPS)
        self.setValue(round(_STEPS * progress.done / progress.total))

    def settle(self) -> None:
        """Stand still: nothing is under way."""
        self.setRange(0, _STEPS)
