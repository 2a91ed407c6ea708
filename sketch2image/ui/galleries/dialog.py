"""The gallery manager."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QVBoxLayout, QWidget

from sketch2image.engine.desktop.tasks import AddFolder, AddReport, GalleryState, Rescan
from sketch2image.ui import theme
from sketch2image.ui.amounts import counted
from sketch2image.ui.galleries.addition import Addition
from sketch2image.ui.galleries.details import GalleryDetails
from sketch2image.ui.galleries.listing import GalleryList
from sketch2image.ui.galleries.naming import called
from sketch2image.ui.galleries.phonebar import PhoneBar
from sketch2image.ui.managing.manager import Manager
from sketch2image.ui.managing.strip import Wording, WorkStrip
from sketch2image.ui.model.galleries import (
    OWN,
    GalleriesModel,
    can_be_forgotten,
    takes_folders,
)
from sketch2image.ui.model.phone import PhoneModel
from sketch2image.ui.model.working import Outcome
from sketch2image.ui.parts import label, push
from sketch2image.ui.words import N, tr

_LIST_WIDTH = 270


class GalleryManager(Manager):
    """Shows all galleries, and adds, updates, chooses and forgets them.

    Args:
        galleries: what there is.
        phone: whose pictures can be taken.
    """

    def __init__(
        self, galleries: GalleriesModel, phone: PhoneModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(N("Galleries"), _ABOUT, parent)
        self._galleries, self._phone = galleries, phone
        self.list = GalleryList(galleries)
        self.search = push(N("Search this gallery"), self._search, "search", "primary")
        self.rescan = push(N("Look for changes"), self._rescan, "refresh", about=_RESCAN)
        self.forget = push(N("Forget…"), self._ask_forget, "remove", "danger")
        self.details = GalleryDetails(galleries, [self.search, self.rescan, self.forget])
        self.add = push(N("Add a folder…"), self._ask_folder, "add")
        wording = Wording(counted, _done, N("What was added stays."), _more)
        self.strip = WorkStrip(galleries, wording)
        self.phone_bar = PhoneBar(phone)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Look what there is each time the dialog comes up."""
        super().showEvent(event)
        self._galleries.refresh()
        self._phone.refresh()
        self.list.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Folders may be dropped."""
        if _folders(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Folders that are dropped are added."""
        for folder in _folders(event.mimeData()):
            self._galleries.add_folder(folder, self._target())
        event.acceptProposedAction()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(theme.SPACING)
        left.addWidget(self.list, 1)
        left.addWidget(self.add)
        left.addWidget(label(_DROP, "caption"))
        side = QWidget()
        left.setContentsMargins(0, 0, 0, 0)
        side.setLayout(left)
        side.setFixedWidth(_LIST_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(theme.MARGIN)
        row.addWidget(side)
        row.addWidget(self.details, 1)
        self.body.addLayout(row, 1)
        self.body.addWidget(self.strip)
        self.body.addWidget(self.phone_bar)

    def _connect(self) -> None:
        self.list.picked.connect(self._show)
        self.list.wanted.connect(self._choose)
        self.strip.more.connect(self._show_failures)
        self._galleries.changed.connect(self._ready)
        self._show(self.list.gallery)

    def _show(self, state: GalleryState | None) -> None:
        self.details.show_gallery(state)
        self._ready()

    def _ready(self) -> None:
        state, busy = self.list.gallery, self._galleries.work is not None
        chosen = state is not None and state == self._galleries.chosen
        self.search.setEnabled(_can_be_searched(state) and not chosen)
        self.rescan.setEnabled(bool(state and state.folders and not state.fault) and not busy)
        self.forget.setEnabled(bool(state and can_be_forgotten(state)) and not busy)

    def _search(self) -> None:
        self._choose(self.list.gallery)

    def _choose(self, state: GalleryState | None) -> None:
        if state is not None and _can_be_searched(state):
            self._galleries.choose(state.where)

    def _rescan(self) -> None:
        if self.list.gallery is not None:
            self._galleries.rescan(self.list.gallery.where)

    def _target(self) -> str:
        """The gallery that a folder goes to unless the person says otherwise."""
        state = self.list.gallery
        return state.where if state is not None and takes_folders(state) else OWN

    def _ask_folder(self) -> None:
        question = Addition(self._galleries.named, self._target(), self)
        question.wanted.connect(self._galleries.add_folder)
        _ask(question)

    def _ask_forget(self) -> None:
        state = self.list.gallery
        if state is None:
            return
        question = QMessageBox(self)
        question.setWindowTitle(tr("Forget a gallery"))
        question.setText(tr("Forget the gallery “{name}”?", name=called(state)))
        question.setInformativeText(tr("Your pictures stay where they are."))
        forget = question.addButton(tr("Forget"), QMessageBox.ButtonRole.DestructiveRole)
        stay = question.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(stay)
        forget.clicked.connect(lambda: self._galleries.remove(state.where))
        _ask(question)

    def _show_failures(self) -> None:
        task = self._galleries.outcome.task if self._galleries.outcome else None
        if isinstance(task, AddFolder | Rescan):
            self.list.select(task.gallery)
        self.details.failures.table.setFocus()


_ABOUT = N("Pictures that can be searched. They stay where they are and never leave this computer.")
_RESCAN = N("Add new pictures, drop those that are gone, and read failed files again.")
_DROP = N("You can drop folders here, too.")


def _can_be_searched(state: GalleryState | None) -> bool:
    return bool(state and state.pictures and not state.fault)


def _ask(question: QMessageBox | Addition) -> None:
    question.finished.connect(question.deleteLater)
    question.open()


def _folders(dropped: QMimeData) -> list[str]:
    paths = [url.toLocalFile() for url in dropped.urls() if url.isLocalFile()]
    return [path for path in paths if Path(path).is_dir()]


def _reports(outcome: Outcome) -> tuple[AddReport, ...]:
    if isinstance(outcome.task, AddFolder):
        return (outcome.answer,)
    return outcome.answer if isinstance(outcome.task, Rescan) else ()


def _done(outcome: Outcome) -> str:
    reports = _reports(outcome)
    if not reports:
        return tr("The gallery is forgotten. Your pictures are where they were.")
    counts = {text: sum(getattr(one, name) for one in reports) for name, text in _COUNTED.items()}
    said = [tr(text, count=f"{count:,}") for text, count in counts.items() if count]
    failed = _failed(outcome)
    lines = said or [tr("nothing new")]
    return ", ".join([*lines, *([tr("{count} not read", count=f"{failed:,}")] if failed else [])])


_COUNTED = {
    "added": N("{count} added"),
    "updated": N("{count} changed"),
    "renamed": N("{count} renamed"),
    "removed": N("{count} gone"),
}


def _failed(outcome: Outcome) -> int:
    return sum(len(report.failed) for report in _reports(outcome))


def _more(outcome: Outcome) -> str:
    return tr("Show") if _failed(outcome) else ""
