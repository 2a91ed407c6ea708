"""What is painted of a hand over the canvas: skeleton, nib, hold ring, and who may not draw."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from sketch2image.core.sketch import Stroke
from sketch2image.engine.desktop.gestures import CHAINS, KNUCKLES, TIPS, Action, GestureState, Hand
from sketch2image.ui import theme
from sketch2image.ui.canvas import pill
from sketch2image.ui.canvas.fit import Fit
from sketch2image.ui.canvas.layer import ink_width
from sketch2image.ui.canvas.names import action_name
from sketch2image.ui.words import tr

_BONE, _HALO = QColor(255, 255, 255, 235), QColor(18, 24, 38, 130)
_BONE_WIDTH, _HALO_WIDTH = 1.8, 4.6
_JOINT, _TIP = 2.0, 3.2
_RING_WIDTH = 6.0
_LEAST_RING = 26.0
_TURN, _NOON = 16 * 360, 16 * 90


class HandMarks:
    """Paints the marks of one frame.

    Args:
        painter: paints in pixels of the widget, antialiased.
        fit: where the canvas lies.
    """

    def __init__(self, painter: QPainter, fit: Fit) -> None:
        self._painter, self._fit = painter, fit

    def skeleton(self, hand: Hand) -> None:
        """Thin bones, dark around light, so that they show on any ground."""
        places = self._places(hand)
        lines = [QPolygonF([places[i] for i in (0, *KNUCKLES, 0)])]
        lines += [QPolygonF([places[i] for i in chain[1:]]) for chain in CHAINS]
        lines.append(QPolygonF([places[0], places[1]]))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((_HALO, _HALO_WIDTH), (_BONE, _BONE_WIDTH)):
            self._painter.setPen(_round(color, width))
            for line in lines:
                self._painter.drawPolyline(line)
        self._joints(places)

    def nib(self, hand: Hand, state: GestureState, current: Stroke | None) -> None:
        """A ring as wide as the ink at the fingertip, filled while it draws."""
        if state.pending or state.action is Action.lift:
            return
        tip = self._fit.to_widget(*(hand.pinch if state.pinched else hand.pen))
        width = ink_width(current.width if current else state.width)
        wipes = current is not None and current.eraser
        ink = QColor(255, 255, 255, 90) if wipes else QColor(*state.color)
        self._disc(tip, max(3.0, width * self._fit.scale / 2), ink if current else None, ink)

    def hold(self, hand: Hand, state: GestureState) -> None:
        """The ring that fills until a held action happens, with its name."""
        if state.pending is None:
            return
        x, y = hand.center.tolist()
        middle = self._fit.to_widget(x, y)
        radius = max(_LEAST_RING, hand.span * self._fit.scale * 0.16)
        ring = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(_round(QColor(18, 24, 38, 150), _RING_WIDTH + 3))
        self._painter.drawEllipse(ring)
        self._painter.setPen(_round(QColor(255, 255, 255, 150), _RING_WIDTH))
        self._painter.drawEllipse(ring)
        self._painter.setPen(_round(theme.color("accent"), _RING_WIDTH))
        self._painter.drawArc(ring, _NOON, -round(_TURN * state.progress))
        below = QPointF(middle.x(), ring.bottom() + 24)
        pill.write(self._painter, action_name(state.pending), below, QRectF(self._fit.rect))

    def stranger(self, hand: Hand) -> None:
        """A dashed box around a hand that does not draw."""
        low, high = (self._fit.to_widget(*edge.tolist()) for edge in (hand.low, hand.high))
        box = QRectF(low, high).adjusted(-10, -10, 10, 10)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(_round(_HALO, 3.5))
        self._painter.drawRoundedRect(box, 10, 10)
        dashes = _round(_BONE, 1.8)
        dashes.setDashPattern([4, 4])
        self._painter.setPen(dashes)
        self._painter.drawRoundedRect(box, 10, 10)
        top = QPointF(box.center().x(), box.top())
        pill.write(self._painter, tr("does not draw"), top, QRectF(self._fit.rect))

    def _places(self, hand: Hand) -> list[QPointF]:
        return [self._fit.to_widget(x, y) for x, y in hand.landmarks[:, :2].tolist()]

    def _joints(self, places: list[QPointF]) -> None:
        self._painter.setPen(QPen(_HALO, 1.2))
        for index, place in enumerate(places):
            is_tip = index in TIPS
            self._painter.setBrush(theme.color("accent") if is_tip else _BONE)
            size = _TIP if is_tip else _JOINT
            self._painter.drawEllipse(place, size, size)

    def _disc(self, middle: QPointF, radius: float, fill: QColor | None, edge: QColor) -> None:
        self._painter.setBrush(fill or Qt.BrushStyle.NoBrush)
        for color, width, out in ((_HALO, 4.5, 1.5), (_BONE, 2.5, 1.5), (edge, 1.5, 0.0)):
            self._painter.setPen(QPen(color, width))
            self._painter.drawEllipse(middle, radius + out, radius + out)
            self._painter.setBrush(Qt.BrushStyle.NoBrush)


def _round(color: QColor, width: float) -> QPen:
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    return QPen(color, width, Qt.PenStyle.SolidLine, cap, join)
