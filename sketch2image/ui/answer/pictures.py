"""Thumbnails, and the part of a picture that fills a frame."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from sketch2image.core.pictures import open_picture
from sketch2image.ui.model.images import to_image

THUMBNAIL = 256
"""Longest side of a thumbnail, in pixels of the screen."""


def photo_thumbnail(path: str) -> QImage:
    """A picture file, small; works in any thread, and takes its time.

    Raises:
        UserError: it is not there, or cannot be read.
    """
    return to_image(open_picture(path, THUMBNAIL))


def drawing_thumbnail(path: str) -> QImage:
    """An SVG file, small, on white; works in any thread.

    Raises:
        OSError: it is not there, or cannot be read.
        ValueError: it is no SVG.
    """
    with open(path, "rb") as file:  # noqa: PTH123 - a path as it is spelled
        renderer = QSvgRenderer(QByteArray(file.read()))
    if not renderer.isValid():
        raise ValueError(f"{path} is no SVG")
    side = QSize(THUMBNAIL, THUMBNAIL)
    size = renderer.defaultSize().scaled(side, Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def covering(picture: QSize, frame: QSize) -> QRect:
    """The middle part of a picture that fills a frame of another shape."""
    part = frame.scaled(picture, Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(0, 0, part.width(), part.height())
    place.moveCenter(QRect(0, 0, picture.width(), picture.height()).center())
    return place
