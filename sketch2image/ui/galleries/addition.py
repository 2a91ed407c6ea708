"""The question which folder is added to which gallery."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from sketch2image.engine.galleries import is_name
from sketch2image.ui import theme, words
from sketch2image.ui.parts import dress, in_row, label, push
from sketch2image.ui.words import N, tr

_WIDTH = 560


class Addition(QDialog):
    """Asks for a folder of pictures and the gallery it goes to.

    Args:
        names: galleries there are.
        name: the one that is offered.

    Signals:
        wanted: with folder and name of the gallery.
    """

    wanted = Signal(str, str)

    def __init__(self, names: Sequence[str], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(_WIDTH)
        self.folder = QLineEdit()
        self.name = QComboBox(editable=True)
        self.name.addItems(list(names))
        self.name.setCurrentText(name)
        self.problem = label(role="error")
        self.browse = push(N("Browse…"), self._browse, "open")
        self.ok = push(N("Add"), self.accept, "add", "primary")
        self.ok.setDefault(True)
        self.stop = push(N("Cancel"), self.reject)
        self._lay_out()
        self.folder.textChanged.connect(self._check)
        self.name.currentTextChanged.connect(self._check)
        self.accepted.connect(self._accepted)
        words.bind(self, self._relabel)

    def _lay_out(self) -> None:
        self._labels = label(), label()
        form = QGridLayout()
        form.setSpacing(theme.SPACING)
        form.setColumnStretch(1, 1)
        for line, part in enumerate(self._labels):
            form.addWidget(part, line, 0)
        form.addWidget(self.folder, 0, 1)
        form.addWidget(self.browse, 0, 2)
        form.addWidget(self.name, 1, 1, 1, 2)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(*[theme.MARGIN] * 4)
        outside.setSpacing(theme.SPACING)
        outside.addWidget(label(N("Add a folder of pictures"), "title"))
        outside.addWidget(label(_ABOUT, "soft"))
        outside.addLayout(form)
        outside.addWidget(self.problem)
        outside.addLayout(in_row(None, self.stop, self.ok))
        for part, field in zip(self._labels, (self.folder, self.name), strict=True):
            part.setBuddy(field)

    def _relabel(self) -> None:
        self.setWindowTitle(tr("Add a folder"))
        for part, field, text in zip(
            self._labels,
            (self.folder, self.name),
            (tr("Folder"), tr("Gallery")),
            strict=True,
        ):
            part.setText(text)
            field.setAccessibleName(text)
        self.folder.setPlaceholderText(tr("a folder on this computer"))
        self.name.setToolTip(tr("Choose a gallery, or type the name of a new one."))
        self._check()

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("A folder of pictures"), self._place())
        if chosen:
            self.folder.setText(chosen)

    def _place(self) -> str:
        return self.folder.text() or str(Path.home())

    def _check(self) -> None:
        folder, name = self._given()
        faults = {
            self.folder: tr("There is no such folder.") if not Path(folder).is_dir() else "",
            self.name: "" if is_name(name) else tr("This cannot name a gallery."),
        }
        shown = [faults[self.folder] if folder else "", faults[self.name]]
        for field, fault in zip(faults, shown, strict=True):
            dress(field, state="danger" if fault else "")
        self.problem.setText(next(filter(None, shown), " "))
        self.ok.setEnabled(bool(folder) and not any(faults.values()))

    def _given(self) -> tuple[str, str]:
        folder = self.folder.text().strip()
        return folder and str(Path(folder).expanduser()), self.name.currentText().strip()

    def _accepted(self) -> None:
        self.wanted.emit(*self._given())


_ABOUT = N("The pictures stay where they are; folders inside are searched too.")
