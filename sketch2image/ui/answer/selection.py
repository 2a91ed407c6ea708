"""The bar of what can be done with the selected matches, and why the first of them was found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from sketch2image.core.types import Match
from sketch2image.ui import theme
from sketch2image.ui.answer.matches_model import file_name
from sketch2image.ui.answer.tools import Deed, tool
from sketch2image.ui.answer.why import Why
from sketch2image.ui.words import bind, tr


class SelectionBar(QFrame):
    """Shows itself while something is selected.

    Args:
        deeds: what can be done with it.
    """

    def __init__(self, deeds: Sequence[Deed]) -> None:
        super().__init__()
        self._matches: list[Match] = []
        self._title, self._why = QLabel(), Why()
        self._title.setProperty("role", "heading")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.buttons = {deed.icon: tool(deed) for deed in deeds}
        self.setProperty("kind", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, 6, 6, theme.SPACING)
        column.setSpacing(2)
        column.addLayout(self._top())
        column.addWidget(self._why)
        self.hide()
        bind(self, self._explain)

    def show_matches(self, matches: list[Match]) -> None:
        """Follow the selection."""
        self._matches = matches
        self.setVisible(bool(matches))
        self._explain()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """A long name is cut in its middle."""
        super().resizeEvent(event)
        self._name()

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self._title, 1)
        for button in self.buttons.values():
            row.addWidget(button)
        return row

    def _explain(self) -> None:
        if self._matches:
            self._why.show_match(self._matches[0])
        self._name()

    def _name(self) -> None:
        if not self._matches:
            return
        first = self._matches[0]
        if len(self._matches) > 1:
            title = tr("{count} pictures selected", count=len(self._matches))
        else:
            title = file_name(first.path)
        cut = QFontMetrics(self._title.font())
        room = max(80, self._title.width())
        self._title.setText(cut.elidedText(title, Qt.TextElideMode.ElideMiddle, room))
        self._title.setToolTip(first.path)
