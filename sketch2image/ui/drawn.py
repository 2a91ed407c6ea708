"""Icons drawn from SVG in the color of the moment, sharp at every size and scale."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

PLACEHOLDER = "currentColor"
"""What an icon file names where its color belongs."""


class DrawnIcon(QIconEngine):
    """Draws one icon.

    Args:
        drawing: SVG text with `PLACEHOLDER` for its color.
        ink: gives its usual color.
        color: gives a color of the theme by name, for what is off or switched on.
    """

    def __init__(
        self, drawing: str, ink: Callable[[], QColor], color: Callable[[str], QColor]
    ) -> None:
        super().__init__()
        self._drawing, self._ink, self._color = drawing, ink, color

    def clone(self) -> QIconEngine:
        """See `QIconEngine`."""
        return DrawnIcon(self._drawing, self._ink, self._color)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw into `rect`, as for a button that is `mode` and `state`."""
        tinted = self._drawing.replace(PLACEHOLDER, self._tint(mode, state).name())
        renderer = QSvgRenderer(QByteArray(tinted.encode()))
        renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
        renderer.render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon alone, `size` in pixels of the screen."""
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return picture

    def _tint(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        if mode is QIcon.Mode.Disabled:
            return self._color("off")
        if state is QIcon.State.On:
            return self._color("accent")
        return self._ink()
