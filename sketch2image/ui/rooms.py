"""The windows beside the main one, each opened once and brought back when asked for again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from sketch2image import __version__
from sketch2image.core.errors import UserError
from sketch2image.ui.choices import choices
from sketch2image.ui.model.studio import Studio
from sketch2image.ui.words import tr


class Rooms(QObject):
    """Opens galleries, models, the phone, settings and help.

    Args:
        studio: what they show.
        parent: the main window.
        selected: gives the paths of the matches selected in it.
    """

    def __init__(
        self, studio: Studio, parent: QWidget, selected: Callable[[], Sequence[str]]
    ) -> None:
        super().__init__(parent)
        self._studio, self._parent, self._selected = studio, parent, selected
        self._open: dict[str, QDialog] = {}

    def galleries(self) -> QDialog:
        """The gallery manager."""
        from sketch2image.ui.galleries.dialog import GalleryManager

        studio = self._studio
        studio.galleries.refresh()

        def made() -> QDialog:
            room = GalleryManager(studio.galleries, studio.phone, self._parent)
            room.phone_bar.room_wanted.connect(self.phone)
            return room

        return self._show("galleries", made)

    def phone(self, page: str = "") -> QDialog:
        """The room of the phone.

        Args:
            page: one of `ui.phone.dialog`; empty for the one it was left at.
        """
        from sketch2image.ui.phone.dialog import PhoneRoom

        def made() -> QDialog:
            room = PhoneRoom(self._studio, self._selected, self._parent)
            room.guide_wanted.connect(self.phone_guide)
            return room

        room = self._show("phone", made)
        if page and isinstance(room, PhoneRoom):
            room.turn_to(page)
        return room

    def phone_guide(self) -> QDialog:
        """What to do at the phone, once."""
        from sketch2image.ui.help.dialog import PHONE

        return self._help(PHONE)

    def models(self) -> QDialog:
        """The model manager."""
        from sketch2image.ui.checkpoints.dialog import ModelManager

        studio = self._studio
        studio.checkpoints.refresh()
        return self._show(
            "models",
            lambda: ModelManager(studio.checkpoints, studio.settings, studio.asking, self._parent),
        )

    def settings(self) -> QDialog:
        """The settings; known values are looked up each time they are opened."""
        from sketch2image.ui.settings.dialog import SettingsDialog

        studio = self._studio
        self._forget("settings")
        return self._show(
            "settings",
            lambda: SettingsDialog(studio.settings, choices(studio), self._parent),
        )

    def help(self) -> QDialog:
        """Gestures, keys, and what to do when something fails."""
        from sketch2image.ui.help.dialog import GESTURES

        return self._help(GESTURES)

    def privacy(self) -> QDialog:
        """What stays on this computer."""
        from sketch2image.ui.help.dialog import PRIVACY

        return self._help(PRIVACY)

    def menu_entry(self) -> None:
        """Put the program into the desktop's menu of programs."""
        from sketch2image.engine.desktop_entry import write_entry

        try:
            entry = write_entry()
        except UserError as error:
            self._studio.notices.fail(error, topic="entry")
        else:
            self._studio.notices.say(tr("It is in the menu now."), str(entry.file), topic="entry")

    def about(self) -> None:
        """Name, version, licence."""
        text = tr(
            "Sketch2Image {version}\n\nDraw in the air with a finger, and find the pictures you "
            "mean.\nEverything runs on this computer. Apache-2.0.",
            version=__version__,
        )
        QMessageBox.about(self._parent, tr("About Sketch2Image"), text)

    def _help(self, page: str) -> QDialog:
        from sketch2image.ui.help.dialog import HelpDialog

        setup = self._studio.drawing.setup
        self._forget("help")
        room = HelpDialog(setup.profile.rules, setup.hand == "left", self._parent)
        room.turn_to(page)
        return self._show("help", lambda: room)

    def _forget(self, name: str) -> None:
        """What has changed since a window was made is not in it: make it anew."""
        room = self._open.pop(name, None)
        if room is not None:
            room.close()
            room.deleteLater()

    def _show(self, name: str, make: Callable[[], QDialog]) -> QDialog:
        room = self._open.get(name)
        if room is None:
            room = self._open[name] = make()
        room.show()
        room.raise_()
        room.activateWindow()
        return room
