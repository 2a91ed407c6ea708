"""The list of galleries: two lines each, and a mark at the one that is searched."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from sketch2image.engine.desktop.tasks import GalleryState
from sketch2image.ui import theme, words
from sketch2image.ui.galleries.naming import called, summary
from sketch2image.ui.model.galleries import GalleriesModel
from sketch2image.ui.words import tr

_STATE = Qt.ItemDataRole.UserRole
_MARK = Qt.ItemDataRole.UserRole + 1
_HEIGHT, _ICON, _INSET = 52, 18, 10
_Index = QModelIndex | QPersistentModelIndex


class GalleryList(QListWidget):
    """All galleries.

    Args:
        galleries: what is shown.

    Signals:
        picked: with the `GalleryState` that is selected, or None; also when it has changed.
        wanted: with one that was double-clicked, or on which Enter was pressed.
    """

    picked = Signal(object)
    wanted = Signal(object)

    def __init__(self, galleries: GalleriesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._galleries = galleries
        self.setItemDelegate(_TwoLines(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(lambda: self.picked.emit(self.gallery))
        self.itemActivated.connect(lambda item: self.wanted.emit(item.data(_STATE)))
        galleries.changed.connect(self._refresh)
        words.bind(self, self._relabel)

    @property
    def gallery(self) -> GalleryState | None:
        """The gallery that is selected."""
        item = self.currentItem()
        return item.data(_STATE) if item else None

    def select(self, where: str) -> None:
        """Select a gallery, if it is there."""
        for row in range(self.count()):
            if self.item(row).data(_STATE).where == where:
                self.setCurrentRow(row)

    def _relabel(self) -> None:
        self.setAccessibleName(tr("Galleries"))
        self._refresh()

    def _refresh(self) -> None:
        before = self.gallery or self._galleries.chosen
        self.blockSignals(True)
        self.clear()
        for state in self._galleries.galleries:
            self.addItem(self._item(state))
        self.setCurrentRow(0 if self.count() else -1)
        if before is not None:
            self.select(before.where)
        self.blockSignals(False)
        self.picked.emit(self.gallery)

    def _item(self, state: GalleryState) -> QListWidgetItem:
        mark = _mark(state, state == self._galleries.chosen)
        item = QListWidgetItem(called(state))
        item.setData(_STATE, state)
        item.setData(_MARK, mark)
        said = ", ".join(filter(None, (called(state), summary(state), _MARKS.get(mark, ""))))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        item.setToolTip(state.fault or "\n".join(state.folders))
        return item


def _mark(state: GalleryState, chosen: bool) -> str:
    if state.fault:
        return "warning"
    return "search" if chosen else ""


class _TwoLines(QStyledItemDelegate):
    """Paints a name, what is known of it below, and a mark at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802
        return QSize(super().sizeHint(option, index).width(), _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        state, mark = index.data(_STATE), index.data(_MARK)
        self._ground(painter, option, index)
        inside = option.rect.adjusted(_INSET, 6, -_INSET, -6)
        if mark:
            icon, inside = _cut(inside)
            theme.icon(mark, _INKS[mark]).paint(painter, icon, mode=QIcon.Mode.Normal)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        font = QFont(option.font)
        font.setBold(mark == "search")
        _write(painter, _half(inside, 0), called(state), font, "accent" if chosen else "text")
        ink = "danger" if state.fault else "weak" if state.failed else "soft"
        _write(painter, _half(inside, 1), summary(state), option.font, ink)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        view = option.widget
        view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, view)


_INKS = {"warning": "danger", "search": "accent"}
_MARKS = {"search": "searched now"}


def _cut(rect: QRect) -> tuple[QRect, QRect]:
    """A square for an icon at the right, and what is left."""
    icon = QRect(rect.right() - _ICON, rect.center().y() - _ICON // 2, _ICON, _ICON)
    return icon, rect.adjusted(0, 0, -_ICON - 6, 0)


def _half(rect: QRect, number: int) -> QRect:
    height = rect.height() // 2
    return QRect(rect.left(), rect.top() + number * height, rect.width(), height)


def _write(painter: QPainter, rect: QRect, text: str, font: QFont, ink: str) -> None:
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(theme.color(ink))
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
