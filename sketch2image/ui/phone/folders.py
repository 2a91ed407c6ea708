"""Which folders of the phone pictures are taken from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from sketch2image.ui import theme, words
from sketch2image.ui.parts import in_row, label, push
from sketch2image.ui.words import N, tr

KNOWN = ("DCIM/Camera", "DCIM/Screenshots", "Pictures", "Download")
"""Where Galaxy phones keep pictures."""

_HEIGHT = 132


class Folders(QWidget):
    """A list with a box for each folder, and a field for others.

    Signals:
        changed: with the folders wanted, in the order of the list.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setFixedHeight(_HEIGHT)
        self.other = QLineEdit()
        self.add = push(N("Add"), self._add, "add")
        self.title = label(N("Folders of the phone"), "heading")
        self._lay_out()
        self.list.itemChanged.connect(self._tell)
        self.other.textChanged.connect(self._ready)
        self.other.returnPressed.connect(self._add)
        words.bind(self, self._name)

    @property
    def wanted(self) -> list[str]:
        """Those with a tick."""
        items = map(self.list.item, range(self.list.count()))
        return [item.text() for item in items if item.checkState() is Qt.CheckState.Checked]

    def present(self, wanted: Sequence[str]) -> None:
        """Show which are wanted; `changed` stays silent."""
        held = [self.list.item(row).text() for row in range(self.list.count())]
        names = dict.fromkeys([*KNOWN, *held, *wanted])
        with QSignalBlocker(self.list):
            self.list.clear()
            for name in names:
                self.list.addItem(_item(name, name in wanted))

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.SPACING)
        inside.addWidget(self.title)
        inside.addWidget(self.list)
        row = in_row(self.other, self.add)
        row.setStretch(0, 1)
        inside.addLayout(row)

    def _name(self) -> None:
        self.list.setAccessibleName(tr("Folders of the phone"))
        self.other.setAccessibleName(tr("Another folder of the phone"))
        self.other.setPlaceholderText(tr("another, such as Pictures/Trips"))
        self._ready()

    def _ready(self) -> None:
        self.add.setEnabled(_is_folder(self.other.text()))

    def _add(self) -> None:
        name = self.other.text().strip().strip("/")
        if _is_folder(name):
            self.other.clear()
            self.present([*self.wanted, name])
            self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.wanted)


def _is_folder(text: str) -> bool:
    """Commas stand between folders where they are kept."""
    return bool(text.strip(" /")) and "," not in text


def _item(name: str, wanted: bool) -> QListWidgetItem:
    item = QListWidgetItem(name)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
    return item
