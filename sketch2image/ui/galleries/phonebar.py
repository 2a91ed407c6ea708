"""The phone in words, and taking its pictures."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sketch2image.engine.desktop.tasks import SyncPhone
from sketch2image.ui import theme
from sketch2image.ui.managing.strip import Wording, WorkStrip
from sketch2image.ui.model.phone import PhoneModel
from sketch2image.ui.model.working import Outcome
from sketch2image.ui.parts import push
from sketch2image.ui.phone.dialog import CABLELESS, PAIR, TAKE
from sketch2image.ui.phone.saying import done, how_far, more
from sketch2image.ui.phone.standing import Standing
from sketch2image.ui.words import N


class PhoneBar(QWidget):
    """Says whether a phone can be used and what to do, and takes its pictures.

    Args:
        phone: the phone.

    Signals:
        room_wanted: with the page of the phone's room that the person wants to see.
    """

    room_wanted = Signal(str)

    def __init__(self, phone: PhoneModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._phone = phone
        self.take = push(N("Take the phone's pictures"), phone.sync, "phone", about=_ABOUT)
        self.room = push(N("Phone…"), lambda: self.room_wanted.emit(TAKE), about=_ROOM)
        self.standing = Standing(phone, self.take, self.room)
        self.standing.guide.hide()
        wording = Wording(how_far(phone), _done, N("What came over stays."), _more)
        self.strip = WorkStrip(phone, wording)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(theme.SPACING)
        outside.addWidget(self.standing)
        outside.addWidget(self.strip)

    def _connect(self) -> None:
        self.standing.pair_wanted.connect(lambda: self.room_wanted.emit(PAIR))
        self.standing.page_wanted.connect(lambda: self.room_wanted.emit(CABLELESS))
        self.strip.more.connect(lambda: self.room_wanted.emit(TAKE))
        self._phone.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        self.take.setEnabled(self._phone.is_ready and self._phone.work is None)


_ABOUT = N("Copy new pictures of its camera to this computer and make them searchable.")
_ROOM = N("Which folders, sending, pairing, and the page for phones without a cable.")


def _done(outcome: Outcome) -> str:
    """What a sync brought; all else is told where it was asked for."""
    return done(outcome) if isinstance(outcome.task, SyncPhone) else ""


def _more(outcome: Outcome) -> str:
    return more(outcome) if isinstance(outcome.task, SyncPhone) else ""
