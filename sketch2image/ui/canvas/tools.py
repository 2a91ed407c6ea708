"""The tools: pens, widths, eraser, undo, and who draws."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QToolButton, QWidget

from sketch2image.core.sketch import Color
from sketch2image.engine.desktop.gestures import PALETTE, WIDTHS
from sketch2image.ui import theme
from sketch2image.ui.canvas.colors import MoreColors
from sketch2image.ui.canvas.names import color_name
from sketch2image.ui.canvas.swatch import ColorSwatch, WidthSwatch
from sketch2image.ui.flow import FlowLayout
from sketch2image.ui.model.camera import CameraModel
from sketch2image.ui.model.drawing import DrawingModel
from sketch2image.ui.words import bind, tr

_ICON = QSize(20, 20)
_KEYED_PENS = 3


class ToolBar(QWidget):
    """Shows the tools in hand, whoever took them, and takes others.

    Args:
        drawing: whose tools.
        camera: turned on and off here too.
    """

    def __init__(
        self, drawing: DrawingModel, camera: CameraModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._drawing, self._camera = drawing, camera
        self.pens = [ColorSwatch(color, _key_of(number)) for number, color in enumerate(PALETTE)]
        self.more = MoreColors()
        self.widths = [WidthSwatch(width) for width in sorted(WIDTHS)]
        self.eraser, self.pause, self.camera = map(_switch, ("eraser", "pause", "camera"))
        self.undo, self.redo, self.clear = map(_button, ("undo", "redo", "clear"))
        row = FlowLayout(self, spacing=14)
        row.addWidget(_group(*self.pens, self.more))
        row.addWidget(_group(*self.widths))
        row.addWidget(_group(self.eraser, self.undo, self.redo, self.clear))
        row.addWidget(_group(self.pause, self.camera))
        self._connect()
        bind(self, self._name)
        self._show()

    def _connect(self) -> None:
        drawing = self._drawing
        for number, pen in enumerate(self.pens):
            self._on(pen, lambda number=number: drawing.choose_pen(number))
        for dot in self.widths:
            self._on(dot, lambda dot=dot: drawing.choose_width(dot.pen_width))
        self.more.picked.connect(drawing.choose_color)
        self._on(self.eraser, lambda: drawing.take_eraser(self.eraser.isChecked()))
        self._on(self.pause, lambda: drawing.pause(self.pause.isChecked()))
        self._on(self.undo, lambda: drawing.act("undo"))
        self._on(self.redo, lambda: drawing.act("redo"))
        self._on(self.clear, lambda: drawing.act("clear"))
        self._on(self.camera, self._camera.toggle)
        drawing.tools_changed.connect(self._show)
        drawing.committed.connect(self._show)
        self._camera.changed.connect(self._show)

    def _on(self, button: QAbstractButton, act: Callable[[], None]) -> None:
        """Do it, then show what came of it: a click must not leave a pen in hand unchecked."""
        button.clicked.connect(lambda: (act(), self._show()))

    def _show(self) -> None:
        easel = self._drawing.easel
        color: Color | None = None if easel.eraser else easel.color
        for pen in self.pens:
            pen.setChecked(pen.color == color)
        self.more.show_color(None if color in PALETTE else color)
        for dot in self.widths:
            dot.setChecked(dot.pen_width == easel.width)
        self.eraser.setChecked(easel.eraser)
        self.pause.setChecked(easel.paused)
        self.camera.setChecked(self._camera.is_on)
        self.undo.setEnabled(easel.canvas.can_undo)
        self.redo.setEnabled(easel.canvas.can_redo)
        self.clear.setEnabled(not self._drawing.is_empty)

    def _name(self) -> None:
        for number, pen in enumerate(self.pens):
            _say(pen, tr("{color} pen", color=color_name(pen.color)), _key_of(number))
        for dot in self.widths:
            _say(dot, tr("{width} pixels wide", width=f"{dot.pen_width:g}"))
        _say(self.eraser, tr("Eraser"), "E")
        _say(self.undo, tr("Undo"), "Ctrl+Z")
        _say(self.redo, tr("Redo"), "Ctrl+Shift+Z")
        _say(self.clear, tr("Clear"), "R")
        _say(self.pause, tr("Pause the hand"), tr("Space"))
        _say(self.camera, tr("Camera"), "C")


def _key_of(pen: int) -> str:
    return str(pen + 1) if pen < _KEYED_PENS else ""


def _button(icon: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(theme.icon(icon))
    button.setIconSize(_ICON)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _switch(icon: str) -> QToolButton:
    button = _button(icon)
    button.setCheckable(True)
    return button


def _group(*buttons: QAbstractButton) -> QWidget:
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2)
    for button in buttons:
        row.addWidget(button)
    return group


def _say(button: QAbstractButton, name: str, key: str = "") -> None:
    button.setAccessibleName(name)
    button.setToolTip(f"{name} ({key})" if key else name)
