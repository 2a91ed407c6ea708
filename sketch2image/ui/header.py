"""The bar at the top: the buttons that people look for first."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from sketch2image.ui import theme
from sketch2image.ui.actions import Actions

_BUTTONS = ("open", "save", "", "galleries", "models", "settings", "help")
"""Actions that have a button here; an empty name is a gap."""

_ICON = QSize(18, 18)


class Header(QFrame):
    """Buttons of some actions of the menus.

    Args:
        actions: of the window.
    """

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 4, theme.MARGIN, 4)
        row.setSpacing(4)
        for name in _BUTTONS:
            row.addWidget(self._button(actions, name) if name else self._gap())

    def _button(self, actions: Actions, name: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(actions[name])
        button.setIconSize(_ICON)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _gap(self) -> QWidget:
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return gap
