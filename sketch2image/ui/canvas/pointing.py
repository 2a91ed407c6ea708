"""Mouse, pen and touch on the canvas: each presses, drags and lifts the same pen."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEventPoint, QMouseEvent, QPointingDevice, QTabletEvent, QTouchEvent

from sketch2image.ui.canvas.fit import Fit
from sketch2image.ui.model.drawing import DrawingModel

_TOUCH_BEGINS = 4.0
"""Pixels a finger moves before it draws: until then a second one may come down."""

_WIPING_BUTTON = Qt.MouseButton.RightButton
_BUTTONS = (Qt.MouseButton.LeftButton, _WIPING_BUTTON)


class Pointing:
    """Turns events of a widget into strokes.

    Args:
        drawing: gets the strokes.

    Attributes:
        fit: where the canvas lies in the widget.
    """

    def __init__(self, drawing: DrawingModel, fit: Fit) -> None:
        self.fit = fit
        self._drawing = drawing
        self._held: Qt.MouseButton | None = None
        self._pressed = False
        self._touched: QPointF | None = None

    def mouse(self, event: QMouseEvent) -> bool:
        """The left button draws; the right one wipes, and so does the left one with Shift."""
        if event.type() is QEvent.Type.MouseMove:
            return self._drag(event.position())
        if event.type() is QEvent.Type.MouseButtonRelease:
            return event.button() is self._held and self.lift()
        if self._pressed or event.button() not in _BUTTONS:
            return False
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        wipes = event.button() is _WIPING_BUTTON or bool(shift)
        self._held = event.button()
        return self._press(event.position(), wipes=wipes)

    def tablet(self, event: QTabletEvent) -> bool:
        """The pen's pressure decides the width; its other end wipes."""
        if event.type() is QEvent.Type.TabletMove:
            return self._drag(event.position(), event.pressure())
        if event.type() is QEvent.Type.TabletRelease:
            return self.lift()
        wipes = event.pointerType() is QPointingDevice.PointerType.Eraser
        return self._press(event.position(), event.pressure(), wipes)

    def touch(self, event: QTouchEvent) -> bool:
        """One finger draws; several do not."""
        points = event.points()
        if event.type() is QEvent.Type.TouchCancel or len(points) > 1:
            self._touched = None
            self.lift()
        elif event.type() is QEvent.Type.TouchBegin:
            self._touched = points[0].position() if self.fit.holds(points[0].position()) else None
        else:
            self._follow(points[0])
        return True

    def lift(self) -> bool:
        """End a stroke that is being drawn; whether there was one."""
        was, self._pressed, self._held = self._pressed, False, None
        if was:
            self._drawing.release()
        return was

    def _follow(self, finger: QEventPoint) -> None:
        begun, place = self._touched, finger.position()
        lifted = finger.state() is QEventPoint.State.Released
        if begun is not None and (lifted or _way(begun, place) >= _TOUCH_BEGINS):
            self._touched = None
            self._press(begun)
        self._drag(place)
        if lifted:
            self.lift()

    def _press(self, place: QPointF, pressure: float = 1.0, wipes: bool = False) -> bool:
        if not self.fit.holds(place):
            return False
        self._pressed = True
        self._drawing.press(*self.fit.to_canvas(place), pressure, eraser=True if wipes else None)
        return True

    def _drag(self, place: QPointF, pressure: float = 1.0) -> bool:
        if self._pressed:
            self._drawing.drag(*self.fit.to_canvas(place), pressure)
        return self._pressed


def _way(start: QPointF, end: QPointF) -> float:
    return math.hypot(end.x() - start.x(), end.y() - start.y())
