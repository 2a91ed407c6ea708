"""How strongly the paper covers the camera."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from sketch2image.core.errors import UserError
from sketch2image.ui import theme
from sketch2image.ui.model.settings import SettingsModel
from sketch2image.ui.words import bind, tr

_STEPS = 100
_WRITE_MILLISECONDS = 250
_ICON = 16


class PaperSlider(QWidget):
    """From the camera alone to the paper alone.

    Args:
        settings: keeps the choice as `paper`.

    Signals:
        moved: with the share of the paper, 0..1, at once.
        failed: with the `UserError` when it cannot be kept.
    """

    moved = Signal(float)
    failed = Signal(object)

    def __init__(self, settings: SettingsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._camera, self._paper = QLabel(), QLabel()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _STEPS)
        self.slider.setPageStep(10)
        self.slider.setFixedWidth(110)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self._camera, self.slider, self._paper):
            row.addWidget(widget)
        self._writer = QTimer(self, singleShot=True, interval=_WRITE_MILLISECONDS)
        self._writer.timeout.connect(self._write)
        self._take("paper")
        self.slider.valueChanged.connect(self._on_move)
        settings.changed.connect(self._take)
        bind(self, self._name)
        theme.bind(self, self._tint)

    @property
    def share(self) -> float:
        """Of the paper, 0..1."""
        return self.slider.value() / _STEPS

    def _on_move(self) -> None:
        self.moved.emit(self.share)
        self._writer.start()

    def _write(self) -> None:
        try:
            self._settings.set("paper", self.share)
        except UserError as error:
            self.failed.emit(error)

    def _take(self, name: str) -> None:
        if name == "paper" and not self._writer.isActive():
            self.slider.setValue(round(self._settings.value("paper") * _STEPS))
            self._writer.stop()

    def _name(self) -> None:
        self.slider.setAccessibleName(tr("Paper over the camera"))
        self.slider.setToolTip(tr("Left: the camera alone. Right: the paper alone."))

    def _tint(self) -> None:
        for label, name in ((self._camera, "camera"), (self._paper, "sheet")):
            label.setPixmap(theme.icon(name, "soft").pixmap(QSize(_ICON, _ICON)))
