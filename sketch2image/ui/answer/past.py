"""Past drawings in a strip that scrolls sideways."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
)

from sketch2image.engine.desktop.history import Kept
from sketch2image.ui import theme
from sketch2image.ui.answer.past_card import SIZE, PastCard
from sketch2image.ui.answer.past_model import KEPT, PastModel
from sketch2image.ui.answer.pictures import drawing_thumbnail
from sketch2image.ui.answer.thumbnails import Thumbnails
from sketch2image.ui.answer.tools import Deed, open_menu
from sketch2image.ui.model.history import HistoryModel
from sketch2image.ui.words import N, bind, tr

_SIDE = 132
_SCROLL_BAR = 12
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BARE = "QListView, QListView:focus { background: transparent; border: none; padding: 0; }"


class PastStrip(QListView):
    """The drawings themselves.

    Args:
        history: opens, stars and forgets them.
    """

    def __init__(self, history: HistoryModel) -> None:
        super().__init__()
        self._history = history
        self.drawings, self.thumbnails = PastModel(), Thumbnails(drawing_thumbnail, parent=self)
        self.setModel(self.drawings)
        self.setItemDelegate(PastCard(self.thumbnails))
        self.setStyleSheet(_BARE)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setUniformItemSizes(True)
        self.setFixedHeight(SIZE.height() + _SCROLL_BAR + 2)
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._open)
        self.thumbnails.came.connect(self._repaint)
        self.drawings.modelAboutToBeReset.connect(self._note_current)
        self.drawings.modelReset.connect(self._find_current)
        self._noted: tuple[Path | None, int] = (None, -1)
        bind(self, self._name)

    def deeds(self, past: Kept) -> tuple[Deed, ...]:
        """What can be done with a past drawing."""
        icon, text = ("star", N("No favorite any longer"))
        if not past.starred:
            icon, text = "star-filled", N("Keep as a favorite")
        return (
            Deed("open", N("Draw on"), lambda: self._history.open(past), "Enter"),
            Deed(icon, text, lambda: self._history.star(past, not past.starred), "*"),
            Deed("remove", N("Delete"), lambda: self._history.forget(past), "Del"),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens, Del deletes, * makes a favorite; arrows walk."""
        index = self.currentIndex()
        deeds = self.deeds(index.data(KEPT)) if index.isValid() else ()
        keys = {**dict.fromkeys(_OPEN, 0), Qt.Key.Key_Asterisk: 1, Qt.Key.Key_Delete: 2}
        if deeds and event.key() in keys:
            deeds[keys[Qt.Key(event.key())]].act()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """What can be done with the drawing under the mouse, or with the current one by key."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            at = self.visualRect(index).center() if by_key else event.pos()
            open_menu(self.viewport(), self.deeds(index.data(KEPT)), at)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """A wheel that turns up and down scrolls sideways."""
        bar = self.horizontalScrollBar()
        turned = event.angleDelta().x() or event.angleDelta().y()
        bar.setValue(bar.value() - turned // 2)
        event.accept()

    def _open(self, index: QModelIndex) -> None:
        self._history.open(index.data(KEPT))

    def _note_current(self) -> None:
        index = self.currentIndex()
        self._noted = (index.data(KEPT).path if index.isValid() else None), index.row()

    def _find_current(self) -> None:
        """Stay with the drawing, or with its place where it is gone."""
        path, row = self._noted
        paths = [past.path for past in self.drawings.shown]
        row = paths.index(path) if path in paths else min(row, len(paths) - 1)
        if path is not None:
            self.setCurrentIndex(self.drawings.index(row, 0))

    def _repaint(self) -> None:
        self.viewport().update()

    def _name(self) -> None:
        self.setAccessibleName(tr("Past drawings"))
        self.setAccessibleDescription(
            tr("Enter draws on, * keeps a drawing as a favorite, Del deletes it.")
        )


class Past(QFrame):
    """The strip with its title and filter; hidden while there are no past drawings.

    Args:
        history: what it shows.
    """

    def __init__(self, history: HistoryModel) -> None:
        super().__init__()
        self._history = history
        self.title, self.words, self.strip = QLabel(), QLineEdit(), PastStrip(history)
        self.title.setProperty("role", "soft")
        self.words.setFixedWidth(_SIDE)
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self.strip.drawings.filter)
        side = QVBoxLayout()
        side.setSpacing(4)
        for part in (self.title, self.words):
            side.addWidget(part)
        side.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACING)
        row.addLayout(side)
        row.addWidget(self.strip, 1)
        history.changed.connect(self._show)
        bind(self, self._name)
        self._show()

    def _show(self) -> None:
        self.strip.drawings.show(self._history.drawings)
        self.setVisible(bool(self._history.drawings))

    def _name(self) -> None:
        self.title.setText(tr("Past drawings"))
        self.words.setPlaceholderText(tr("filter"))
        self.words.setAccessibleName(tr("Filter past drawings by words"))
