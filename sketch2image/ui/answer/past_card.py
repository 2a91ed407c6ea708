"""How one past drawing looks in the strip."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sketch2image.engine.desktop.history import Kept
from sketch2image.ui import theme
from sketch2image.ui.answer.past_model import KEPT
from sketch2image.ui.answer.thumbnails import Thumbnails

SIZE = QSize(76, 60)
"""Of a card with the gap around it, in pixels."""

_GAP = 3
_INSET = 4
_STAR = 14


class PastCard(QStyledItemDelegate):
    """Paints the drawing on paper, with a star where it is kept for good.

    Args:
        thumbnails: of the drawings.
    """

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._thumbnails = thumbnails

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """See `QStyledItemDelegate`."""
        return SIZE

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """See `QStyledItemDelegate`."""
        past: Kept = index.data(KEPT)
        card = option.rect.adjusted(_GAP, _GAP, -_GAP, -_GAP)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        _paint_paper(painter, card, option.state)
        self._paint_drawing(painter, card.adjusted(_INSET, _INSET, -_INSET, -_INSET), past)
        if past.starred:
            corner = QRect(card.right() - _STAR - 1, card.top() + 2, _STAR, _STAR)
            theme.icon("star-filled", "accent").paint(painter, corner)
        painter.restore()

    def _paint_drawing(self, painter: QPainter, frame: QRect, past: Kept) -> None:
        thumbnail = self._thumbnails.get(str(past.path))
        if thumbnail is None:
            return
        size = thumbnail.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(frame.center())
        painter.drawPixmap(place, thumbnail)


def _paint_paper(painter: QPainter, card: QRect, state: QStyle.StateFlag) -> None:
    strong = state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus)
    painter.setPen(QPen(theme.color("accent" if strong else "line"), 2 if strong else 1))
    painter.setBrush(theme.color("canvas"))
    painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
