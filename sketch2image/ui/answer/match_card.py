"""How one match looks in the grid."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sketch2image.core.types import Match
from sketch2image.ui import theme
from sketch2image.ui.answer.matches_model import MATCH
from sketch2image.ui.answer.pictures import covering
from sketch2image.ui.answer.thumbnails import Thumbnails
from sketch2image.ui.words import tr

FOOT = 32
"""Pixels under the picture, for rank, score and bar."""

GAP = 4
"""Pixels around a card."""

_BAR = 3
_INSET = 8
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTER = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


class MatchCard(QStyledItemDelegate):
    """Paints thumbnail, rank, score and a bar as long as the score.

    Args:
        thumbnails: of the files.
    """

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._thumbnails = thumbnails
        self.side = 140

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """A square of `side` pixels with a foot."""
        return QSize(self.side, self.side + FOOT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """See `QStyledItemDelegate`."""
        match: Match = index.data(MATCH)
        card = option.rect.adjusted(GAP, GAP, -GAP, -GAP)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._ground(painter, card, option.state)
        self._picture(painter, card.adjusted(0, 0, 0, GAP - FOOT), match)
        self._foot(painter, card.adjusted(_INSET, card.height() - FOOT + GAP, -_INSET, 0), match)
        self._edge(painter, card, option.state)
        painter.restore()

    def _ground(self, painter: QPainter, card: QRect, state: QStyle.StateFlag) -> None:
        name = "accent_soft" if state & QStyle.StateFlag.State_Selected else "card"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(name))
        painter.drawRoundedRect(card, theme.RADIUS, theme.RADIUS)

    def _picture(self, painter: QPainter, frame: QRect, match: Match) -> None:
        painter.save()
        painter.setClipPath(_round_top(frame))
        thumbnail = self._thumbnails.get(match.path)
        if thumbnail is None:
            self._placeholder(painter, frame, match.path)
        else:
            painter.drawPixmap(frame, thumbnail, covering(thumbnail.size(), frame.size()))
        painter.restore()

    def _placeholder(self, painter: QPainter, frame: QRect, path: str) -> None:
        painter.fillRect(frame, theme.color("hover"))
        if fault := self._thumbnails.fault(path):
            painter.setPen(theme.color("soft"))
            painter.drawText(frame.adjusted(_INSET, 0, -_INSET, 0), _CENTER, tr(fault))

    def _foot(self, painter: QPainter, foot: QRect, match: Match) -> None:
        line = foot.adjusted(0, 0, 0, -_BAR - 5)
        painter.setPen(theme.color("soft"))
        painter.drawText(line, _LEFT, f"{match.rank}")
        if match.weak:
            painter.setPen(theme.color("weak"))
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, tr("weak"))
        painter.setPen(theme.color("weak" if match.weak else "text"))
        painter.setFont(_bold(painter.font()))
        painter.drawText(line, _RIGHT, f"{match.score:z.2f}")
        bar = QRectF(foot.left(), foot.bottom() - _BAR - 3, foot.width(), _BAR)
        _draw_bar(painter, bar, match)

    def _edge(self, painter: QPainter, card: QRect, state: QStyle.StateFlag) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        focus = bool(state & QStyle.StateFlag.State_HasFocus)
        hover = bool(state & QStyle.StateFlag.State_MouseOver)
        name = "accent" if chosen or focus else "edge" if hover else "line"
        pen = QPen(theme.color(name), 2 if chosen or focus else 1)
        if focus and not chosen:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = pen.widthF() / 2
        edge = QRectF(card).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(edge, theme.RADIUS, theme.RADIUS)


def _draw_bar(painter: QPainter, bar: QRectF, match: Match) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("line"))
    painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
    bar.setWidth(bar.width() * min(1.0, max(0.0, match.score)))
    painter.setBrush(theme.color("weak" if match.weak else "accent"))
    painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)


def _round_top(frame: QRect) -> QPainterPath:
    path = QPainterPath()
    below = QRectF(frame).adjusted(0, 0, 0, theme.RADIUS)
    path.addRoundedRect(below, theme.RADIUS, theme.RADIUS)
    edges = QPainterPath()
    edges.addRect(QRectF(frame))
    return path.intersected(edges)


def _bold(font: QFont) -> QFont:
    heavier = QFont(font)
    heavier.setWeight(QFont.Weight.DemiBold)
    return heavier
