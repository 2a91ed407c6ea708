"""The card that says how things stand with the phone, and offers what helps."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sketch2image.ui import theme, words
from sketch2image.ui.model.phone import PhoneModel
from sketch2image.ui.parts import card, label, push
from sketch2image.ui.phone.states import Help, said_of
from sketch2image.ui.words import N, tr

_ICON = 24


class Standing(QWidget):
    """Follows the phone.

    Args:
        phone: the phone.
        more: buttons that stand beside its own.

    Signals:
        pair_wanted: the person wants to pair a phone.
        page_wanted: to open the page.
        guide_wanted: to read what to do at the phone.
    """

    pair_wanted = Signal()
    page_wanted = Signal()
    guide_wanted = Signal()

    def __init__(self, phone: PhoneModel, *more: QWidget) -> None:
        super().__init__()
        self._phone = phone
        self.state, self.hint = label(), label(role="caption")
        self.which = QComboBox()
        self.helps = {
            Help.start: push(N("Start adb"), phone.start_adb, "play", "primary"),
            Help.pair: push(N("Pair it…"), self.pair_wanted.emit, "phone", "primary"),
            Help.page: push(N("Without a cable…"), self.page_wanted.emit, "phone"),
            Help.choose: self.which,
        }
        self.guide = push(N("Guide"), self.guide_wanted.emit, "help", about=_GUIDE)
        self.look = push(N("Look again"), phone.refresh, "refresh", about=N("Look for a phone."))
        self._lay_out(more)
        self.which.activated.connect(self._choose)
        phone.changed.connect(self._refresh)
        words.bind(self, self._refresh)

    def _lay_out(self, more: tuple[QWidget, ...]) -> None:
        picture = QLabel()
        theme.bind(picture, lambda: picture.setPixmap(theme.icon("phone", "soft").pixmap(_ICON)))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        for part in (self.state, self.hint):
            texts.addWidget(part)
        frame, inside = card()
        row = QHBoxLayout()
        row.setSpacing(theme.SPACING)
        row.addWidget(picture)
        row.addLayout(texts, 1)
        for part in (*self.helps.values(), self.guide, self.look, *more):
            row.addWidget(part)
        inside.addLayout(row)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)

    def _refresh(self) -> None:
        text, hint, helped = said_of(self._phone.survey, self._phone.target)
        self.state.setText(text)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        for help_, part in self.helps.items():
            part.setVisible(help_ is helped)
            part.setEnabled(self._phone.work is None)
        self.look.setEnabled(self._phone.work is None)
        self._list_phones()

    def _list_phones(self) -> None:
        usable = self._phone.survey.usable if self._phone.survey else ()
        target = self._phone.target
        with QSignalBlocker(self.which):
            self.which.clear()
            self.which.setPlaceholderText(tr("Choose a phone"))
            for one in usable:
                self.which.addItem(one.name)
            self.which.setCurrentIndex(-1 if target is None else usable.index(target))
        self.which.setAccessibleName(tr("Phone"))

    def _choose(self, index: int) -> None:
        if self._phone.survey is not None:
            self._phone.choose(self._phone.survey.usable[index])


_GUIDE = N("What to do at the phone, once.")
