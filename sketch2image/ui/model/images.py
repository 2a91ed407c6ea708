"""Pictures in Qt's form."""

from __future__ import annotations

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
