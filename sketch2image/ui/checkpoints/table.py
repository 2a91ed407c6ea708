"""The table of models, by what they do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from sketch2image.engine.desktop.tasks import ModelRow
from sketch2image.ui import theme, words
from sketch2image.ui.checkpoints import facts
from sketch2image.ui.model.checkpoints import CheckpointsModel
from sketch2image.ui.words import N, tr

_ID = Qt.ItemDataRole.UserRole
_COLUMNS = (N("Model"), N("What it does"), N("Size"), N("Licence"), N("State"))
_WIDTHS = (150, 320, 80, 125, 175)
_INKS = {"here": "ok", "bundled": "ok", "put by hand": "ok", "partly here": "weak"}


class ModelTable(QTreeWidget):
    """All models.

    Args:
        checkpoints: what is shown.

    Signals:
        picked: with the `ModelRow` that is selected, or None; also when it has changed.
        wanted: with one that was double-clicked, or on which Enter was pressed.
    """

    picked = Signal(object)
    wanted = Signal(object)

    def __init__(self, checkpoints: CheckpointsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checkpoints = checkpoints
        self.setColumnCount(len(_COLUMNS))
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setItemsExpandable(False)
        self._size_columns()
        self.currentItemChanged.connect(lambda: self.picked.emit(self.row))
        self.itemActivated.connect(self._activated)
        checkpoints.changed.connect(self._refresh)
        theme.bind(self, self._refresh)
        words.bind(self, self._relabel)

    @property
    def row(self) -> ModelRow | None:
        """The model that is selected."""
        item = self.currentItem()
        model_id = item.data(0, _ID) if item else None
        return self._checkpoints.row(model_id) if model_id else None

    def select(self, model_id: str) -> None:
        """Select a model, if it is there."""
        for item in self._items():
            if item.data(0, _ID) == model_id:
                self.setCurrentItem(item)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the model that is selected in sight."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    def _size_columns(self) -> None:
        header = self.header()
        header.setStretchLastSection(False)
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)

    def _relabel(self) -> None:
        self.setAccessibleName(tr("Models"))
        self.setHeaderLabels([tr(text) for text in _COLUMNS])
        self._refresh()

    def _refresh(self) -> None:
        before, place = self.row_id, self.verticalScrollBar().value()
        self.blockSignals(True)
        self.clear()
        for stage in _stages(self._checkpoints.rows):
            group = _group(stage)
            self.addTopLevelItem(group)
            group.addChildren([_line(row) for row in self._checkpoints.rows if row.stage == stage])
            group.setFirstColumnSpanned(True)
        self.expandAll()
        self.select(before)
        if self.currentItem() is None and self._checkpoints.rows:
            self.select(self._first())
        self.verticalScrollBar().setValue(place)
        self.blockSignals(False)
        self.picked.emit(self.row)

    @property
    def row_id(self) -> str:
        """Id of the model that is selected; empty for none."""
        item = self.currentItem()
        return (item.data(0, _ID) or "") if item else ""

    def _first(self) -> str:
        return self._items()[0].data(0, _ID)

    def _items(self) -> list[QTreeWidgetItem]:
        found = self.findItems("*", Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive)
        return [item for item in found if item.data(0, _ID)]

    def _activated(self, item: QTreeWidgetItem) -> None:
        if item.data(0, _ID):
            self.wanted.emit(self._checkpoints.row(item.data(0, _ID)))


def _stages(rows: tuple[ModelRow, ...]) -> list[str]:
    found = {row.stage for row in rows}
    known = [stage for stage in facts.STAGES if stage in found]
    return [*known, *sorted(found - set(known))]


def _group(stage: str) -> QTreeWidgetItem:
    group = QTreeWidgetItem([tr(facts.STAGES.get(stage, stage))])
    group.setFlags(Qt.ItemFlag.ItemIsEnabled)
    group.setForeground(0, theme.color("soft"))
    font = QFont()
    font.setBold(True)
    group.setFont(0, font)
    return group


def _line(row: ModelRow) -> QTreeWidgetItem:
    texts = [row.id, tr(row.capability), facts.size(row), tr(row.licence), facts.state(row)]
    line = QTreeWidgetItem(texts)
    line.setData(0, _ID, row.id)
    line.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    line.setForeground(4, theme.color(_INKS.get(row.state, "soft")))
    for column, text in enumerate(texts):
        line.setToolTip(column, text)
    return line
