"""The rendered picture with its options and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout

from sketch2image.engine.request import Result
from sketch2image.ui import theme
from sketch2image.ui.answer.options import Options
from sketch2image.ui.answer.photo import Photo
from sketch2image.ui.answer.tools import Deed, open_menu, tool
from sketch2image.ui.model.asking import AskingModel
from sketch2image.ui.model.files import FilesModel
from sketch2image.ui.model.images import to_image
from sketch2image.ui.model.phone import PhoneModel
from sketch2image.ui.parts import in_row
from sketch2image.ui.words import N, tr


class PictureCard(QFrame):
    """Picture at the left, options at the right; hidden before the first answer.

    Args:
        asking: has the picture, gets the wishes.
        files: copies and saves.
        phone: sends.
    """

    def __init__(self, asking: AskingModel, files: FilesModel, phone: PhoneModel) -> None:
        super().__init__()
        self._asking, self._files, self._phone = asking, files, phone
        self.photo, self.options = Photo(), Options(asking)
        self.deeds = (
            Deed("copy", N("Copy the picture"), self.copy),
            Deed("save", N("Save the picture…"), self.save),
            Deed("sheet", N("Save the sheet…"), self.save_sheet, "Ctrl+Shift+S"),
            Deed("strip", N("Save the strip…"), self.save_strip),
            Deed("send", N("Send the sheet to the phone"), self.send_sheet),
        )
        self.buttons = {deed.icon: tool(deed) for deed in self.deeds}
        self._build()
        self.photo.customContextMenuRequested.connect(self._open_menu)
        asking.changed.connect(self._follow)
        asking.found.connect(self._follow)
        asking.answered.connect(self._show)
        self.hide()

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        if (result := self._asking.result) is not None and result.image is not None:
            self._files.copy_picture(result.image)

    def save(self) -> None:
        """Ask where the picture goes."""
        if (result := self._asking.result) is None or result.image is None:
            return
        if path := self._ask(tr("Save the picture"), f"{_named(result)}.png"):
            self._files.save_picture(result.image, path)

    def save_sheet(self) -> None:
        """Ask where the contact sheet goes."""
        if (result := self._asking.result) is not None and (
            path := self._ask(tr("Save the sheet"), f"{_named(result)}-sheet.png")
        ):
            self._files.save_sheet(result, path)

    def save_strip(self) -> None:
        """Ask where the strip goes."""
        if (result := self._asking.result) is not None and (
            path := self._ask(tr("Save the strip"), f"{_named(result)}-strip.png")
        ):
            self._files.save_strip(result, path)

    def send_sheet(self) -> None:
        """Send the contact sheet to the phone."""
        if (result := self._asking.result) is not None:
            self._phone.send_sheet(result)

    def _build(self) -> None:
        self.setProperty("kind", "card")
        side = QVBoxLayout()
        side.setSpacing(theme.SPACING)
        side.addWidget(self.options)
        side.addStretch(1)
        buttons = in_row(*self.buttons.values(), None)
        buttons.setSpacing(2)
        side.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.MARGIN] * 4)
        row.setSpacing(theme.MARGIN)
        row.addWidget(self.photo, 1)
        row.addLayout(side, 1)

    def _show(self, result: Result) -> None:
        image: QImage | None = None if result.image is None else to_image(result.image)
        self.photo.show_picture(image)
        self._follow()

    def _follow(self) -> None:
        """Hidden where other things are shown than the answer to the drawing."""
        asking = self._asking
        self.photo.fade(asking.is_stale and not asking.live)
        self.setVisible(self.photo.picture is not None and asking.finding is None)

    def _open_menu(self, at: QPoint) -> None:
        open_menu(self.photo, self.deeds, at)

    def _ask(self, title: str, name: str) -> str:
        path, _ = QFileDialog.getSaveFileName(
            self, title, name, tr("Pictures ({kinds})", kinds="*.png")
        )
        return path


def _named(result: Result) -> str:
    return result.caption.label or "picture"
