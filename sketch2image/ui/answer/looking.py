"""Searching the gallery without a drawing: by words, or by a photo."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from sketch2image.core.pictures import PICTURE_SUFFIXES
from sketch2image.ui import theme
from sketch2image.ui.model.asking import AskingModel
from sketch2image.ui.parts import push
from sketch2image.ui.words import N, bind, tr


class Looking(QWidget):
    """A field for words and a button for a photo.

    Args:
        asking: searches.
    """

    def __init__(self, asking: AskingModel) -> None:
        super().__init__()
        self._asking = asking
        self.words = QLineEdit(clearButtonEnabled=True)
        position = QLineEdit.ActionPosition.LeadingPosition
        self.words.addAction(theme.icon("search", "soft"), position)
        self.words.returnPressed.connect(self._ask_words)
        self.photo: QPushButton = push(
            N("By a photo…"), self._ask_photo, "open", about=N("Find pictures like one in a file")
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACING)
        row.addWidget(self.words, 1)
        row.addWidget(self.photo)
        bind(self, self._name)

    def _ask_words(self) -> None:
        text = self.words.text().strip()
        if text:
            self._asking.ask_words(text)

    def _ask_photo(self) -> None:
        kinds = " ".join(f"*{ending}" for ending in sorted(PICTURE_SUFFIXES))
        chosen = tr("Pictures ({kinds})", kinds=kinds)
        path, _ = QFileDialog.getOpenFileName(self, tr("Search by a photo"), "", chosen)
        if path:
            self._asking.ask_picture(path)

    def _name(self) -> None:
        self.words.setPlaceholderText(tr("or search by words, e.g. red apple"))
        self.words.setAccessibleName(tr("Search by words"))
        self.words.setToolTip(tr("Finds pictures of what you write; no drawing is needed."))
