"""Notices over the lower edge of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sketch2image.ui import theme
from sketch2image.ui.model.notices import Notice, Notices, Tone
from sketch2image.ui.notice_card import NoticeCard

INFO_SECONDS = 8
"""How long what is only good to know stays."""

_MOST = 3
_WIDTH = 460


class NoticeView(QWidget):
    """A small stack of cards, newest below; errors stay until they are closed or settled.

    Args:
        notices: what is told.
        parent: the widget over whose lower left corner it lies.
    """

    def __init__(self, notices: Notices, parent: QWidget) -> None:
        super().__init__(parent)
        self._under = parent
        self._cards: list[NoticeCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACING)
        notices.told.connect(self._tell)
        notices.settled.connect(self._settle)
        parent.installEventFilter(self)
        self.hide()

    @property
    def cards(self) -> list[NoticeCard]:
        """Those on show, oldest first."""
        return list(self._cards)

    def close_newest(self) -> None:
        """Close the card that came last, if there is one."""
        if self._cards:
            self._drop(self._cards[-1])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Stay in the corner when the parent is resized."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _tell(self, notice: Notice) -> None:
        self._settle(notice.topic)
        card = NoticeCard(notice, self)
        card.closed.connect(self._drop)
        self._column.addWidget(card)
        card.show()  # a hidden one would count as nothing in the height of the stack
        self._cards.append(card)
        if notice.tone is Tone.info:
            QTimer.singleShot(1000 * INFO_SECONDS, card, lambda: self._drop(card))
        for old in self.cards[:-_MOST]:
            self._drop(old)
        announcement = QAccessibleAnnouncementEvent(self, f"{notice.text} {notice.hint}")
        QAccessible.updateAccessibility(announcement)
        self._place()

    def _settle(self, topic: str) -> None:
        for card in self.cards:
            if topic and card.notice.topic == topic:
                self._drop(card)

    def _drop(self, card: NoticeCard) -> None:
        if card not in self._cards:
            return
        self._cards.remove(card)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()
        self._place()

    def _place(self) -> None:
        self.setVisible(bool(self.cards))
        width = min(_WIDTH, self._under.width() - 2 * theme.MARGIN)
        self.setFixedWidth(width)
        height = self._column.totalHeightForWidth(width)
        height = height if height > 0 else self.sizeHint().height()
        top = self._under.height() - height - theme.MARGIN
        self.setGeometry(theme.MARGIN, top, width, height)
        self.raise_()
