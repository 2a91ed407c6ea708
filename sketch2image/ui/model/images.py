"""Pictures in Qt's form."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from sketch2image.core.types import Image


def to_image(picture: Image) -> QImage:
    """A picture as Qt paints it.

    Args:
        picture: (H, W, 3) uint8 RGB.
    """
    height, width = picture.shape[:2]
    form = QImage.Format.Format_RGB888
    return QImage(picture.tobytes(), width, height, 3 * width, form).copy()


def as_png(picture: QImage) -> bytes:
    """A picture as the content of a PNG file; a large one takes seconds."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
