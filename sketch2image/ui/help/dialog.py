"""The window of F1."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from sketch2image.engine.desktop.gestures import Rule
from sketch2image.ui import theme
from sketch2image.ui.help.hands import HandsPage
from sketch2image.ui.help.keys import KeysPage
from sketch2image.ui.help.text import TextPage
from sketch2image.ui.pages import Pages, scrolled
from sketch2image.ui.words import N, bind, tr

KEYS = N("Keys")
GESTURES = N("Gestures")
PHONE = N("The phone, once")
FAILURES = N("When something fails")
PRIVACY = N("Nothing leaves this computer")


class HelpDialog(QDialog):
    """Keys, gestures, the phone, what to do when something fails, and what stays here.

    Args:
        rules: the gestures of the profile in force.
        mirrored: whether a left hand draws.
        parent: the window it belongs to.
    """

    def __init__(
        self, rules: Sequence[Rule], mirrored: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        pages = {
            GESTURES: scrolled(HandsPage(rules, mirrored)),
            KEYS: scrolled(KeysPage()),
            PHONE: TextPage(PHONE, "phone.md"),
            FAILURES: TextPage(FAILURES, "failures.md"),
            PRIVACY: TextPage(PRIVACY, "privacy.md"),
        }
        self._pages = Pages(pages, lambda: tr("Pages of the help"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[theme.MARGIN] * 4)
        whole.addWidget(self._pages)
        bind(self, lambda: self.setWindowTitle(tr("Help")))
        self.resize(900, 640)

    def turn_to(self, title: str) -> None:
        """Show a page: `KEYS`, `GESTURES`, `PHONE`, `FAILURES` or `PRIVACY`.

        Raises:
            ValueError: there is no such page.
        """
        self._pages.turn_to(title)
