"""The frame of a manager: title, body, progress, and the way out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from sketch2image.ui import theme, words
from sketch2image.ui.parts import in_row, label, push
from sketch2image.ui.words import N, tr

SIZE = (980, 640)
"""Pixels a manager begins with; it fits a screen of 1280 x 720."""


class Manager(QDialog):
    """A dialog that stays open beside the window while work goes on.

    Args:
        title: English.
        about: English, what it is for.

    Attributes:
        body: layout between title and way out.
        footer: layout of the last line, before the button that closes.
    """

    def __init__(self, title: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.resize(*SIZE)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.SPACING)
        self.close_it = push(N("Close"), self.close, about=N("Work goes on when this is closed."))
        self.footer = in_row(None, self.close_it)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(*[theme.MARGIN] * 4)
        outside.setSpacing(theme.SPACING)
        outside.addWidget(label(title, "title"))
        outside.addWidget(label(about, "soft"))
        outside.addLayout(self.body, 1)
        outside.addLayout(self.footer)
        words.bind(self, lambda: self.setWindowTitle(tr(title)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses the button it is on, and nothing else; Esc closes."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not isinstance(self.focusWidget(), QPushButton):
            event.accept()
        else:
            super().keyPressEvent(event)
