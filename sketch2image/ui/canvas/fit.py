"""Where the canvas lies in a widget: as large as fits, in the middle."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QTransform


@dataclass(frozen=True)
class Fit:
    """Canvas pixels in a widget.

    Attributes:
        size: (width, height) of the canvas in its own pixels.
        rect: what it covers of the widget.
    """

    size: tuple[int, int]
    rect: QRect

    @classmethod
    def of(cls, size: tuple[int, int], room: QSize) -> Fit:
        """The largest place for a canvas of `size` in a widget of `room`."""
        scale = max(1e-3, min(room.width() / size[0], room.height() / size[1]))
        width, height = (max(1, math.floor(side * scale)) for side in size)
        left, top = (room.width() - width) // 2, (room.height() - height) // 2
        return cls(size, QRect(left, top, width, height))

    @property
    def scale(self) -> float:
        """Pixels of the widget for one of the canvas."""
        return self.rect.width() / self.size[0]

    @property
    def transform(self) -> QTransform:
        """From canvas pixels to the widget's."""
        across, down = self.rect.width() / self.size[0], self.rect.height() / self.size[1]
        return QTransform(across, 0, 0, down, self.rect.left(), self.rect.top())

    def to_canvas(self, point: QPointF) -> tuple[float, float]:
        """Canvas pixels of a point of the widget; beyond the canvas they go on."""
        place = self.transform.inverted()[0].map(point)
        return place.x(), place.y()

    def to_widget(self, x: float, y: float) -> QPointF:
        """The point of the widget at canvas pixels."""
        return self.transform.map(QPointF(x, y))

    def holds(self, point: QPointF) -> bool:
        """Whether a point of the widget is on the canvas."""
        return QRectF(self.rect).contains(point)
