"""The left half of the window: tools, the canvas, the gestures, and how things stand."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sketch2image.ui import theme
from sketch2image.ui.canvas.chips import CameraChips
from sketch2image.ui.canvas.legend import Legend
from sketch2image.ui.canvas.paper import PaperSlider
from sketch2image.ui.canvas.tools import ToolBar
from sketch2image.ui.canvas.view import AirCanvas
from sketch2image.ui.model.camera import CameraModel
from sketch2image.ui.model.drawing import DrawingModel
from sketch2image.ui.model.settings import SettingsModel

_ROOMY = QSize(560, 620)
"""Pixels; in a panel that is narrower or lower the canvas needs the legend's room."""


class CanvasPanel(QWidget):
    """All that is needed to draw.

    Args:
        drawing: what is drawn.
        camera: sees the hand.
        settings: keep how strongly the paper covers the camera.

    Signals:
        dropped: with the path of a sketch or picture that was let fall on the canvas.
        failed: with the `UserError` when a setting cannot be kept.
    """

    dropped = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        drawing: DrawingModel,
        camera: CameraModel,
        settings: SettingsModel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.tools = ToolBar(drawing, camera)
        self.view = AirCanvas(drawing, camera)
        self.legend = Legend(drawing, camera)
        self.chips = CameraChips(camera)
        self.paper = PaperSlider(settings)
        self._camera = camera
        self._was_roomy = True
        self._lay_out()
        self.view.dropped.connect(self.dropped)
        self.paper.failed.connect(self.failed)
        self.paper.moved.connect(self.view.set_paper)
        self.view.set_paper(self.paper.share)
        camera.changed.connect(self._on_camera)
        self._on_camera()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Little room is the canvas's: the legend folds, and unfolds when there is more."""
        is_roomy = _is_roomy(event.size())
        if is_roomy != self._was_roomy:
            self._was_roomy = is_roomy
            self.legend.fold.setChecked(not is_roomy)

    def _on_camera(self) -> None:
        self.paper.setEnabled(self._camera.is_on)

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(theme.SPACING)
        below.addWidget(self.chips, 1)
        below.addWidget(self.paper)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.SPACING, theme.MARGIN, theme.SPACING)
        column.setSpacing(theme.SPACING)
        column.addWidget(self.tools)
        column.addWidget(self.view, 1)
        column.addWidget(self.legend)
        column.addLayout(below)


def _is_roomy(size: QSize) -> bool:
    return size.width() >= _ROOMY.width() and size.height() >= _ROOMY.height()
