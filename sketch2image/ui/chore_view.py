"""One piece of long work in the bar at the bottom: how far it is, and a button to end it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from sketch2image.core.progress import Progress
from sketch2image.ui import theme
from sketch2image.ui.model.working import WorkingModel
from sketch2image.ui.progress_bar import ProgressBar
from sketch2image.ui.words import bind, tr

_BAR = 110


class ChoreView(QWidget):
    """Shows itself while there is work.

    Args:
        chore: what is shown.
        in_words: says how far it is.
    """

    def __init__(self, chore: WorkingModel, in_words: Callable[[Progress], str]) -> None:
        super().__init__()
        self._chore, self._in_words = chore, in_words
        self._words, self._bar, self._stop = QLabel(), ProgressBar(), QToolButton()
        self._words.setProperty("role", "caption")
        self._bar.setFixedWidth(_BAR)
        self._stop.setIcon(theme.icon("cancel"))
        self._stop.clicked.connect(chore.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.SPACING, 0)
        for widget in (self._words, self._bar, self._stop):
            row.addWidget(widget)
        chore.changed.connect(self._show)
        chore.progressed.connect(self._advance)
        bind(self, self._name)
        self._show()

    def _name(self) -> None:
        self._stop.setAccessibleName(tr("Cancel"))
        self._stop.setToolTip(tr("Cancel; what is done stays"))

    def _show(self) -> None:
        work = self._chore.work
        self.setVisible(work is not None)
        if work is not None and work.progress is None:
            self._words.setText(work.title)
            self._bar.advance(None)

    def _advance(self, progress: Progress) -> None:
        work = self._chore.work
        self._words.setText(f"{work.title if work else ''}  {self._in_words(progress)}".strip())
        self._bar.advance(progress)
