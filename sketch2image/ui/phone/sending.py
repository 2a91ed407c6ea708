"""The page that sends answers to the phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from sketch2image.core.errors import UserError
from sketch2image.ui import theme, words
from sketch2image.ui.model.asking import AskingModel
from sketch2image.ui.model.phone import PhoneModel
from sketch2image.ui.model.settings import SettingsModel
from sketch2image.ui.parts import in_row, label, push
from sketch2image.ui.phone.recipients import recipients
from sketch2image.ui.words import N, said, tr

_WIDTH = 300


class SendingPage(QWidget):
    """Sends the sheet and selected matches, and says who gets each answer.

    Args:
        phone: gets them.
        asking: has the answer.
        settings: hold who gets each answer.
        selected: gives the paths of the matches selected in the window.
    """

    def __init__(
        self,
        phone: PhoneModel,
        asking: AskingModel,
        settings: SettingsModel,
        selected: Callable[[], Sequence[str]],
    ) -> None:
        super().__init__()
        self._phone, self._asking, self._settings = phone, asking, settings
        self._selected = selected
        self.sheet = push(N("Send the sheet of the answer"), self._send_sheet, "sheet", "primary")
        self.matches = push(N("Send the selected matches"), self._send_matches, "send")
        self.count, self.problem = label(role="caption"), label(role="error")
        self.who, self.who_title = QComboBox(), label()
        self.who.setFixedWidth(_WIDTH)
        self._lay_out()
        self.who.activated.connect(self._choose)
        for changed in (phone.changed, asking.changed, asking.answered, settings.changed):
            changed.connect(self.refresh)
        words.bind(self, self.refresh)

    def refresh(self) -> None:
        """Look what there is to send, and who could get it."""
        can_send = self._phone.is_ready and self._phone.work is None
        count = len(self._selected())
        self.sheet.setEnabled(can_send and self._asking.result is not None)
        self.matches.setEnabled(can_send and count > 0)
        self.count.setText(_what(count, self._asking.result is not None))
        self.who_title.setText(tr("Send answers to"))
        self.who.setAccessibleName(tr("Send answers to"))
        with QSignalBlocker(self.who):
            self._list_recipients()

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.SPACING)
        inside.addWidget(label(_ALBUM, "soft"))
        inside.addLayout(in_row(self.sheet, self.matches, None))
        inside.addWidget(self.count)
        inside.addSpacing(2 * theme.MARGIN)
        inside.addWidget(label(N("By itself"), "heading"))
        inside.addLayout(in_row(self.who_title, self.who, None))
        inside.addWidget(label(_BY_ITSELF, "caption"))
        inside.addWidget(self.problem)
        inside.addStretch()

    def _list_recipients(self) -> None:
        wish = self._settings.value("push_to")
        self.who.clear()
        for value, called in recipients(self._phone, wish):
            self.who.addItem(tr(called), value)
        self.who.setCurrentIndex(self.who.findData(wish))

    def _choose(self, index: int) -> None:
        self.problem.setText("")
        try:
            self._settings.set("push_to", self.who.itemData(index) or None)
        except UserError as error:
            self.problem.setText(said(error)[0])
            self.refresh()

    def _send_sheet(self) -> None:
        if self._asking.result is not None:
            self._phone.send_sheet(self._asking.result)

    def _send_matches(self) -> None:
        self._phone.send(self._selected())


_ALBUM = N("Pictures go into the album Sketch2Image of the phone; nothing there is written over.")
_BY_ITSELF = N("Each answer that you ask for is sent as a sheet. Live answers are not.")


def _what(count: int, has_answer: bool) -> str:
    if not has_answer and not count:
        return tr("There is no answer yet: draw, and search.")
    if not count:
        return tr("Select matches in the window to send them, too.")
    return tr("{count} pictures selected", count=count)
