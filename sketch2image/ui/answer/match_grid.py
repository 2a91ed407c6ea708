"""The grid of matches."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QDrag, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from sketch2image.core.types import Match
from sketch2image.ui.answer.match_card import FOOT, MatchCard
from sketch2image.ui.answer.matches_model import MATCH, Index, MatchesModel
from sketch2image.ui.answer.thumbnails import Thumbnails
from sketch2image.ui.words import bind, tr

LEAST, MOST = 116, 6
"""Narrowest card in pixels, and most cards side by side."""

_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DRAGGED = QSize(96, 96)
_BARE = "QListView, QListView:focus { background: transparent; border: none; padding: 0; }"


class MatchGrid(QListView):
    """As many cards side by side as there is room for; as tall as all of them.

    Args:
        matches: what it shows.
        thumbnails: of the files.

    Signals:
        chosen: other matches are selected.
        opened: with the match that was double-clicked, or Enter was pressed on.
        similar_wanted: F was pressed.
        copy_wanted: the keys for copying were pressed.
        reached: with the place of the match that the keyboard went to.
    """

    chosen = Signal()
    opened = Signal(object)
    similar_wanted = Signal()
    copy_wanted = Signal()
    reached = Signal(QRect)

    def __init__(self, matches: MatchesModel, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._thumbnails = thumbnails
        self._card = MatchCard(thumbnails)
        self.setModel(matches)
        self.setItemDelegate(self._card)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet(_BARE)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.selectionModel().selectionChanged.connect(self._tell)
        for changed in (matches.modelReset, matches.rowsInserted, matches.rowsRemoved):
            changed.connect(self._fit)
        matches.modelReset.connect(self._tell)
        self.doubleClicked.connect(self._open)
        thumbnails.came.connect(self._repaint)
        bind(self, self._name)

    @property
    def selected(self) -> list[Match]:
        """The matches that are selected, best first."""
        rows = sorted(self.selectionModel().selectedIndexes(), key=QModelIndex.row)
        return [row.data(MATCH) for row in rows]

    def select_row(self, row: int) -> None:
        """Select one match, and no other."""
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.model().index(row, 0), flag)

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here are not the window's."""
        if event.type() is QEvent.Type.ShortcutOverride and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens, F looks for more like it, Ctrl+C copies; arrows walk."""
        if event.key() in _OPEN and self.currentIndex().isValid():
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() == Qt.Key.Key_F and not event.modifiers():
            self.similar_wanted.emit()
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """Bring what the keyboard goes to into sight."""
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus():
            self.reached.emit(self.visualRect(current))

    def startDrag(self, actions: Qt.DropAction) -> None:  # noqa: N802
        """Drag the selected files out of the window."""
        drag = QDrag(self)
        rows = self.selectionModel().selectedIndexes()
        drag.setMimeData(self.model().mimeData(rows))
        if rows and (picture := self._thumbnails.get(rows[0].data(MATCH).path)):
            drag.setPixmap(picture.scaled(_DRAGGED, Qt.AspectRatioMode.KeepAspectRatio))
            drag.setHotSpot(QPoint(_DRAGGED.width() // 2, _DRAGGED.height() // 2))
        drag.exec(Qt.DropAction.CopyAction)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Cards share the width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        width = self.viewport().width()
        columns = min(MOST, max(2, width // LEAST))
        self._card.side = (width - 1) // columns
        rows = -(-self.model().rowCount() // columns)
        self.setFixedHeight(rows * (self._card.side + FOOT) + 2)
        self.scheduleDelayedItemsLayout()

    def _tell(self) -> None:
        self.chosen.emit()

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(MATCH))

    def _repaint(self) -> None:
        self.viewport().update()

    def _name(self) -> None:
        self.setAccessibleName(tr("Pictures found"))
        self.setAccessibleDescription(
            tr("Enter opens a picture, F finds similar ones, Ctrl+C copies it.")
        )


def _is_own(event: QEvent) -> bool:
    copies = QKeySequence.StandardKey.Copy
    return isinstance(event, QKeyEvent) and (event.key() == Qt.Key.Key_F or event.matches(copies))
