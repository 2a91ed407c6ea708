"""The strokes alone, on a ground that can be seen through."""

from __future__ import annotations

from operator import is_

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.core.types import Image

_FORMAT = QImage.Format.Format_ARGB32_Premultiplied

_INK = QPainter.CompositionMode.CompositionMode_SourceOver
_WIPE = QPainter.CompositionMode.CompositionMode_Clear

_HAIRLINE, _EDGE, _DOT_EDGE = 1.35, 1.44, 1.2
"""Width of OpenCV's thinnest line, and pixels its soft edges add to other lines and to dots."""


class StrokeLayer:
    """A drawing as it lies over the paper; looks like `Sketch.raster` over white.

    A stroke more is drawn onto what is there; only other changes begin anew.
    """

    def __init__(self) -> None:
        self._image = QImage()
        self._ratio = (0.0, 0.0)
        self._shown: Sketch | None = None

    def show(self, sketch: Sketch, width: int, height: int) -> None:
        """Hold the drawing in so many pixels of the screen."""
        ratio = width / sketch.size[0], height / sketch.size[1]
        if sketch is self._shown and ratio == self._ratio:
            return
        if ratio != self._ratio or not _goes_on(self._shown, sketch):
            self._image, self._shown = _ground(sketch.backdrop, width, height), None
        done = len(self._shown.strokes) if self._shown else 0
        self._ratio, self._shown = ratio, sketch
        self._trace(self._image, sketch.strokes[done:])

    def picture(self, current: Stroke | None = None) -> QImage:
        """What is held, with the stroke that is being drawn; not to be kept or changed."""
        if current is None:
            return self._image
        picture = self._image.copy()
        self._trace(picture, (current,))
        return picture

    def _trace(self, image: QImage, strokes: tuple[Stroke, ...]) -> None:
        if not strokes:
            return
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(*self._ratio)
        painter.translate(0.5, 0.5)
        for stroke in strokes:
            _draw(painter, stroke)
        painter.end()


def ink_width(width: float) -> float:
    """How wide a stroke of `width` pixels is seen in `Sketch.raster`, which takes even widths."""
    thickness = max(1, round(width))
    return thickness + thickness % 2 + _EDGE if thickness > 1 else _HAIRLINE


def _goes_on(before: Sketch | None, now: Sketch) -> bool:
    """Whether the drawing is the one before with strokes added."""
    if before is None or before.size != now.size or before.backdrop is not now.backdrop:
        return False
    kept = now.strokes[: len(before.strokes)]
    return len(kept) == len(before.strokes) and all(map(is_, kept, before.strokes))


def _draw(painter: QPainter, stroke: Stroke) -> None:
    painter.setCompositionMode(_WIPE if stroke.eraser else _INK)
    ends, joins = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    points = stroke.points.astype(float).tolist()
    width = stroke.width + _DOT_EDGE if len(points) == 1 else ink_width(stroke.width)
    painter.setPen(QPen(QColor(*stroke.color), width, Qt.PenStyle.SolidLine, ends, joins))
    if all(point == points[0] for point in points):
        painter.drawPoint(QPointF(*points[0]))
        return
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def _ground(backdrop: Image | None, width: int, height: int) -> QImage:
    if backdrop is None:
        image = QImage(width, height, _FORMAT)
        image.fill(Qt.GlobalColor.transparent)
        return image
    return _ink_of(backdrop).scaled(
        width,
        height,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def _ink_of(picture: Image) -> QImage:
    """A picture without the white of its paper: over white it looks as it did."""
    height, width = picture.shape[:2]
    white = picture.min(axis=2)
    held = np.empty((height, width, 4), np.uint8)
    held[..., :3] = picture[..., ::-1] - white[..., None]
    held[..., 3] = 255 - white
    return QImage(held.tobytes(), width, height, 4 * width, _FORMAT).copy()
