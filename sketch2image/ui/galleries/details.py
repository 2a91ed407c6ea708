"""One gallery: its folders, what could not be read, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from sketch2image.engine.desktop.tasks import GalleryState
from sketch2image.ui import theme, words
from sketch2image.ui.amounts import sentence
from sketch2image.ui.galleries.failures import Failures
from sketch2image.ui.galleries.naming import called, summary
from sketch2image.ui.galleries.opening import open_folder
from sketch2image.ui.model.galleries import GalleriesModel
from sketch2image.ui.parts import card, in_row, label
from sketch2image.ui.words import N, told, tr

_FOLDER_LINES = 3


class GalleryDetails(QWidget):
    """Shows one gallery.

    Args:
        galleries: says whether it is the one searched.
        actions: buttons that do something with it.
    """

    def __init__(self, galleries: GalleriesModel, actions: list[QWidget]) -> None:
        super().__init__()
        self._galleries = galleries
        self.state: GalleryState | None = None
        self.name, self.line = label(role="title"), label(role="soft")
        self.chip = label()
        self.chip.setProperty("kind", "chip")
        self.chip.setProperty("state", "ok")
        self.chip.setWordWrap(False)
        self.fault, self.advice = label(role="error"), label(_ADVICE, "soft")
        self.folders = _Folders()
        self.folders_title = label(N("Folders"), "heading")
        self.failures = Failures()
        self._lay_out(actions)
        words.bind(self, self._refresh)

    def show_gallery(self, state: GalleryState | None) -> None:
        """Show this one; None where there is none yet."""
        self.state = state
        self._refresh()

    def _lay_out(self, actions: list[QWidget]) -> None:
        frame, inside = card()
        self.name.setWordWrap(False)
        inside.addLayout(in_row(self.name, self.chip, None))
        for part in (self.line, self.fault, self.advice):
            inside.addWidget(part)
        inside.addLayout(in_row(*actions, None))
        inside.addSpacing(theme.SPACING)
        for part in (self.folders_title, self.folders):
            inside.addWidget(part)
        inside.addWidget(self.failures, 1)
        inside.addStretch()
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)

    def _refresh(self) -> None:
        state = self.state
        self.setEnabled(state is not None)
        if state is None:
            self.name.setText(tr("Looking…"))
            return
        self.name.setText(called(state))
        self.line.setText(summary(state))
        self.line.setVisible(not state.fault)
        self.chip.setText(tr("searched now"))
        self.chip.setVisible(state == self._galleries.chosen)
        self.fault.setText(sentence(told(state.fault)))
        for part in (self.fault, self.advice):
            part.setVisible(bool(state.fault))
        for part in (self.folders_title, self.folders):
            part.setVisible(bool(state.folders))
        self.folders.show_folders(state.folders)
        self.failures.show_files(state.failed)


_ADVICE = N("Forget it and add its folders again. Your pictures are not touched.")


class _Folders(QListWidget):
    """Folders of a gallery; Enter or a double click opens one."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(lambda item: open_folder(item.text()))
        words.bind(self, self._name)

    def show_folders(self, folders: tuple[str, ...]) -> None:
        if [self.item(row).text() for row in range(self.count())] != list(folders):
            self.clear()
            self.addItems(list(folders))
        lines = min(_FOLDER_LINES, max(1, len(folders)))
        self.setFixedHeight(lines * max(30, self.sizeHintForRow(0)) + 12)
        self.setToolTip(tr("Double-click or press Enter to open a folder."))

    def _name(self) -> None:
        self.setAccessibleName(tr("Folders"))
