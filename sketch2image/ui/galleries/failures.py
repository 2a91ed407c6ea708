"""Files that could not be read, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from sketch2image.engine.desktop.tasks import FailedFile
from sketch2image.ui import theme, words
from sketch2image.ui.galleries.opening import open_folder
from sketch2image.ui.parts import in_row, label, push
from sketch2image.ui.words import N, told, tr

_ONE, _MORE = N("1 file was not read"), N("{count} files were not read")


class Failures(QWidget):
    """A table of files and reasons; lines can be copied, their folders opened.

    Args:
        one: English, said of one file.
        more: English, said of `{count}` files.
        opens: whether the files lie on this computer, so that their folders can be opened.
    """

    def __init__(self, one: str = _ONE, more: str = _MORE, opens: bool = True) -> None:
        super().__init__()
        self._one, self._more = one, more
        self._files: tuple[FailedFile, ...] = ()
        self.title = label(role="heading")
        self.table = _table()
        self.copy = push(N("Copy"), self._copy, "copy", about=N("Copy the lines selected, or all."))
        self.open = push(N("Open folder"), self._open, "reveal")
        self.open.setVisible(opens)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.SPACING)
        inside.addWidget(self.title)
        inside.addWidget(self.table, 1)
        inside.addLayout(in_row(self.copy, self.open, None))
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.Copy, self, self._copy, context=context)
        self.table.itemSelectionChanged.connect(self._ready)
        words.bind(self, self._refresh)

    def show_files(self, files: Sequence[FailedFile]) -> None:
        """Show these; nothing is shown when there are none."""
        if tuple(files) != self._files:
            self._files = tuple(files)
            self._refresh()
        self.setVisible(bool(files))

    def _refresh(self) -> None:
        count = len(self._files)
        said = tr(self._one) if count == 1 else tr(self._more, count=f"{count:,}")
        self.title.setText(said)
        self.table.setAccessibleName(self.title.text())
        self.table.setHorizontalHeaderLabels([tr("File"), tr("Why")])
        self.table.setRowCount(count)
        for row, file in enumerate(self._files):
            self.table.setItem(row, 0, _cell(Path(file.path).name, file.path))
            self.table.setItem(row, 1, _cell(told(file.reason), told(file.reason)))
        self._ready()

    def _ready(self) -> None:
        self.open.setEnabled(len(self._chosen()) == 1)

    def _chosen(self) -> list[FailedFile]:
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        return [self._files[row] for row in rows]

    def _copy(self) -> None:
        lines = [f"{file.path}\t{told(file.reason)}" for file in self._chosen() or self._files]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _open(self) -> None:
        open_folder(Path(self._chosen()[0].path).parent)


def _table() -> QTableWidget:
    table = QTableWidget(0, 2)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    return table


def _cell(text: str, whole: str) -> QTableWidgetItem:
    cell = QTableWidgetItem(text)
    cell.setToolTip(whole)
    return cell
