"""The matches of an answer as a list for a view."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt

from sketch2image.core.types import Match
from sketch2image.ui.model.desktop import files
from sketch2image.ui.words import tr

MATCH = Qt.ItemDataRole.UserRole
"""The `Match` of a row."""

Index = QModelIndex | QPersistentModelIndex


class MatchesModel(QAbstractListModel):
    """Matches, best first; those below a score can be left out."""

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[Match, ...] = ()
        self._count = 0
        self._floor = -1.0

    @property
    def total(self) -> int:
        """Matches there are, shown or not."""
        return len(self._all)

    @property
    def shown(self) -> tuple[Match, ...]:
        """Matches at or above the floor."""
        return self._all[: self._count]

    def show(self, matches: Sequence[Match]) -> None:
        """Hold other matches, best first; the floor stays."""
        self.beginResetModel()
        self._all = tuple(matches)
        self._count = self._above()
        self.endResetModel()

    def set_floor(self, score: float) -> None:
        """Leave out what has a lower score; what stays keeps its selection."""
        self._floor = score
        count = self._above()
        if count < self._count:
            self.beginRemoveRows(QModelIndex(), count, self._count - 1)
            self._count = count
            self.endRemoveRows()
        elif count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - as Qt has it
        """See `QAbstractListModel`."""
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """See `QAbstractListModel`; `MATCH` gives the match itself."""
        if not index.isValid() or index.row() >= self._count:
            return None
        match = self._all[index.row()]
        if role == MATCH:
            return match
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(match)
        return match.path if role == Qt.ItemDataRole.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be chosen and dragged out."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:  # noqa: N802
        """Dragged out, matches are files."""
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802
        """The files of rows, as other programs take them."""
        return files([index.data(MATCH).path for index in indexes])

    def _above(self) -> int:
        return sum(match.score >= self._floor for match in self._all)


def file_name(path: str) -> str:
    """The last part of a path of any system."""
    return path.replace("\\", "/").rpartition("/")[2]


def spoken(match: Match) -> str:
    """A match in words, as a screen reader says it."""
    line = tr(
        "Match {rank}: {name}, score {score}",
        rank=match.rank,
        name=file_name(match.path),
        score=f"{match.score:z.2f}",
    )
    return tr("{line}, weak", line=line) if match.weak else line
