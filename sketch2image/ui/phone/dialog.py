"""The room of the phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from sketch2image.engine.desktop.tasks import PhoneSent
from sketch2image.ui.managing.manager import Manager
from sketch2image.ui.managing.strip import Wording, WorkStrip
from sketch2image.ui.model.studio import Studio
from sketch2image.ui.pages import Pages
from sketch2image.ui.phone.cableless import CablelessPage
from sketch2image.ui.phone.pairing import PairingPage
from sketch2image.ui.phone.saying import done, how_far, more
from sketch2image.ui.phone.sending import SendingPage
from sketch2image.ui.phone.standing import Standing
from sketch2image.ui.phone.taking import TakingPage
from sketch2image.ui.words import N, tr

TAKE, SEND = N("Take pictures"), N("Send")
PAIR, CABLELESS = N("Pair over Wi-Fi"), N("Without a cable")

_SIZE = (980, 668)


class PhoneRoom(Manager):
    """How the phone stands, and all that can be done with it.

    Args:
        studio: has the phone.
        selected: gives the paths of the matches selected in the window.

    Signals:
        guide_wanted: the person wants to read what to do at the phone.
    """

    guide_wanted = Signal()

    def __init__(
        self, studio: Studio, selected: Callable[[], Sequence[str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(N("Phone"), _ABOUT, parent)
        self._phone = phone = studio.phone
        self.standing = Standing(phone)
        self.taking, self.pairing = TakingPage(phone), PairingPage(phone)
        self.sending = SendingPage(phone, studio.asking, studio.settings, selected)
        self.cableless = CablelessPage(studio.phone_page, studio.asking, studio.galleries)
        pages = {
            TAKE: self.taking,
            SEND: self.sending,
            PAIR: self.pairing,
            CABLELESS: self.cableless,
        }
        self.pages = Pages(pages, lambda: tr("What to do with the phone"))
        wording = Wording(how_far(phone), done, N("What was done stays."), more)
        self.strip = WorkStrip(phone, wording)
        self.resize(*_SIZE)
        self.body.addWidget(self.standing)
        self.body.addWidget(self.pages, 1)
        self.body.addWidget(self.strip)
        self._connect()

    def turn_to(self, title: str) -> None:
        """Show a page: `TAKE`, `SEND`, `PAIR` or `CABLELESS`.

        Raises:
            ValueError: there is no such page.
        """
        self.pages.turn_to(title)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Look for phones each time the dialog comes up."""
        super().showEvent(event)
        self._phone.refresh()
        self.pages.setFocus()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Other matches may be selected in the window by now."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange:
            self.sending.refresh()

    def _connect(self) -> None:
        self.standing.pair_wanted.connect(lambda: self.turn_to(PAIR))
        self.standing.page_wanted.connect(lambda: self.turn_to(CABLELESS))
        self.standing.guide_wanted.connect(self.guide_wanted)
        self.strip.more.connect(self._go_on)

    def _go_on(self) -> None:
        answer = self._phone.outcome.answer if self._phone.outcome else None
        if isinstance(answer, PhoneSent):
            self._phone.show(answer)
        else:
            self.turn_to(TAKE)
            self.taking.failures.table.setFocus()


_ABOUT = N(
    "Take pictures from your phone, and send answers to it. All of it stays between the two."
)
