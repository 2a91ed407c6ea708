"""The plain editors, and the table of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QLineEdit

from sketch2image.ui.settings.choice import ChoiceEditor, ColorEditor
from sketch2image.ui.settings.editor import Editor
from sketch2image.ui.settings.place import place_button
from sketch2image.ui.settings.range import RangeEditor
from sketch2image.ui.settings.schema import Kind, Row
from sketch2image.ui.words import bind, tr


class SwitchEditor(Editor):
    """On or off.

    Args:
        row: of kind `switch`.
    """

    def __init__(self, row: Row) -> None:
        super().__init__()
        self._box = QCheckBox()
        self._add(self._box, 1)
        bind(self._box, lambda: self._box.setText(tr("On")))
        self._box.toggled.connect(self.edited.emit)

    def present(self, value: bool) -> None:
        """See `Editor`."""
        with QSignalBlocker(self._box):
            self._box.setChecked(value)

    def name(self, text: str) -> None:
        """See `Editor`."""
        self._box.setAccessibleName(text)


class TextEditor(Editor):
    """Free text, taken when the person leaves the field or presses Enter.

    Args:
        row: of kind `text`.
    """

    def __init__(self, row: Row) -> None:
        super().__init__()
        self._field = QLineEdit()
        self._add(self._field, 1)
        self._field.editingFinished.connect(self._finished)
        if row.place:
            self._add(place_button(row, self.edited.emit))

    def present(self, value: str) -> None:
        """See `Editor`."""
        self._field.setText(value)
        self._field.setModified(False)

    def name(self, text: str) -> None:
        """See `Editor`."""
        self._field.setAccessibleName(text)

    def _finished(self) -> None:
        if self._field.isModified():
            self._field.setModified(False)
            self.edited.emit(self._field.text().strip())


EDITORS: Mapping[Kind, Callable[[Row], Editor]] = {
    Kind.switch: SwitchEditor,
    Kind.choice: ChoiceEditor,
    Kind.range: RangeEditor,
    Kind.color: ColorEditor,
    Kind.text: TextEditor,
}
"""What edits each kind of setting."""
