"""What the canvas looks like: camera, paper, strokes, hands, and words over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from sketch2image.core.sketch import Stroke
from sketch2image.core.types import Image
from sketch2image.engine.desktop.gestures import GestureState
from sketch2image.ui import theme
from sketch2image.ui.canvas import pill
from sketch2image.ui.canvas.fit import Fit
from sketch2image.ui.canvas.layer import StrokeLayer
from sketch2image.ui.canvas.marks import HandMarks
from sketch2image.ui.model.camera import CameraModel
from sketch2image.ui.model.drawing import DrawingModel
from sketch2image.ui.words import tr

Points = NDArray[np.float32]

_CORNER = 10
_MARGIN = 14
_VEIL = QColor(18, 24, 38, 90)
_HINTS = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform


class Scene:
    """Paints a drawing over what the camera sees.

    Args:
        drawing: what is drawn.
        camera: its hands are shown.

    Attributes:
        fit: where the canvas lies.
        state: what the hand says, None before it was ever seen.
        welcomes: whether a file that is held over the canvas can be let fall.
        hint: (N, 2) lines in pixels of the canvas that may be traced.
    """

    def __init__(self, drawing: DrawingModel, camera: CameraModel) -> None:
        self._drawing, self._camera = drawing, camera
        self._layer = StrokeLayer()
        self._picture: QImage | None = None
        self._paper = 1.0
        self.fit = Fit.of(drawing.size, QSize(*drawing.size))
        self.state: GestureState | None = None
        self.welcomes = False
        self.hint: Sequence[Points] = ()

    @property
    def has_picture(self) -> bool:
        """Whether there is a picture of the camera."""
        return self._picture is not None

    @property
    def paper(self) -> float:
        """How strongly the paper covers the camera, 0..1; 1 whenever there is no picture of it."""
        return self._paper if self.has_picture else 1.0

    @paper.setter
    def paper(self, share: float) -> None:
        self._paper = share

    @property
    def looks_empty(self) -> bool:
        """Whether there is nothing on the canvas, nor anything being drawn."""
        return self._drawing.is_empty and self._drawing.easel.canvas.current is None

    def take(self, image: Image | None) -> None:
        """Show another picture of the camera, (H, W, 3) uint8 RGB, or none."""
        self._picture = None if image is None else _as_picture(image)

    def paint(self, painter: QPainter, around: QBrush) -> None:
        """Paint all of it.

        Args:
            painter: of a widget.
            around: what lies around the canvas.
        """
        painter.setRenderHints(_HINTS)
        current = self._drawing.easel.canvas.current
        self._paint_ground(painter)
        self._paint_hint(painter)
        self._paint_strokes(painter, current)
        self._paint_hands(painter, current)
        self._paint_words(painter)
        self._paint_edge(painter, around)

    def _paint_ground(self, painter: QPainter) -> None:
        if self._picture is not None:
            painter.drawImage(self.fit.rect, self._picture)
        paper = theme.color("canvas")
        paper.setAlphaF(self.paper)
        painter.fillRect(self.fit.rect, paper)

    def _paint_hint(self, painter: QPainter) -> None:
        painter.setPen(QPen(theme.color("accent"), 2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in self.hint:
            painter.drawPolyline(QPolygonF([self.fit.to_widget(x, y) for x, y in line.tolist()]))

    def _paint_strokes(self, painter: QPainter, current: Stroke | None) -> None:
        ratio, size = painter.device().devicePixelRatio(), self.fit.rect.size()
        width, height = round(size.width() * ratio), round(size.height() * ratio)
        self._layer.show(self._drawing.sketch, width, height)
        painter.drawImage(self.fit.rect, self._layer.picture(current))

    def _paint_hands(self, painter: QPainter, current: Stroke | None) -> None:
        seen, state = self._camera.last, self.state
        if seen is None or state is None or not self.has_picture:
            return
        painter.setClipRect(self.fit.rect)
        marks = HandMarks(painter, self.fit)
        if seen.stranger is not None:
            marks.stranger(seen.stranger)
        if seen.hand is not None:
            marks.skeleton(seen.hand)
            if not self._drawing.paused:
                marks.nib(seen.hand, state, current)
                marks.hold(seen.hand, state)
        painter.setClipping(False)

    def _paint_words(self, painter: QPainter) -> None:
        within = QRectF(self.fit.rect).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        top = QPointF(within.center().x(), within.top())
        if self._drawing.paused:
            painter.fillRect(self.fit.rect, _VEIL)
            text = tr("Paused: the hand does not draw. Space goes on.")
            pill.write(painter, text, top, within, theme.icon("pause"))
        elif self.looks_empty and not self.hint:
            place = top if self._camera.last else within.center()
            pill.write(painter, self._prompt(), place, within, theme.icon("pen"))

    def _prompt(self) -> str:
        if self.has_picture:
            return tr("Raise your index finger and draw, or use the mouse.")
        return tr("Draw here with the mouse, a pen or a finger.")

    def _paint_edge(self, painter: QPainter, around: QBrush) -> None:
        rect = QRectF(self.fit.rect)
        corners, rounded = QPainterPath(), QPainterPath()
        corners.addRect(rect.adjusted(-1, -1, 1, 1))
        rounded.addRoundedRect(rect, _CORNER, _CORNER)
        painter.fillPath(corners.subtracted(rounded), around)
        edge = QPen(theme.color("accent"), 3) if self.welcomes else QPen(theme.color("line"), 1)
        painter.setPen(edge)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = edge.widthF() / 2
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), _CORNER, _CORNER)


def _as_picture(image: Image) -> QImage:
    height, width = image.shape[:2]
    held = cast("Any", np.ascontiguousarray(image).data)
    borrowed = QImage(held, width, height, 3 * width, QImage.Format.Format_RGB888)
    return borrowed.convertToFormat(QImage.Format.Format_RGB32)
