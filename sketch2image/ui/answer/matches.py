"""The matches: headline, relevance, grid, and what can be done with those selected."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from sketch2image.core.types import SearchAnswer
from sketch2image.engine.request import Result
from sketch2image.ui.answer.empty import Empty
from sketch2image.ui.answer.match_grid import MatchGrid
from sketch2image.ui.answer.matches_model import MatchesModel
from sketch2image.ui.answer.pictures import photo_thumbnail
from sketch2image.ui.answer.relevance import Relevance
from sketch2image.ui.answer.selection import SelectionBar
from sketch2image.ui.answer.thumbnails import Thumbnails
from sketch2image.ui.answer.tools import Deed, open_menu
from sketch2image.ui.model.asking import AskingModel
from sketch2image.ui.model.files import FilesModel
from sketch2image.ui.model.phone import PhoneModel
from sketch2image.ui.parts import in_row, label, push
from sketch2image.ui.words import N, bind, tr


class Matches(QWidget):
    """Follows the answers.

    Args:
        asking: has the matches.
        files: opens, shows and copies.
        phone: sends.

    Attributes:
        bar: what can be done with the selected ones; stands wherever the panel puts it.

    Signals:
        reached: with the place, in its own pixels, of the match that the keyboard went to or that
            was selected.
        galleries_wanted: there is nothing to search.
    """

    reached = Signal(QRect)
    galleries_wanted = Signal()

    def __init__(self, asking: AskingModel, files: FilesModel, phone: PhoneModel) -> None:
        super().__init__()
        self._asking, self._files, self._phone = asking, files, phone
        self._shown: Result | SearchAnswer | None = None
        self.model, self.thumbnails = MatchesModel(), Thumbnails(photo_thumbnail, parent=self)
        self.title, self.count, self.slider = QLabel(), QLabel(), Relevance()
        self.grid = MatchGrid(self.model, self.thumbnails)
        self.back: QPushButton = push(
            N("Back to the drawing"), asking.put_finding_away, kind="quiet"
        )
        self.add: QPushButton = push(N("Add a folder…"), self.galleries_wanted.emit, "add")
        self.none = Empty("gallery", N("No match"), N("Add a folder of your pictures."), self.add)
        self.far = label(N("No match is this close. Move the slider to the left."), "soft")
        self.deeds = (
            Deed("open", N("Open"), self.open, "Enter"),
            Deed("reveal", N("Show in its folder"), self.reveal),
            Deed("copy", N("Copy"), self.copy, "Ctrl+C"),
            Deed("similar", N("Find similar pictures"), self.find_similar, "F"),
            Deed("send", N("Send to the phone"), self.send),
        )
        self.bar = SelectionBar(self.deeds)
        self._calm = QTimer(self, singleShot=True, interval=QApplication.doubleClickInterval())
        self._build()
        self._connect()
        bind(self, self._name)

    def open(self) -> None:
        """Open the first selected match outside."""
        self._with_first(self._files.open_outside)

    def reveal(self) -> None:
        """Show the first selected match in its folder."""
        self._with_first(self._files.reveal)

    def copy(self) -> None:
        """Put the selected matches on the clipboard."""
        if paths := self.selected:
            self._files.copy(paths)

    def find_similar(self) -> None:
        """Look for pictures like the first selected match."""
        self._with_first(self._asking.ask_picture)

    def send(self) -> None:
        """Send the selected matches to the phone."""
        if paths := self.selected:
            self._phone.send(paths)

    @property
    def selected(self) -> list[str]:
        """Paths of the selected matches, best first."""
        return [match.path for match in self.grid.selected]

    def _with_first(self, act: Callable[[str], object]) -> None:
        if paths := self.selected:
            act(paths[0])

    def _build(self) -> None:
        self.title.setProperty("role", "heading")
        self.count.setProperty("role", "caption")
        self._relevance = QLabel()
        self._relevance.setProperty("role", "soft")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(in_row(self.title, self.back, None, self.count))
        sliding = in_row(self._relevance, self.slider)
        sliding.setStretch(1, 1)
        column.addLayout(sliding)
        for part in (self.none, self.far, self.grid):
            column.addWidget(part)

    def _connect(self) -> None:
        grid, asking = self.grid, self._asking
        asking.changed.connect(self._follow)
        asking.answered.connect(self._follow)
        asking.found.connect(self._follow)
        self.slider.valueChanged.connect(self._filter)
        grid.chosen.connect(self._select)
        self._calm.timeout.connect(self._reach_selected)
        grid.opened.connect(lambda match: self._files.open_outside(match.path))
        grid.copy_wanted.connect(self.copy)
        grid.similar_wanted.connect(self.find_similar)
        grid.customContextMenuRequested.connect(self._open_menu)
        grid.reached.connect(self._reach)

    def _follow(self) -> None:
        """Show the matches of the newest answer, once."""
        shown = self._asking.shown
        if shown is not None and shown is not self._shown:
            self._shown = shown
            self.thumbnails.look_again()
            self.slider.fit(shown.matches, shown.mark)
            self.model.show(shown.matches)
        self._filter()
        self._name()

    def _filter(self) -> None:
        self.model.set_floor(self.slider.score)
        shown, total = len(self.model.shown), self.model.total
        self.none.setVisible(not total)
        self.far.setVisible(bool(total) and not shown)
        self.slider.setVisible(bool(total))
        self._relevance.setVisible(bool(total))
        self.count.setText(self._counted(shown, total))

    def _counted(self, shown: int, total: int) -> str:
        if not total:
            return ""
        weak = sum(match.weak for match in self.model.shown)
        if weak:
            return tr("{shown} of {total} shown, {weak} weak", shown=shown, total=total, weak=weak)
        return tr("{shown} of {total} shown", shown=shown, total=total)

    def _select(self) -> None:
        self.bar.show_matches(self.grid.selected)
        self._calm.start()

    def _reach_selected(self) -> None:
        """The bar may cover it; nothing moves while the click can become a double click."""
        current = self.grid.currentIndex()
        if self.grid.selected and current.isValid():
            self._reach(self.grid.visualRect(current))

    def _reach(self, place: QRect) -> None:
        self.reached.emit(place.translated(self.grid.pos()))

    def _open_menu(self, at: QPoint) -> None:
        if self.grid.selected:
            open_menu(self.grid.viewport(), self.deeds, at)

    def _name(self) -> None:
        finding = self._asking.finding
        self.back.setVisible(finding is not None)
        self.title.setText(
            tr("Pictures found")
            if finding is None
            else tr("Found for {asked}", asked=finding.asked)
        )
        self._relevance.setText(tr("Relevance"))
        self._filter()
