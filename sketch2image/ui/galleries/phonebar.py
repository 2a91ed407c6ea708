"""The phone in words, and taking its pictures."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sketch2image.engine.desktop.tasks import PhoneSynced, SyncPhone
from sketch2image.ui import theme, words
from sketch2image.ui.amounts import counted, sentence
from sketch2image.ui.galleries.naming import pictures
from sketch2image.ui.managing.strip import Wording, WorkStrip
from sketch2image.ui.model.phone import PhoneModel
from sketch2image.ui.model.working import Outcome
from sketch2image.ui.parts import card, in_row, label, push
from sketch2image.ui.words import N, told, tr

_ICON = 24


class PhoneBar(QWidget):
    """Says whether a phone can be used and what to do, and takes its pictures.

    Args:
        phone: the phone.
    """

    def __init__(self, phone: PhoneModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._phone = phone
        self.state, self.hint = label(), label(role="caption")
        self.take = push(N("Take the phone's pictures"), phone.sync, "phone", about=_ABOUT)
        self.look = push(N("Look again"), phone.refresh, "refresh", about=N("Look for a phone."))
        self.strip = WorkStrip(phone, Wording(counted, _done, N("What came over stays.")))
        self._lay_out()
        phone.changed.connect(self._refresh)
        words.bind(self, self._refresh)

    def _lay_out(self) -> None:
        picture = QLabel()
        theme.bind(picture, lambda: picture.setPixmap(theme.icon("phone", "soft").pixmap(_ICON)))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.state)
        texts.addWidget(self.hint)
        frame, inside = card()
        row = QHBoxLayout()
        row.addWidget(picture)
        row.addLayout(texts, 1)
        row.addLayout(in_row(self.look, self.take))
        inside.addLayout(row)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(theme.SPACING)
        outside.addWidget(frame)
        outside.addWidget(self.strip)

    def _refresh(self) -> None:
        survey = self._phone.survey
        self.take.setEnabled(self._phone.is_ready and self._phone.work is None)
        self.look.setEnabled(self._phone.work is None)
        if survey is None:
            self.state.setText(tr("Looking for a phone…"))
        elif survey.ready:
            self.state.setText(tr("Phone {serial} is ready.", serial=survey.serials[0]))
        else:
            self.state.setText(sentence(told(survey.detail)))
        self.hint.setText(told(survey.hint) if survey else "")
        self.hint.setVisible(bool(self.hint.text()))


_ABOUT = N("Copy new pictures of its camera to this computer and make them searchable.")


def _done(outcome: Outcome) -> str:
    """What a sync brought; what is sent to the phone is told where it was asked for."""
    if not isinstance(outcome.task, SyncPhone):
        return ""
    synced: PhoneSynced = outcome.answer
    new = tr("{count} taken from the phone", count=pictures(synced.pulled))
    held = tr("{count} of it are searchable", count=f"{synced.pictures:,}")
    return f"{new}, {held}"
