"""The page that pairs a phone over Wi-Fi and connects to it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sketch2image.core.progress import Progress
from sketch2image.engine.desktop.tasks import PairingCode
from sketch2image.ui import theme, words
from sketch2image.ui.model.phone import PhoneModel
from sketch2image.ui.parts import label, push
from sketch2image.ui.phone.fields import ADDRESS, CODE, PhoneField
from sketch2image.ui.phone.qr import SIDE, QrCode
from sketch2image.ui.words import N, tr

_FIELD_WIDTH = 210


class PairingPage(QWidget):
    """By QR code, or with the code that the phone shows.

    Args:
        phone: is paired.
    """

    def __init__(self, phone: PhoneModel) -> None:
        super().__init__()
        self._phone = phone
        self.code, self.how = QrCode(), label(role="soft")
        self.invite = push(N("Show a QR code"), phone.invite, "phone", "primary")
        self.address = PhoneField(ADDRESS, _ADDRESS, "192.168.0.12:37123")
        self.digits = PhoneField(CODE, _DIGITS, "123456")
        self.pair = push(N("Pair"), self._pair)
        self.paired = PhoneField(ADDRESS, _ADDRESS, "192.168.0.12:41777")
        self.connect_it = push(N("Connect"), self._connect)
        self.problem = label(role="error")
        self._lay_out()
        self._listen()
        words.bind(self, self._refresh)

    def _listen(self) -> None:
        for field, act in (
            (self.address, self._pair),
            (self.digits, self._pair),
            (self.paired, self._connect),
        ):
            field.textChanged.connect(self._ready)
            field.editingFinished.connect(self._judge)
            field.returnPressed.connect(act)
        self._phone.changed.connect(self._refresh)
        self._phone.progressed.connect(self._on_progress)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.MARGIN)
        row.addLayout(self._left())
        row.addLayout(self._right(), 1)

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.SPACING)
        self.how.setFixedWidth(SIDE)
        for part in (self.how, self.code, self.invite):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        return column

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.SPACING)
        column.addWidget(label(N("Or with a code of six digits"), "heading"))
        column.addWidget(label(_TYPE, "soft"))
        column.addLayout(_form((_ADDRESS, self.address), (_DIGITS, self.digits), press=self.pair))
        column.addSpacing(theme.MARGIN)
        column.addWidget(label(N("Paired before"), "heading"))
        column.addWidget(label(_CONNECT, "soft"))
        column.addLayout(_form((_ADDRESS, self.paired), press=self.connect_it))
        column.addWidget(self.problem)
        column.addStretch()
        return column

    def _refresh(self) -> None:
        work = self._phone.work
        event = work.progress if work is not None else None
        shows_code = isinstance(event, PairingCode)
        if isinstance(event, PairingCode):
            self.code.show_code(event.code)
        self.code.setVisible(shows_code)
        self.invite.setVisible(not shows_code)
        self.how.setText(tr(_SCAN_NOW if shows_code else _SCAN))
        self._ready()
        self._judge()

    def _on_progress(self, event: Progress) -> None:
        """The code comes with the first event, and has done its part with the last."""
        if isinstance(event, PairingCode) != self.code.isVisibleTo(self):
            self._refresh()

    def _ready(self) -> None:
        is_free = self._phone.work is None
        self.invite.setEnabled(is_free)
        self.pair.setEnabled(is_free and self.address.is_right and self.digits.is_right)
        self.connect_it.setEnabled(is_free and self.paired.is_right)

    def _judge(self) -> None:
        faults = {
            self.address: tr(_NO_ADDRESS), self.digits: tr(_NO_CODE), self.paired: tr(_NO_ADDRESS),
        }  # fmt: skip
        self.problem.setText(next((text for field, text in faults.items() if field.is_wrong), ""))

    def _pair(self) -> None:
        if self.pair.isEnabled():
            self._phone.pair(self.address.given, self.digits.given)
            self.digits.clear()

    def _connect(self) -> None:
        if self.connect_it.isEnabled():
            self._phone.connect_to(self.paired.given)


_ADDRESS, _DIGITS = N("Address with port"), N("Pairing code")
_SCAN = N(
    "On the phone: Developer options, Wireless debugging, Pair device with QR code. "
    "It must be on the same Wi-Fi."
)
_SCAN_NOW = N("Hold the phone to this code.")
_TYPE = N("On the phone: Pair device with pairing code. Keep its window open meanwhile.")
_CONNECT = N("A phone that is paired is found by itself. If not, type the address it shows.")
_NO_ADDRESS = N("Type the address as the phone shows it, port and all.")
_NO_CODE = N("Type the six digits that the phone shows.")


def _form(*rows: tuple[str, PhoneField], press: QPushButton) -> QGridLayout:
    """Fields below each other with their names, and a button at the last one."""
    grid = QGridLayout()
    grid.setSpacing(theme.SPACING)
    grid.setColumnStretch(3, 1)
    for line, (name, field) in enumerate(rows):
        title = label(name)
        title.setWordWrap(False)
        title.setBuddy(field)
        field.setFixedWidth(_FIELD_WIDTH)
        grid.addWidget(title, line, 0)
        grid.addWidget(field, line, 1)
    grid.addWidget(press, len(rows) - 1, 2)
    return grid
