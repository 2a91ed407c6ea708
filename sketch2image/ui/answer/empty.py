"""What stands where nothing is to be shown yet, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from sketch2image.ui import theme
from sketch2image.ui.parts import label

_ICON = QSize(40, 40)


class Empty(QWidget):
    """An icon, what is missing, what to do, and perhaps a button that does it.

    Args:
        icon: of `ui/icons`.
        title: English, what is missing.
        advice: English, what to do.
        button: does it.
    """

    def __init__(
        self, icon: str, title: str, advice: str, button: QPushButton | None = None
    ) -> None:
        super().__init__()
        self._icon, self._image = theme.icon(icon, "soft"), QLabel()
        column = QVBoxLayout(self)
        column.setContentsMargins(*[2 * theme.MARGIN] * 4)
        column.setSpacing(theme.SPACING)
        column.addStretch(1)
        column.addWidget(self._image, 0, Qt.AlignmentFlag.AlignHCenter)
        for part in (label(title, "heading"), label(advice, "soft")):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            column.addWidget(part)
        if button is not None:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        theme.bind(self, self._paint)

    def _paint(self) -> None:
        ratio = self.devicePixelRatioF()
        self._image.setPixmap(self._icon.pixmap(_ICON, ratio, QIcon.Mode.Normal, QIcon.State.Off))
