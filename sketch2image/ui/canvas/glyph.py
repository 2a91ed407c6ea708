"""Small pictures of hands: which fingers are raised."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from sketch2image.engine.desktop.gestures import PINCH

SIDE = 28.0
"""Width and height of a glyph in pixels at scale 1."""

_PALM = QRectF(8.2, 13.2, 12.2, 11.0)
_RAISED: tuple[tuple[QPointF, QPointF], ...] = (
    (QPointF(9.6, 20.4), QPointF(4.2, 14.4)),
    (QPointF(9.6, 14.6), QPointF(9.2, 4.6)),
    (QPointF(12.8, 14.0), QPointF(12.8, 2.8)),
    (QPointF(16.0, 14.0), QPointF(16.4, 4.0)),
    (QPointF(19.0, 15.0), QPointF(19.8, 7.0)),
)
"""Of each finger from root to tip, thumb first, of a right hand seen in a mirror."""

_FOLDED_TO = 0.16
_FINGER, _THUMB = 2.5, 2.7
_RING = QRectF(3.6, 5.4, 8.4, 8.4)
_OF_PINCH = "00111"


def paint_hand(
    painter: QPainter,
    corner: QPointF,
    fingers: str,
    inks: Mapping[str, QColor],
    mirrored: bool = False,
) -> None:
    """Draw a hand.

    Args:
        painter: antialiased.
        corner: upper left of a square of `SIDE`.
        fingers: five of 0 and 1, thumb first, or `PINCH`.
        inks: colors of `raised` fingers and of the `palm` with those that are folded.
        mirrored: for a left hand.
    """
    painter.save()
    painter.translate(corner)
    if mirrored:
        painter.translate(SIDE, 0)
        painter.scale(-1, 1)
    pattern = _OF_PINCH if fingers == PINCH else fingers
    _palm(painter, pattern, inks["palm"])
    for bit, (root, tip) in zip(pattern, _RAISED, strict=True):
        if bit == "1":
            _finger(painter, root, tip, inks["raised"])
    if fingers == PINCH:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_pen(inks["raised"], _FINGER))
        painter.drawEllipse(_RING)
    painter.restore()


def _palm(painter: QPainter, pattern: str, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawRoundedRect(_PALM, 4.2, 4.2)
    for bit, (root, tip) in list(zip(pattern, _RAISED, strict=True))[1:]:
        if bit == "0":
            _finger(painter, root, QLineF(root, tip).pointAt(_FOLDED_TO), ink)


def _finger(painter: QPainter, root: QPointF, tip: QPointF, ink: QColor) -> None:
    is_thumb = tip.x() < _PALM.left() - 2
    painter.setPen(_pen(ink, _THUMB if is_thumb else _FINGER))
    painter.drawLine(root, tip)


def _pen(ink: QColor, width: float) -> QPen:
    return QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
