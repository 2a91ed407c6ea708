"""A line that ends in dots where its room ends."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

_LEAST = 24
"""Pixels; enough for the dots."""


class Elided(QLabel):
    """Takes the width of its words at most; its tooltip has those that are cut."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(_LEAST)

    def say(self, text: str) -> None:
        """Show a text of one line."""
        self._whole = text
        self.setText(text)
        self.setAccessibleName(text)
        self._take_room()
        self._cut()

    def sizeHint(self) -> QSize:  # noqa: N802
        """All of the words in one line."""
        width = self.fontMetrics().horizontalAdvance(self._whole)
        return QSize(width + 1, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._cut()

    def _take_room(self) -> None:
        """Lay out now: cut by the width of its last text, a short one would lose its end."""
        parent = self.parentWidget()
        layout = None if parent is None else parent.layout()
        if layout is not None:
            layout.activate()

    def _cut(self) -> None:
        cut = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setText(cut)
        self.setToolTip("" if cut == self._whole else self._whole)
