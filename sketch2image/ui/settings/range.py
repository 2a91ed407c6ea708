"""A number between two others: a slider and a field that show the same."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QSlider, QSpinBox

from sketch2image.ui.settings.editor import Editor
from sketch2image.ui.settings.schema import Row
from sketch2image.ui.words import bind, tr

_REST = 200
"""Milliseconds without a move after which a value is wanted."""

_STEPS = 100


class RangeEditor(Editor):
    """Slider and field, and a box for "usual" where there may be no number.

    Args:
        row: of kind `range`.
    """

    def __init__(self, row: Row) -> None:
        super().__init__()
        self._row = row
        self._usual = QCheckBox() if row.optional else None
        if self._usual is not None:
            self._add(self._usual)
            bind(self._usual, self._say_usual)
            self._usual.toggled.connect(self._toggled)
        self._slider = self._made_slider()
        self._add(self._slider, 1)
        self._field = self._made_field()
        self._add(self._field)
        self._resting = QTimer(self, singleShot=True, interval=_REST)
        self._resting.timeout.connect(self._rested)

    def present(self, value: float | None) -> None:
        """See `Editor`."""
        if self._usual is not None:
            with QSignalBlocker(self._usual):
                self._usual.setChecked(value is None)
        self._slider.setEnabled(value is not None)
        self._field.setEnabled(value is not None)
        if value is not None:
            self._show(value)

    def name(self, text: str) -> None:
        """See `Editor`."""
        self._slider.setAccessibleName(text)
        self._field.setAccessibleName(text)
        if self._usual is not None:
            self._usual.setAccessibleName(f"{text}: {tr('usual')}")

    def _made_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, self._steps)
        slider.valueChanged.connect(self._slid)
        return slider

    def _made_field(self) -> QSpinBox | QDoubleSpinBox:
        row = self._row
        if row.whole:
            field = QSpinBox(minimum=int(row.low), maximum=int(row.high))
            field.valueChanged.connect(self._typed)
            return field
        field = QDoubleSpinBox(minimum=row.low, maximum=row.high, decimals=self._decimals)
        field.setSingleStep(5 * 10.0**-self._decimals)
        field.valueChanged.connect(self._typed)
        return field

    @property
    def _steps(self) -> int:
        return int(self._row.high - self._row.low) if self._row.whole else _STEPS

    @property
    def _decimals(self) -> int:
        return 2 if self._row.high <= 1 else 1

    def _say_usual(self) -> None:
        if self._usual is not None:
            self._usual.setText(tr("usual"))

    def _toggled(self, usual: bool) -> None:
        self.edited.emit(None if usual else self._field.value())

    def _slid(self, step: int) -> None:
        share = step / self._steps
        value = self._row.low + share * (self._row.high - self._row.low)
        with QSignalBlocker(self._field):
            self._set_field(value)
        self._resting.start()

    def _typed(self, value: float) -> None:
        self._place_slider(value)
        self._resting.start()

    def _rested(self) -> None:
        self.edited.emit(self._field.value())

    def _show(self, value: float) -> None:
        with QSignalBlocker(self._field):
            self._set_field(value)
        self._place_slider(value)

    def _set_field(self, value: float) -> None:
        if isinstance(self._field, QSpinBox):
            self._field.setValue(round(value))
        else:
            self._field.setValue(value)

    def _place_slider(self, value: float) -> None:
        share = (value - self._row.low) / (self._row.high - self._row.low)
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(share * self._steps))
