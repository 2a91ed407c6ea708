"""The rendered picture."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from sketch2image.ui import theme
from sketch2image.ui.words import bind, tr

LEAST, MOST = 150, 340
"""Pixels of a side of the frame."""

_BELOW = 160
"""Pixels of a first row of matches."""

_FADED = 0.45


class Photo(QWidget):
    """A picture in a square frame, as large as there is room, its shape kept."""

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self._scaled = QPixmap()
        self.is_faded = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumSize(LEAST, LEAST)
        self.setMaximumWidth(MOST)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        bind(self, self._name)

    @property
    def picture(self) -> QImage | None:
        """What is shown."""
        return self._image

    def show_picture(self, image: QImage | None) -> None:
        """Show another picture, or none."""
        self._image, self._scaled = image, QPixmap()
        self.update()

    def fade(self, wanted: bool) -> None:
        """Let it look out of date, or not."""
        if wanted != self.is_faded:
            self.is_faded = wanted
            self.update()

    def fit_height(self, height: int) -> None:
        """Leave room for the matches below, of what holds both."""
        self.setMaximumWidth(min(MOST, max(LEAST, (height - _BELOW) // 3)))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """It is square."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """See `QWidget`."""
        return min(MOST, width)

    def sizeHint(self) -> QSize:  # noqa: N802
        """See `QWidget`."""
        return QSize(280, 280)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """See `QWidget`."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._image is not None:
            self._paint_picture(painter, self._fitted(self._image))
        painter.end()

    def _paint_picture(self, painter: QPainter, picture: QPixmap) -> None:
        size = picture.deviceIndependentSize()
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        frame = QRectF(round(left), round(top), size.width(), size.height())
        shape = QPainterPath()
        shape.addRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
        painter.save()
        painter.setClipPath(shape)
        painter.setOpacity(_FADED if self.is_faded else 1.0)
        painter.drawPixmap(frame.topLeft(), picture)
        painter.restore()
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawPath(shape)

    def _fitted(self, image: QImage) -> QPixmap:
        ratio = self.devicePixelRatioF()
        wanted = image.size().scaled(self.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio)
        if self._scaled.size() != wanted:
            smooth = Qt.TransformationMode.SmoothTransformation
            fitted = image.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
            self._scaled = QPixmap.fromImage(fitted)
            self._scaled.setDevicePixelRatio(ratio)
        return self._scaled

    def _name(self) -> None:
        self.setAccessibleName(tr("Rendered picture"))
