"""Pictures that phones sent by the page, as they arrive."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from sketch2image.ui.answer.pictures import photo_thumbnail
from sketch2image.ui.answer.thumbnails import Thumbnails
from sketch2image.ui.words import bind, tr

_SIDE = 84
_CELL = QSize(_SIDE + 12, _SIDE + 30)


class Arrivals(QListWidget):
    """A thumbnail for each picture, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._items: dict[str, QListWidgetItem] = {}
        self._thumbnails = Thumbnails(photo_thumbnail, parent=self)
        self._thumbnails.came.connect(self._show)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setIconSize(QSize(_SIDE, _SIDE))
        self.setGridSize(_CELL)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setWordWrap(False)
        bind(self, lambda: self.setAccessibleName(tr("Pictures that arrived")))

    def show_pictures(self, paths: Sequence[str]) -> None:
        """Show these; those that are there already stay."""
        if not set(self._items).issubset(paths):
            self.clear()
            self._items.clear()
        for path in paths:
            if path not in self._items:
                self._items[path] = item = QListWidgetItem(Path(path).name)
                item.setToolTip(path)
                item.setSizeHint(_CELL)
                self.insertItem(0, item)
                self._show(path)

    def _show(self, path: str) -> None:
        item, picture = self._items.get(path), self._thumbnails.get(path)
        if item is not None and picture is not None:
            item.setIcon(QIcon(picture))
