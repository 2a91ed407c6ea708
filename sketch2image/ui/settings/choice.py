"""One of several known values, or another."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QColorDialog, QComboBox

from sketch2image.ui.settings.editor import Editor
from sketch2image.ui.settings.place import place_button
from sketch2image.ui.settings.schema import Row
from sketch2image.ui.theme import color
from sketch2image.ui.words import bind, tr

_OTHER = "other"
_SIDE = 32


class ChoiceEditor(Editor):
    """Known values in a list; a setting that may name a place on disk has a button for that.

    Args:
        row: of kind `choice`.
    """

    def __init__(self, row: Row) -> None:
        super().__init__()
        self._row = row
        self._shown = ""
        self._box = QComboBox()
        self._box.setMinimumContentsLength(8)
        self._add(self._box, 1)
        self._fill()
        bind(self._box, self._translate)
        self._box.activated.connect(self._chosen)
        if row.place:
            self._add(place_button(row, self.edited.emit))

    def present(self, value: str) -> None:
        """See `Editor`; a value that is not known is added."""
        if self._box.findData(value) < 0:
            self._add_item(value, value)
        self._shown = value
        self._box.setCurrentIndex(self._box.findData(value))

    def name(self, text: str) -> None:
        """See `Editor`."""
        self._box.setAccessibleName(text)

    def _fill(self) -> None:
        for value, called in self._row.options:
            self._add_item(called, value)

    def _add_item(self, called: str, value: str) -> None:
        self._box.addItem(called, value)

    def _translate(self) -> None:
        for index, (_, called) in enumerate(self._row.options):
            self._box.setItemText(index, tr(called))

    def _chosen(self, index: int) -> None:
        self.edited.emit(self._box.itemData(index))


class ColorEditor(ChoiceEditor):
    """The known colors with a patch of each, and a dialog for any other.

    Args:
        row: of kind `color`.
    """

    def choose(self) -> None:
        """Let the person choose any color."""
        before = self._shown
        chosen = QColorDialog.getColor(QColor(before), self, self._box.accessibleName())
        self.present(before)
        if chosen.isValid():
            self.edited.emit(chosen.name())

    def _fill(self) -> None:
        super()._fill()
        self._box.addItem("", _OTHER)

    def _add_item(self, called: str, value: str) -> None:
        self._box.insertItem(self._places(), _patch(value), called, value)

    def _places(self) -> int:
        """Where one more color goes: before the line for another."""
        other = self._box.findData(_OTHER)
        return other if other >= 0 else self._box.count()

    def _translate(self) -> None:
        super()._translate()
        self._box.setItemText(self._box.findData(_OTHER), tr("Another color…"))

    def _chosen(self, index: int) -> None:
        if self._box.itemData(index) == _OTHER:
            self.choose()
        else:
            super()._chosen(index)


def _patch(value: str) -> QIcon:
    picture = QPixmap(_SIDE, _SIDE)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(color("edge"))
    painter.setBrush(QColor(value))
    painter.drawRoundedRect(1, 1, _SIDE - 2, _SIDE - 2, 8, 8)
    painter.end()
    return QIcon(picture)
