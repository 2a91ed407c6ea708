"""What all editors of settings have in common."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sketch2image.ui.theme import SPACING

WIDTH = 260
"""Pixels of an editor in a form."""


class Editor(QWidget):
    """Shows the value of one setting and lets the person change it.

    Signals:
        edited: with the value the person wants.
    """

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(SPACING)

    def present(self, value: Any) -> None:  # noqa: ANN401 - as the setting
        """Show a value; `edited` stays silent."""
        raise NotImplementedError

    def name(self, text: str) -> None:
        """Give what the person operates its name for screen readers."""
        raise NotImplementedError

    def _add(self, widget: QWidget, stretch: int = 0) -> None:
        self._line.addWidget(widget, stretch)
        if self.focusProxy() is None:
            self.setFocusProxy(widget)
