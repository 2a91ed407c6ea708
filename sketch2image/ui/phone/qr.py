"""A QR code, drawn so that a phone reads it in any theme."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from sketch2image.ui.words import bind, tr

SIDE = 264
"""Pixels of a code with its light border: five or six for each dot."""

_NONE = np.zeros((0, 0), np.bool_)


class QrCode(QWidget):
    """Dark dots on white, each dot a whole number of the screen's own pixels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dots = _NONE
        self.setFixedSize(SIDE, SIDE)
        bind(self, lambda: self.setAccessibleName(tr("QR code for the phone's camera")))

    def show_code(self, dots: NDArray[np.bool_]) -> None:
        """Show a code.

        Args:
            dots: (N, N) with its light border; True is dark.
        """
        if not np.array_equal(dots, self._dots):
            self._dots = dots
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The code in the middle of a white square."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self._dots.size:
            code = self._picture()
            place = code.deviceIndependentSize().toSize()
            painter.drawPixmap(
                (self.width() - place.width()) // 2, (self.height() - place.height()) // 2, code
            )

    def _picture(self) -> QPixmap:
        count = len(self._dots)
        grey = np.where(self._dots, 0, 255).astype(np.uint8).tobytes()
        small = QImage(grey, count, count, count, QImage.Format.Format_Grayscale8)
        ratio = self.devicePixelRatio()
        side = max(1, int(SIDE * ratio) // count) * count
        large = QPixmap.fromImage(small.scaled(side, side))
        large.setDevicePixelRatio(ratio)
        return large
