"""The question whether licences are accepted, before anything is fetched."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from sketch2image.engine.desktop.room import in_words
from sketch2image.engine.desktop.tasks import ModelRow
from sketch2image.ui import theme, words
from sketch2image.ui.checkpoints import facts
from sketch2image.ui.checkpoints.details import licence
from sketch2image.ui.parts import card, copyable, in_row, label, push
from sketch2image.ui.words import N, tr

_WIDTH, _HEIGHT = 560, 260


class LicenceQuestion(QDialog):
    """Lists what will be fetched, with the licences that are new.

    Args:
        rows: models to fetch.
        free: bytes free on the disk they go to.
    """

    def __init__(self, rows: Sequence[ModelRow], free: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._free = rows, free
        self.setMinimumWidth(_WIDTH)
        self.total, self.room = label(), label(role="soft")
        self.ok = push(N("Accept and download"), self.accept, "download", "primary")
        self.stop = push(N("Cancel"), self.reject, about=N("Nothing is fetched."))
        self.stop.setDefault(True)
        self._lay_out()
        words.bind(self, self._relabel)
        self.stop.setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """No higher than its lines, which wrap."""
        super().showEvent(event)
        self.resize(self.width(), self.heightForWidth(self.width()))

    @property
    def new(self) -> list[ModelRow]:
        """Models whose licence has to be accepted."""
        return [row for row in self._rows if not row.accepted]

    def _lay_out(self) -> None:
        frame, inside = card()
        inside.addWidget(_scrolling(self._list()))
        outside = QVBoxLayout(self)
        outside.setContentsMargins(*[theme.MARGIN] * 4)
        outside.setSpacing(theme.SPACING)
        outside.addWidget(label(N("Do you accept these licences?"), "title"))
        outside.addWidget(label(_ABOUT, "soft"))
        outside.addWidget(frame)
        outside.addWidget(self.total)
        outside.addWidget(self.room)
        outside.addLayout(in_row(None, self.stop, self.ok))

    def _list(self) -> QWidget:
        page = QWidget()
        page.setProperty("kind", "page")
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setColumnStretch(0, 1)
        for line, row in enumerate(self.new):
            self._add_line(grid, line, row)
        grid.setRowStretch(len(self.new), 1)
        return page

    def _add_line(self, grid: QGridLayout, line: int, row: ModelRow) -> None:
        name, terms = copyable(), copyable()
        name.setText(f"<b>{row.id}</b><br>{tr(row.capability)}")
        words.bind(terms, lambda: terms.setText(licence(row)))
        terms.setAccessibleName(tr("Licence of {model}", model=row.id))
        terms.setToolTip(row.terms)
        size = label(role="soft")
        size.setText(facts.size(row))
        for column, part in enumerate((name, terms, size)):
            part.setWordWrap(False)
            grid.addWidget(part, line, column, Qt.AlignmentFlag.AlignTop)

    def _relabel(self) -> None:
        needed = facts.to_fetch(self._rows)
        self.setWindowTitle(tr("Licences"))
        self.total.setText(
            tr("{amount} to download, {free} free on the disk.", amount=in_words(needed),
               free=in_words(self._free))
        )  # fmt: skip
        tight = needed > self._free
        self.room.setText(tr(_TIGHT) if tight else tr(_GOES_ON))
        self.room.setProperty("role", "error" if tight else "soft")


_ABOUT = N("Each model belongs to those who made it. Open a licence to read it.")
_TIGHT = N("That is not enough room. Make room first.")
_GOES_ON = N("You can stop at any time; the download goes on from there later.")


def _scrolling(page: QWidget) -> QScrollArea:
    area = QScrollArea(widgetResizable=True)
    area.setWidget(page)
    area.setMinimumHeight(min(_HEIGHT, page.sizeHint().height() + 4))
    return area
