"""The mouse's cursor: a circle as wide as what it would draw or wipe."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPen, QPixmap

_DARK, _LIGHT = QColor(18, 24, 38, 190), QColor(255, 255, 255, 235)
_LEAST, _MARGIN = 5.0, 3.0
_CROSS = 3.0


def tip_cursor(width: float, color: QColor | None, ratio: float = 1.0) -> QCursor:
    """A cursor for a pen or an eraser.

    Args:
        width: of its tip in pixels of the widget.
        color: of the ink, None for an eraser.
        ratio: pixels of the screen for one of the widget.
    """
    radius = max(_LEAST, width) / 2
    half = math.ceil(radius + _MARGIN)
    side = 2 * half + 1
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint(painter, QPointF(side / 2, side / 2), radius, color)
    painter.end()
    return QCursor(picture, half, half)


def _paint(painter: QPainter, middle: QPointF, radius: float, color: QColor | None) -> None:
    painter.setBrush(color or QColor(255, 255, 255, 110))
    painter.setPen(QPen(_LIGHT, 3))
    painter.drawEllipse(middle, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_DARK, 1.2))
    painter.drawEllipse(middle, radius + 0.8, radius + 0.8)
    if color is None:
        for step in (QPointF(_CROSS, 0), QPointF(0, _CROSS)):
            painter.drawLine(middle - step, middle + step)
