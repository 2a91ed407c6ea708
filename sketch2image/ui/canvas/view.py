"""The canvas as a widget: what mouse, pen, touch and dropped files do to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from sketch2image.core.pictures import is_picture_name
from sketch2image.core.sketch import Stroke
from sketch2image.engine.desktop.camera import Seen
from sketch2image.engine.desktop.gestures import GestureState
from sketch2image.ui.canvas.cursor import tip_cursor
from sketch2image.ui.canvas.fit import Fit
from sketch2image.ui.canvas.layer import ink_width
from sketch2image.ui.canvas.pointing import Pointing
from sketch2image.ui.canvas.scene import Points, Scene
from sketch2image.ui.model.camera import CameraModel
from sketch2image.ui.model.drawing import DrawingModel
from sketch2image.ui.words import bind, tr

_EDGE = 3.0
"""Pixels around a stroke that its soft edge may touch."""

_TOUCHES = frozenset(
    (
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TouchEnd,
        QEvent.Type.TouchCancel,
    )
)


class AirCanvas(QWidget):
    """Shows what is drawn and lets it be drawn.

    Args:
        drawing: what is on the canvas.
        camera: what lies behind it; gets credit for each picture that was painted.

    Signals:
        dropped: with the path of a sketch or picture that was let fall on the canvas.
    """

    dropped = Signal(str)

    def __init__(
        self, drawing: DrawingModel, camera: CameraModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._drawing, self._camera = drawing, camera
        self._scene = Scene(drawing, camera)
        self._pointing = Pointing(drawing, self._scene.fit)
        self._owes_credit = False
        self._extent = QRectF()
        self._looked_empty = True
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)
        drawing.changed.connect(self._on_change)
        drawing.committed.connect(self.update)
        drawing.tools_changed.connect(self._on_tools)
        drawing.gestured.connect(self._on_gesture)
        camera.seen.connect(self._on_seen)
        camera.changed.connect(self._on_camera)
        bind(self, self._name)
        self._on_tools()

    @property
    def fit(self) -> Fit:
        """Where the canvas lies in the widget."""
        return self._scene.fit

    @property
    def paper(self) -> float:
        """How strongly the paper covers the camera, 0..1; 1 whenever there is no camera."""
        return self._scene.paper

    def set_paper(self, share: float) -> None:
        """Cover the camera more or less, 0..1."""
        self._scene.paper = share
        self.update()

    def show_hint(self, lines: Sequence[Points]) -> None:
        """Show dashed lines to trace, (N, 2) in pixels of the canvas; none to show none."""
        self._scene.hint = lines
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As large as a camera's usual picture."""
        return QSize(640, 480)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint what lies in the region; then the camera may send its next picture."""
        painter = QPainter(self)
        self._scene.paint(painter, self.palette().window())
        painter.end()
        if self._owes_credit:
            self._owes_credit = False
            self._camera.taken()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The canvas is as large as fits."""
        self._place()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """A stroke ends when the canvas is hidden."""
        self._pointing.lift()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """See `Pointing.mouse`."""
        event.setAccepted(self._pointing.mouse(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """See `Pointing.mouse`."""
        event.setAccepted(self._pointing.mouse(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """See `Pointing.mouse`."""
        event.setAccepted(self._pointing.mouse(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The second click draws as the first did."""
        event.setAccepted(self._pointing.mouse(event))

    def tabletEvent(self, event: QTabletEvent) -> None:  # noqa: N802
        """See `Pointing.tablet`."""
        event.setAccepted(self._pointing.tablet(event))
        if event.type() is QEvent.Type.TabletPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def event(self, event: QEvent) -> bool:
        """Touch comes this way; all else as usual."""
        if event.type() not in _TOUCHES:
            return super().event(event)
        event.setAccepted(self._pointing.touch(cast("QTouchEvent", event)))
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        return event.isAccepted()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Sketches and pictures are welcome."""
        if _file_in(event.mimeData()):
            event.acceptProposedAction()
            self._welcome(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        """It went elsewhere."""
        self._welcome(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Tell of the file."""
        event.acceptProposedAction()
        self._welcome(False)
        self.dropped.emit(_file_in(event.mimeData()))

    def _place(self) -> None:
        self._scene.fit = self._pointing.fit = Fit.of(self._drawing.size, self.size())
        self._on_tools()

    def _on_change(self) -> None:
        if self._drawing.size != self.fit.size:
            self._place()
        current = self._drawing.easel.canvas.current
        extent = self._reach(current) if current else QRectF()
        if not (changed := extent.united(self._extent)).isEmpty():
            self.update(changed.toAlignedRect())
        self._extent = extent
        self._on_first_or_last_stroke()

    def _on_first_or_last_stroke(self) -> None:
        """The prompt comes and goes."""
        if self._looked_empty != (looks_empty := self._scene.looks_empty):
            self._looked_empty = looks_empty
            self.update()

    def _on_tools(self) -> None:
        easel = self._drawing.easel
        color = None if easel.eraser else QColor(*easel.color)
        width = ink_width(easel.tip) * self.fit.scale
        self.setCursor(tip_cursor(width, color, self.devicePixelRatioF()))
        self.update()

    def _on_gesture(self, state: GestureState) -> None:
        self._scene.state = state

    def _on_seen(self, seen: Seen) -> None:
        if seen.image is not None:
            self._scene.take(seen.image)
            self._owes_credit = True
        self.update()

    def _on_camera(self) -> None:
        if self._camera.image is None:
            self._scene.take(None)
            self._owes_credit = False
            self.update()

    def _welcome(self, wanted: bool) -> None:
        self._scene.welcomes = wanted
        self.update()

    def _name(self) -> None:
        self.setAccessibleName(tr("Air canvas"))
        self.setAccessibleDescription(
            tr("Draw here with a finger in the air, mouse, pen or touch.")
        )
        self.update()

    def _reach(self, stroke: Stroke) -> QRectF:
        low, high = stroke.points.min(axis=0).tolist(), stroke.points.max(axis=0).tolist()
        reach = ink_width(stroke.width) / 2 * self.fit.scale + _EDGE
        box = QRectF(self.fit.to_widget(*low), self.fit.to_widget(*high))
        return box.adjusted(-reach, -reach, reach, reach)


def _file_in(held: QMimeData) -> str:
    """The first sketch or picture among what is dragged, or ""."""
    paths = (url.toLocalFile() for url in held.urls() if url.isLocalFile())
    return next((path for path in paths if _is_sketch(path)), "")


def _is_sketch(path: str) -> bool:
    return is_picture_name(path) or Path(path).suffix.lower() == ".svg"
