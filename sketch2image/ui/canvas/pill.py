"""A line of text on a rounded ground of its own, legible over any picture."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QIcon, QPainter

from sketch2image.ui import theme

_GROUND_ALPHA = 235
_ASIDE, _ABOVE, _ICON = 12.0, 6.0, 18


def write(
    painter: QPainter, text: str, middle: QPointF, within: QRectF, icon: QIcon | None = None
) -> None:
    """Write a line around a point.

    Args:
        painter: its font is the text's.
        text: in the language in force; it is shortened where there is no room.
        middle: where its middle belongs.
        within: what it must not leave.
        icon: stands before it.
    """
    metrics = QFontMetricsF(painter.font())
    before = _ICON + 6.0 if icon else 0.0
    most = within.width() - 2 * _ASIDE - before
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, most)
    size = QSizeF(
        metrics.horizontalAdvance(text) + 2 * _ASIDE + before, metrics.height() + 2 * _ABOVE
    )
    place = _kept(QRectF(middle - QPointF(size.width(), size.height()) / 2, size), within)
    _ground(painter, place)
    if icon:
        top = round(place.center().y() - _ICON / 2)
        icon.paint(painter, round(place.left() + _ASIDE - 2), top, _ICON, _ICON)
    painter.setPen(theme.color("text"))
    inner = place.adjusted(_ASIDE + before, 0, -_ASIDE, 0)
    painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, text)


def _ground(painter: QPainter, place: QRectF) -> None:
    ground = theme.color("card")
    ground.setAlpha(_GROUND_ALPHA)
    painter.setPen(theme.color("line"))
    painter.setBrush(ground)
    painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)


def _kept(place: QRectF, within: QRectF) -> QRectF:
    kept = QRectF(place)
    kept.moveLeft(max(within.left(), min(place.left(), within.right() - place.width())))
    kept.moveTop(max(within.top(), min(place.top(), within.bottom() - place.height())))
    return kept
