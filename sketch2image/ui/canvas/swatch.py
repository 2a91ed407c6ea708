"""Round buttons that show a pen: its color, or its width."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from sketch2image.core.sketch import Color
from sketch2image.ui import theme

_SIDE = 34
_LIGHT = 0.6


class Swatch(QAbstractButton):
    """A round button; subclasses paint what it stands for.

    Args:
        side: of the button in pixels.
    """

    def __init__(self, parent: QWidget | None = None, side: int = _SIDE) -> None:
        super().__init__(parent, checkable=True)
        self._side = side
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(side, side)

    def sizeHint(self) -> QSize:  # noqa: N802
        """A square."""
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Ground, what it stands for, and a ring around what is chosen or has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(self.rect(), theme.RADIUS, theme.RADIUS)
        self.paint_inner(painter, QRectF(self.rect()).center())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.isChecked():
            painter.setPen(QPen(theme.color("accent"), 2.2))
            reach = self._side / 2 - 3
            painter.drawEllipse(QRectF(self.rect()).center(), reach, reach)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2))
            inner = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(inner, theme.RADIUS, theme.RADIUS)
        painter.end()

    def paint_inner(self, painter: QPainter, middle: QPointF) -> None:
        """Paint what the button stands for."""
        raise NotImplementedError


class ColorSwatch(Swatch):
    """A pen's color, with the key that takes it.

    Args:
        color: of the pen.
        digit: its key; empty for none.
    """

    def __init__(
        self, color: Color, digit: str = "", parent: QWidget | None = None, side: int = _SIDE
    ) -> None:
        super().__init__(parent, side)
        self.color, self._digit = color, digit

    def paint_inner(self, painter: QPainter, middle: QPointF) -> None:
        """See `Swatch`."""
        ink = QColor(*self.color)
        painter.setPen(QPen(theme.color("edge"), 1))
        painter.setBrush(ink)
        radius = self._side / 2 - 6
        painter.drawEllipse(middle, radius, radius)
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        is_light = ink.lightnessF() > _LIGHT
        painter.setPen(QColor("black") if is_light else QColor("white"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._digit)


class WidthSwatch(Swatch):
    """A pen's width as a dot.

    Args:
        width: of the pen in pixels of the canvas.
    """

    def __init__(self, width: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pen_width = width

    def paint_inner(self, painter: QPainter, middle: QPointF) -> None:
        """See `Swatch`."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("text"))
        painter.drawEllipse(middle, self.pen_width / 2 + 0.5, self.pen_width / 2 + 0.5)
