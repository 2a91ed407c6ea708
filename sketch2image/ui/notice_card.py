"""One notice: what happened, what to do, and a button that does it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sketch2image.ui import theme
from sketch2image.ui.amounts import sentence
from sketch2image.ui.model.notices import Notice, Tone
from sketch2image.ui.words import tr

_ICONS = {Tone.info: ("eye", "ok"), Tone.error: ("warning", "danger")}
_SIDE = 20


class NoticeCard(QFrame):
    """A card that closes itself when its button was pressed.

    Args:
        notice: what it says.

    Signals:
        closed: with the card.
    """

    closed = Signal(object)

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setProperty("kind", "card")
        self.setAccessibleName(sentence(notice.text))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, theme.SPACING, theme.SPACING, theme.SPACING)
        row.setSpacing(theme.SPACING)
        row.addWidget(self._sign(), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._words(), 1)
        for button in self._buttons():
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._close(), 0, Qt.AlignmentFlag.AlignTop)

    def _sign(self) -> QLabel:
        name, ink = _ICONS[self.notice.tone]
        sign = QLabel()
        sign.setPixmap(theme.icon(name, ink).pixmap(_SIDE, _SIDE))
        return sign

    def _words(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        for text, role in ((self.notice.text, "notice"), (self.notice.hint, "soft")):
            if text:
                label = QLabel(sentence(text))
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setProperty("role", role)
                label.setWordWrap(True)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                column.addWidget(label)
        return column

    def _buttons(self) -> list[QPushButton]:
        notice = self.notice
        buttons = []
        if notice.details:
            buttons.append(self._button(tr("Copy the report"), self._copy))
        if notice.action and notice.act:
            buttons.append(self._button(notice.action, notice.act))
        return buttons

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", "quiet")
        button.clicked.connect(lambda: self._done(act))
        return button

    def _close(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(theme.icon("close", "soft"))
        button.setAccessibleName(tr("Close the notice"))
        button.clicked.connect(lambda: self.closed.emit(self))
        return button

    def _done(self, act: Callable[[], object]) -> None:
        self.closed.emit(self)
        act()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.notice.details)
