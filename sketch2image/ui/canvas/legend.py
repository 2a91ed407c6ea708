"""Which gesture does what: the active profile as small hands."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from sketch2image.engine.desktop.camera import Seen
from sketch2image.engine.desktop.gestures import GestureState
from sketch2image.engine.setups import Setup
from sketch2image.ui import theme
from sketch2image.ui.canvas.gesture_cell import GestureCell
from sketch2image.ui.flow import FlowLayout
from sketch2image.ui.model.camera import CameraModel
from sketch2image.ui.model.drawing import DrawingModel
from sketch2image.ui.words import bind, tr


class Legend(QWidget):
    """All gestures, the current one lit; folds to a strip of hands.

    Args:
        drawing: whose profile is shown.
        camera: says whether there is a hand.
    """

    def __init__(
        self, drawing: DrawingModel, camera: CameraModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._drawing, self._camera = drawing, camera
        self._shown: Setup | None = None
        self._state: GestureState | None = None
        self.cells: list[GestureCell] = []
        self._room = QWidget()
        self._flow = FlowLayout(self._room, even=True, spacing=4)
        self.fold = QToolButton()
        self.fold.setCheckable(True)
        self.fold.setIcon(theme.icon("more", "soft"))
        self.fold.setIconSize(QSize(18, 18))
        self.fold.toggled.connect(self._on_fold)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._room, 1)
        row.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignTop)
        drawing.tools_changed.connect(self._on_tools)
        drawing.gestured.connect(self._on_gesture)
        camera.seen.connect(self._on_seen)
        camera.changed.connect(self._on_camera)
        bind(self, self._name)
        self._on_tools()

    @property
    def is_folded(self) -> bool:
        """Whether the words are hidden."""
        return self.fold.isChecked()

    def _on_tools(self) -> None:
        if self._drawing.setup is not self._shown:
            self._shown = self._drawing.setup
            self._fill(self._shown)

    def _fill(self, setup: Setup) -> None:
        for cell in self.cells:
            self._flow.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        mirrored = setup.hand == "left"
        self.cells = [GestureCell(*row, mirrored) for row in setup.profile.meanings]
        for cell in self.cells:
            self._flow.addWidget(cell)
        self._on_fold(self.is_folded)

    def _on_gesture(self, state: GestureState) -> None:
        self._state = state

    def _on_seen(self, seen: Seen) -> None:
        draws = seen.hand is not None and not self._drawing.paused
        self._light(self._state if draws else None)

    def _on_camera(self) -> None:
        if self._camera.last is None:
            self._light(None)

    def _light(self, state: GestureState | None) -> None:
        for cell in self.cells:
            cell.follow(state)

    def _on_fold(self, folded: bool) -> None:
        for cell in self.cells:
            cell.shorten(folded)
        self._flow.invalidate()
        self.updateGeometry()

    def _name(self) -> None:
        self.setAccessibleName(tr("Gestures"))
        self.fold.setAccessibleName(tr("Gestures without words"))
        self.fold.setToolTip(tr("Show the hands alone, or with words."))
