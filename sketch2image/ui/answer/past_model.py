"""Past drawings as a list for a view, those that words fit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from sketch2image.engine.desktop.history import Kept
from sketch2image.ui.words import label_name, tr

KEPT = Qt.ItemDataRole.UserRole
"""The `Kept` of a row."""

Index = QModelIndex | QPersistentModelIndex


class PastModel(QAbstractListModel):
    """Past drawings, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._all: Sequence[Kept] = ()
        self._words = ""
        self.shown: list[Kept] = []

    def show(self, drawings: Sequence[Kept]) -> None:
        """Hold other drawings."""
        self._all = drawings
        self._fit()

    def filter(self, words: str) -> None:
        """Leave out what these words do not fit."""
        self._words = words
        self._fit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - as Qt has it
        """See `QAbstractListModel`."""
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """See `QAbstractListModel`; `KEPT` gives the drawing itself."""
        if not index.isValid() or index.row() >= len(self.shown):
            return None
        past = self.shown[index.row()]
        if role == KEPT:
            return past
        spoken = (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        )
        return described(past) if role in spoken else None

    def _fit(self) -> None:
        fitting = [past for past in self._all if _fits(past, self._words)]
        if fitting != self.shown:
            self.beginResetModel()
            self.shown = fitting
            self.endResetModel()


def described(past: Kept) -> str:
    """A past drawing in words: what it was taken for, and when."""
    name = label_name(past.label) if past.label else tr("drawing")
    line = f"{name}, {past.time:%Y-%m-%d %H:%M}"
    return tr("{line}, favorite", line=line) if past.starred else line


def _fits(past: Kept, words: str) -> bool:
    text = f"{past.label} {past.prompt} {described(past)}".casefold()
    return all(word in text for word in words.casefold().split())
