"""What can be chosen about the rendered picture: seed, strength, style."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)

from sketch2image.core import defaults
from sketch2image.engine.asking import style_names
from sketch2image.ui import theme
from sketch2image.ui.answer.tools import Deed, tool
from sketch2image.ui.model.asking import LARGEST_SEED, AskingModel
from sketch2image.ui.words import N, bind, tr

_STEPS = 20
_LEAST_WIDTH = 96
"""Pixels of a field; the largest seed alone asks for more than a narrow window has."""

_PAUSE = 150
"""Milliseconds without a move after which a strength is taken."""

_STYLES = {
    "cinematic": N("cinematic"),
    "3d-model": N("3D model"),
    "anime": N("anime"),
    "digital-art": N("digital art"),
    "photographic": N("photographic"),
    "pixel-art": N("pixel art"),
    "fantasy-art": N("fantasy art"),
    "neonpunk": N("neon punk"),
    "manga": N("manga"),
}
"""What styles are called; one that has no name here is called as it is."""


class Options(QWidget):
    """Controls of the picture.

    Args:
        asking: gets the wishes.
    """

    def __init__(self, asking: AskingModel) -> None:
        super().__init__()
        self._asking = asking
        self.roll = tool(Deed("dice", N("Another picture, with another seed"), asking.reroll, "D"))
        self.seed = QSpinBox(maximum=LARGEST_SEED)
        self.strength = QSlider(Qt.Orientation.Horizontal)
        self.usual = QToolButton()
        self.style_box = QComboBox()
        self._number = QLabel()
        self._names = {key: QLabel() for key in ("seed", "strength", "style")}
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._build()
        self._connect()
        bind(self, self._name)

    def _build(self) -> None:
        self.seed.setKeyboardTracking(False)
        for field in (self.seed, self.style_box):
            field.setMinimumWidth(_LEAST_WIDTH)
        self.strength.setRange(0, _STEPS)
        self.strength.setPageStep(2)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACING)
        grid.setVerticalSpacing(6)
        grid.addWidget(self._names["seed"], 0, 0)
        grid.addWidget(self.seed, 0, 1)
        grid.addWidget(self.roll, 0, 2, 1, 2)
        grid.addWidget(self._names["strength"], 1, 0)
        grid.addWidget(self.strength, 1, 1)
        grid.addWidget(self._number, 1, 2)
        grid.addWidget(self.usual, 1, 3)
        grid.addWidget(self._names["style"], 2, 0)
        grid.addWidget(self.style_box, 2, 1, 1, 3)
        grid.setColumnStretch(1, 1)
        for name in self._names.values():
            name.setProperty("role", "soft")
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.style_box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _connect(self) -> None:
        self.seed.valueChanged.connect(lambda value: self._asking.wish(seed=value))
        self.strength.valueChanged.connect(self._slid)
        self.usual.clicked.connect(self._reset_strength)
        self._pause.timeout.connect(self._take_strength)
        self.style_box.activated.connect(self._take_style)
        self._asking.changed.connect(self.refresh)
        self._asking.answered.connect(self.refresh)

    def refresh(self) -> None:
        """Show what is wished for and what can be."""
        wishes, models = self._asking.wishes, self._asking.models
        _set_quietly(self.seed, wishes.seed)
        if not self._pause.isActive():
            _set_quietly(self.strength, round(_STEPS * self._strength))
        self._number.setText(f"{self.strength.value() / _STEPS:.2f}")
        self.usual.setEnabled(wishes.strength is not None)
        has_styles = models is not None and models.has_styles
        chosen = self.style_box.findData(wishes.style)
        self.style_box.setEnabled(has_styles)
        self.style_box.setCurrentIndex(chosen if has_styles else -1)

    @property
    def _strength(self) -> float:
        wish, models = self._asking.wishes.strength, self._asking.models
        if wish is not None:
            return wish
        return models.usual_strength if models is not None else defaults.STRENGTH

    def _slid(self, value: int) -> None:
        self._number.setText(f"{value / _STEPS:.2f}")
        self._pause.start()

    def _take_strength(self) -> None:
        self._asking.wish(strength=self.strength.value() / _STEPS)

    def _reset_strength(self) -> None:
        self._pause.stop()
        self._asking.wish(strength=None)

    def _take_style(self) -> None:
        self._asking.wish(style=self.style_box.currentData())

    def _name(self) -> None:
        self.style_box.clear()
        self.style_box.setPlaceholderText(tr("only with full models"))
        self.style_box.addItem(tr("no style"), "")
        for style in style_names():
            self.style_box.addItem(tr(_STYLES.get(style, style)), style)
        texts = {"seed": tr("Seed"), "strength": tr("Strength"), "style": tr("Style")}
        fields = {"seed": self.seed, "strength": self.strength, "style": self.style_box}
        for key, text in texts.items():
            self._names[key].setText(text)
            fields[key].setAccessibleName(text)
        self.seed.setToolTip(tr("The same seed gives the same picture again."))
        self.strength.setToolTip(tr("How closely it follows your lines: 0 is free, 1 to the line."))
        self.style_box.setToolTip(
            tr("How the picture is painted; only the full models know styles.")
        )
        self.usual.setText(tr("usual"))
        self.usual.setAccessibleName(tr("Usual strength"))
        self.usual.setToolTip(tr("The renderer's own strength"))
        self.refresh()


def _set_quietly(field: QSpinBox | QSlider, value: int) -> None:
    """Show a value that the person did not choose here."""
    before = field.blockSignals(True)
    field.setValue(value)
    field.blockSignals(before)
