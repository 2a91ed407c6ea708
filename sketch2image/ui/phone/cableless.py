"""The page on the local network: opened, scanned, watched and closed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sketch2image.core.errors import UserError
from sketch2image.core.progress import Progress
from sketch2image.ui import theme, words
from sketch2image.ui.amounts import counted, sentence, time_left
from sketch2image.ui.galleries.naming import pictures
from sketch2image.ui.model.asking import AskingModel
from sketch2image.ui.model.galleries import GalleriesModel
from sketch2image.ui.model.phone_page import PhonePageModel
from sketch2image.ui.parts import in_row, label, push
from sketch2image.ui.phone.arrivals import Arrivals
from sketch2image.ui.phone.qr import QrCode
from sketch2image.ui.words import N, said, tr


class CablelessPage(QWidget):
    """Opens the page, shows its code, and what arrives.

    Args:
        page: the page.
        asking: has the answer that can be offered.
        galleries: make what arrives searchable.
    """

    def __init__(
        self, page: PhonePageModel, asking: AskingModel, galleries: GalleriesModel
    ) -> None:
        super().__init__()
        self.closed = ClosedPage(page)
        self.open = OpenPage(page, asking, galleries)
        self._page = page
        self._stack = QStackedWidget()
        for part in (self.closed, self.open):
            self._stack.addWidget(part)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._stack)
        page.changed.connect(self._turn)
        self._turn()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """The network may be another one by now."""
        super().showEvent(event)
        self._page.look()

    def _turn(self) -> None:
        self._stack.setCurrentWidget(self.open if self._page.is_open else self.closed)


class ClosedPage(QWidget):
    """What the page is for, and where it will be.

    Args:
        page: the page.
    """

    def __init__(self, page: PhonePageModel) -> None:
        super().__init__()
        self._page = page
        self.last = label()
        self.where_title, self.where = label(), QComboBox()
        self.open = push(N("Open the page"), self._open, "phone", "primary")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.SPACING)
        for text in (_ABOUT, _TRUST):
            inside.addWidget(label(text, "soft"))
        inside.addLayout(in_row(self.where_title, self.where, None))
        inside.addLayout(in_row(self.open, None))
        inside.addWidget(self.last)
        inside.addStretch()
        page.changed.connect(self._refresh)
        words.bind(self, self._refresh)

    def _refresh(self) -> None:
        addresses = self._page.addresses
        chosen = self.where.currentText()
        with QSignalBlocker(self.where):
            self.where.clear()
            self.where.addItems(list(addresses))
            self.where.setCurrentIndex(max(0, self.where.findText(chosen)))
        for part in (self.where_title, self.where):
            part.setVisible(len(addresses) > 1)
        self.where_title.setText(tr("Network address"))
        self.where.setAccessibleName(tr("Network address"))
        self.open.setEnabled(self._page.work is None)
        self.last.setText(self._ended())

    def _ended(self) -> str:
        """How the last page ended, or why it did not open."""
        outcome, end = self._page.outcome, self._page.end
        if outcome is not None and isinstance(outcome.error, UserError):
            message, hint = said(outcome.error)
            return f"{sentence(message)}. {hint}"
        if self._page.work is not None:
            return tr("Opening…")
        if end is None:
            return ""
        came = _arrived(len(end.received)) if end.received else ""
        return " · ".join(filter(None, [tr(_ENDS[end.reason]), came]))

    def _open(self) -> None:
        self._page.open(self.where.currentText())


class OpenPage(QWidget):
    """The code and the address, who came, what arrived.

    Args:
        page: the page.
        asking: has the answer that can be offered.
        galleries: make what arrives searchable.
    """

    def __init__(
        self, page: PhonePageModel, asking: AskingModel, galleries: GalleriesModel
    ) -> None:
        super().__init__()
        self._page, self._asking, self._galleries = page, asking, galleries
        self.code, self.address = QrCode(), QLineEdit(readOnly=True)
        self.copy = push(N("Copy"), self._copy, "copy", about=N("Copy the address."))
        self.state, self.adding = QLabel(), label(role="caption")
        self.offered = label(role="caption")
        self.arrivals = Arrivals()
        self.offer = push(N("Offer the answer"), self._offer, "send", about=_OFFER)
        self.stop = push(N("Close the page"), page.cancel, "close")
        self._lay_out()
        page.progressed.connect(self._advance)
        galleries.progressed.connect(self._add)
        for changed in (page.changed, asking.answered, galleries.changed):
            changed.connect(self._refresh)
        words.bind(self, self._refresh)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(theme.SPACING)
        right.addWidget(label(_SCAN, "soft"))
        address = in_row(self.address, self.copy)
        address.setStretch(0, 1)
        right.addLayout(address)
        right.addWidget(self.state)
        right.addWidget(self.arrivals, 1)
        right.addStretch()
        right.addWidget(self.adding)
        right.addWidget(self.offered)
        right.addLayout(in_row(self.offer, self.stop, None))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.MARGIN)
        row.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(right, 1)

    def _refresh(self) -> None:
        self.address.setAccessibleName(tr("Address of the page"))
        self.offer.setEnabled(self._page.is_open and self._asking.result is not None)
        count = self._page.offered
        self.offered.setText(tr("{count} offered to the phone", count=pictures(count)))
        self.offered.setVisible(count > 0)
        if self._galleries.work is None:
            self.adding.hide()
        self._advance()

    def _advance(self) -> None:
        news = self._page.news
        if news is None:
            return
        self.code.show_code(news.code)
        if self.address.text() != news.url:
            self.address.setText(news.url)
            self.address.setCursorPosition(0)
        self.arrivals.show_pictures(news.received)
        self.arrivals.setVisible(bool(news.received))
        self.state.setText(self._standing(news.visitors, len(news.received), news.seconds_left))

    def _standing(self, visitors: int, received: int, left: float | None) -> str:
        came = _arrived(received) if visitors else tr("waiting for the phone")
        return sentence(" · ".join(filter(None, [came, time_left(left)])))

    def _add(self, event: Progress) -> None:
        self.adding.setText(tr("Made searchable: {how_far}", how_far=counted(event)))
        self.adding.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.address.text())

    def _offer(self) -> None:
        if self._asking.result is not None:
            self._page.offer(self._asking.result)


_ABOUT = N(
    "For phones without a cable and without developer options: a page that the phone opens by a "
    "QR code. It sends pictures to this computer and saves answers on the phone."
)
_TRUST = N(
    "Phone and computer have to be on the same Wi-Fi. The page is not encrypted: use it on a "
    "network you trust. It closes after ten minutes without use."
)
_SCAN = N("Hold the phone's camera to the code, or open this address on the phone:")
_OFFER = N("Sheet and picture of the answer can be saved on the phone.")
_ENDS: Mapping[str, str] = {
    "idle": N("The page closed, for nobody used it"),
    "done": N("The phone is done, and the page is closed"),
    "closed": N("The page is closed"),
    "guessed": N("The page closed, for somebody tried wrong addresses"),
}


def _arrived(count: int) -> str:
    return tr("{count} arrived", count=pictures(count)) if count else tr("nothing arrived yet")
